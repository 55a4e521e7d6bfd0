// `firewalld daemon` and `firewall-zone runtime|permanent NAME`: one firewall-cmd lists all zones at once, whatever
// the number of questions. Where the daemon does not run, what is on the disk is firewall-offline-cmd's to tell.
import { joinPorts, richRule } from '../../base/firewall.ts'
import type { FirewalldAnswer, FirewallZoneAnswer } from '../../model/security-answers.ts'
import type { Answer } from '../../model/change.ts'
import { fits } from '../fits.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

export const firewalldKind: Kind<FirewalldAnswer> = {
  kind: 'firewalld',
  script: () => `command -v firewall-cmd >/dev/null || exit
if z=$(firewall-cmd --get-default-zone); then echo "running $z"
else echo "stopped $(firewall-offline-cmd --get-default-zone)"; fi`,
  parse: (text, probes) => {
    const [, state, zone] = /^(running|stopped) ?(\S*)/.exec(utf8(text)) ?? []
    return probes.map(() =>
      state === undefined
        ? absent
        : known({ isRunning: state === 'running', defaultZone: zone === '' ? 'public' : zone! }),
    )
  },
}

const LISTS = {
  runtime: 'o=$(firewall-cmd --list-all-zones 2>&1); rc=$?',
  permanent: `o=$(firewall-cmd --permanent --list-all-zones 2>&1); rc=$?
if [ $rc -eq 252 ]; then o=$(firewall-offline-cmd --list-all-zones 2>&1); rc=$?; fi`,
} as const

/** What firewall-cmd ends with when the daemon does not run, and when there is no such program. */
const NOT_RUNNING = 252
const MISSING = 127

export const firewallZoneKind: Kind<FirewallZoneAnswer> = {
  kind: 'firewall-zone',
  script: probes =>
    (['runtime', 'permanent'] as const)
      .filter(list => probes.some(({ id }) => id.startsWith(`${list} `)))
      .map(list => `${LISTS[list]}\nprintf '== ${list} %s\\n%s\\n' "$rc" "$o"`)
      .join('\n'),
  parse: (text, probes) => {
    const lists = new Map(
      utf8(text)
        .split(/^== (?=(?:runtime|permanent) \d+$)/m)
        .slice(1)
        .map(part => {
          const [head = '', ...lines] = part.split('\n')
          const [list = '', rc = ''] = head.split(' ')
          return [list, { rc: Number(rc), lines }] as const
        }),
    )
    return probes.map(({ id }): Answer<FirewallZoneAnswer> => {
      const [list = '', name = ''] = id.split(' ')
      const found = lists.get(list)
      if (!found) return failed('firewall-cmd did not answer')
      if (found.rc === NOT_RUNNING || found.rc === MISSING) return absent
      if (found.rc > 1) return failed(found.lines.join(' ').trim())
      const zone = zonesIn(found.lines).get(name)
      return zone ? known(zone) : absent
    })
  },
  same: ({ ports, ...promised }, { ports: found, ...rest }) =>
    fits(promised, rest) && fits(joinPorts(ports), joinPorts(found)),
  show: (zone, beside) =>
    Object.fromEntries(
      Object.entries(zone)
        // Of a new zone, only what is in it.
        .filter(([, value]) => beside || (value !== false && String(value) !== ''))
        .map(([name, value]) => [
          name.replaceAll('_', '-'),
          name === 'rich_rules'
            ? zone.rich_rules.filter(rule => !beside?.rich_rules.includes(rule)).join(' | ')
            : Array.isArray(value)
              ? value.join(' ')
              : String(value),
        ]),
    ),
}

/** `name (active)`, then `  key: value` lines; further values of a key on lines of their own. */
const zonesIn = (lines: readonly string[]): ReadonlyMap<string, FirewallZoneAnswer> => {
  const zones = new Map<string, Map<string, string[]>>()
  let zone: Map<string, string[]> | undefined
  let values: string[] = []
  for (const line of lines) {
    const [, key, first] = /^ {2}([a-z][a-z -]*): ?(.*)$/.exec(line) ?? []
    if (key !== undefined) {
      values = first === '' ? [] : [first!]
      zone?.set(key, values)
    } else if (/^\s+\S/.test(line)) values.push(line.trim())
    else if (/^\S/.test(line)) zones.set(line.split(' ')[0]!, (zone = new Map()))
  }
  return new Map([...zones].map(([name, found]) => [name, zoneOf(found)]))
}

const zoneOf = (found: ReadonlyMap<string, readonly string[]>): FirewallZoneAnswer => {
  const lines = (key: string): readonly string[] => found.get(key) ?? []
  const words = (key: string): readonly string[] =>
    lines(key)
      .flatMap(line => line.split(' '))
      .filter(word => word !== '')
      .sort()
  const isYes = (key: string): boolean => lines(key)[0] === 'yes'
  return {
    target: lines('target')[0] ?? 'default',
    icmp_block_inversion: isYes('icmp-block-inversion'),
    interfaces: words('interfaces'),
    sources: words('sources'),
    services: words('services'),
    ports: words('ports'),
    protocols: words('protocols'),
    masquerade: isYes('masquerade'),
    forward_ports: words('forward-ports'),
    icmp_blocks: words('icmp-blocks'),
    rich_rules: lines('rich rules').map(richRule).sort(),
  }
}
