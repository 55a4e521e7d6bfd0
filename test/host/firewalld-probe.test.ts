import t from 'tap'
import { firewalldKind, firewallZoneKind } from '../../src/host/probes/firewalld.ts'
import { probe } from '../../src/kit/probe.ts'
import { someFacts } from '../support/facts.ts'
import { without } from '../support/programs.ts'
import { askHere, shells } from '../support/shell.ts'

for (const shell of without('firewall-cmd', shells))
  t.test(`${shell.join(' ')} finds no firewalld where there is none`, async t => {
    const asked = [probe.firewalld(), probe.firewallZone('permanent', 'public')]
    t.same(askHere(asked, shell), [{ absent: true }, { absent: true }])
  })

const asked = [
  probe.firewallZone('permanent', 'public'),
  probe.firewallZone('runtime', 'public'),
  probe.firewallZone('runtime', 'nowhere'),
]
const parse = (text: string) => firewallZoneKind.parse(text, asked, someFacts)

/** firewalld 1.3 puts every forward and rule on a line of its own; 0.6 begins with the first. */
const ZONES = `block
  target: %%REJECT%%
  icmp-block-inversion: no
  interfaces: 
  rich rules: 

public (default, active)
  target: default
  icmp-block-inversion: yes
  interfaces: eth1 eth0
  sources: 
  services: ssh dhcpv6-client
  ports: 8080-8082/tcp 8083/tcp
  protocols: 
  forward: yes
  masquerade: no
  forward-ports: 
\tport=80:proto=tcp:toport=8080:toaddr=
\tport=81:proto=tcp:toport=8081:toaddr=
  source-ports: 
  icmp-blocks: 
  rich rules: 
\trule service name="ftp" audit limit value="1/m" accept
`

t.test('zones are read from the list of all zones', async t => {
  const [permanent, runtime, nowhere] = parse(`== runtime 0\n${ZONES}== permanent 0\n${ZONES}`)
  t.match(permanent, {
    known: {
      target: 'default',
      icmp_block_inversion: true,
      interfaces: ['eth0', 'eth1'],
      sources: [],
      services: ['dhcpv6-client', 'ssh'],
      forward_ports: [
        'port=80:proto=tcp:toport=8080:toaddr=',
        'port=81:proto=tcp:toport=8081:toaddr=',
      ],
      rich_rules: ['rule service name="ftp" audit limit value="1/m" accept'],
    },
  })
  t.same(runtime, permanent)
  t.same(nowhere, { absent: true })
})

t.test('older versions write the first rule beside its key', async t => {
  const old =
    'public\n  forward-ports: port=80:proto=tcp:toport=8080:toaddr=\n\tport=81:proto=tcp:toport=81:toaddr=\n  rich rules: \n'
  t.match(parse(`== permanent 0\n${old}`)[0], {
    known: {
      forward_ports: [
        'port=80:proto=tcp:toport=8080:toaddr=',
        'port=81:proto=tcp:toport=81:toaddr=',
      ],
    },
  })
})

t.test(
  'a firewall that does not run has no zones; one that may not be seen is a failure',
  async t => {
    const [, stopped] = parse('== runtime 252\nFirewallD is not running\n')
    t.same(stopped, { absent: true })
    const [hidden] = parse('== permanent 253\nAuthorization failed.\n    Run it as superuser.\n')
    t.match(hidden, { failed: /^Authorization failed/ })
  },
)

t.test('versions that join ranges keep the promise as well as those that do not', async t => {
  const [found] = parse(`== permanent 0\n${ZONES}`) as [
    { known: Parameters<NonNullable<typeof firewallZoneKind.same>>[0] },
  ]
  const zone = found.known
  t.ok(firewallZoneKind.same!({ ...zone, ports: ['8080-8083/tcp'] }, zone))
  t.notOk(firewallZoneKind.same!({ ...zone, ports: ['8080-8084/tcp'] }, zone))
  t.notOk(firewallZoneKind.same!({ ...zone, services: [] }, zone))
})

t.test('the daemon tells its default zone', async t => {
  const daemon = (text: string) => firewalldKind.parse(text, [probe.firewalld()], someFacts)
  t.same(daemon('running public\n'), [{ known: { isRunning: true, defaultZone: 'public' } }])
  t.same(daemon('stopped dmz\n'), [{ known: { isRunning: false, defaultZone: 'dmz' } }])
  t.same(daemon(''), [{ absent: true }])
})
