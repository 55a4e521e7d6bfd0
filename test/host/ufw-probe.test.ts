import t from 'tap'
import { ufwKind, ufwRuleKind } from '../../src/host/probes/ufw.ts'
import { probe } from '../../src/kit/probe.ts'
import { someFacts } from '../support/facts.ts'
import { without } from '../support/programs.ts'
import { askHere, shells } from '../support/shell.ts'

for (const shell of without('ufw', shells))
  t.test(`${shell.join(' ')} finds no ufw where there is none`, async t => {
    const asked = [probe.ufw(), probe.ufwRule(['ufw', '--dry-run', 'allow', '22'], 'a')]
    t.same(askHere(asked, shell), [{ absent: true }, { absent: true }])
  })

/** Of ufw 0.36.2. */
const TUPLES = `== rules
### tuple ### deny any any 0.0.0.0/0 any 10.0.0.0/8 in
### tuple ### allow tcp 80 0.0.0.0/0 any 0.0.0.0/0 WWW%20Full - in
### tuple ### allow tcp 443 0.0.0.0/0 any 0.0.0.0/0 WWW%20Full - in
### tuple ### deny udp 514 0.0.0.0/0 any 1.2.3.4 in comment=426c6f636b207379736c6f67
== rules6
### tuple ### deny tcp 25 ::/0 any 2001:db8::/32 in
`
const FIREWALL = `== status
Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), disabled (routed)
== numbered
Status: active

     To                         Action      From
     --                         ------      ----
[ 1] Anywhere                   DENY IN     10.0.0.0/8
[ 2] WWW Full                   ALLOW IN    Anywhere
[ 3] 514/udp                    DENY IN     1.2.3.4                    # Block syslog
[ 4] 25/tcp                     DENY IN     2001:db8::/32
== settings
DEFAULT_INPUT_POLICY="DROP"
DEFAULT_OUTPUT_POLICY="ACCEPT"
DEFAULT_FORWARD_POLICY="REJECT"
# Set to yes to start on boot.
ENABLED=yes
LOGLEVEL=low
${TUPLES}`

const parse = (text: string) => ufwKind.parse(text, [probe.ufw()], someFacts)[0]!

t.test('tells state, policies and rules, and counts as ufw numbers them', async t => {
  const found = parse(FIREWALL)
  t.match(found, {
    known: {
      isActive: true,
      isEnabled: true,
      logging: 'low',
      incoming: 'deny',
      outgoing: 'allow',
      routed: 'reject',
      rules6: ['deny tcp 25 ::/0 any 2001:db8::/32 in'],
      numbered: { v4: 3, v6: 1 },
    },
  })
  t.match('known' in found && ufwKind.show!(found.known), /1\.2\.3\.4 in # Block syslog/)
})

t.test('who may not ask hears why', async t => {
  t.same(parse('== status\nERROR: You need to be root to run this script\n== rules\n== rules6\n'), {
    failed: 'You need to be root to run this script',
  })
})

const asked = [probe.ufwRule(['ufw', '--dry-run', 'allow', '22/tcp'], 'a')]
const dry = (said: string) => ufwRuleKind.parse(`${TUPLES}== 0 ${said}`, asked, someFacts)[0]

const V4 = `*filter
:ufw-user-input - [0:0]
### RULES ###

### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in
-A ufw-user-input -p tcp --dport 22 -j ACCEPT

### END RULES ###
COMMIT
`

t.test('a dry run tells the rules of the version of IP that it would write', async t => {
  t.match(dry(`0\n${V4}Rules updated\n`), {
    known: {
      before: { rules6: ['deny tcp 25 ::/0 any 2001:db8::/32 in'] },
      after: {
        rules: ['allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in'],
        rules6: ['deny tcp 25 ::/0 any 2001:db8::/32 in'],
      },
      isUnsure: undefined,
    },
  })
})

t.test('a rule that is there already changes nothing', async t => {
  const found = dry('0\nSkipping adding existing rule\nSkipping adding existing rule (v6)\n')
  t.ok(found && 'known' in found)
  if (found && 'known' in found) t.same(found.known.after, found.known.before)
})

t.test('limits for IPv6 are left open, unless they are there', async t => {
  const SKIP = "Skipping unsupported IPv6 'limit' rule\n"
  t.match(dry(`0\n${V4}Rules updated\n${SKIP}`), { known: { isUnsure: true } })
  t.match(dry(`0\nSkipping adding existing rule\n${SKIP}`), { known: { isUnsure: undefined } })
})

t.test('what ufw refuses is told', async t => {
  t.match(dry("1\nERROR: Bad port '99999'\n"), { known: { trouble: "Bad port '99999'" } })
})
