import { change, defineModule, Failure, probe, Refusal } from '../../src/kit/index.ts'
import type {
  After,
  Change,
  FirewalldAnswer,
  FirewallZoneAnswer,
  Probe,
  StateOf,
} from '../../src/kit/index.ts'
import { aimOf, args, type Aim, type FirewalldArgs } from './args.ts'
import { isThere, NEW_ZONE, verb, withAim } from './zone.ts'

type Asked = {
  readonly daemon: Probe<FirewalldAnswer>
  readonly permanent: After<FirewalldAnswer, FirewallZoneAnswer> | undefined
  readonly runtime: After<FirewalldAnswer, FirewallZoneAnswer> | undefined
}
type State = StateOf<Asked>
type List = 'permanent' | 'runtime'

/** Where it shall be changed: the running firewall unless it is the disk alone. */
const listsOf = ({ permanent, immediate }: FirewalldArgs): readonly List[] => [
  ...(permanent ? (['permanent'] as const) : []),
  ...(immediate || !permanent ? (['runtime'] as const) : []),
]

const zoneName = (given: FirewalldArgs, { daemon }: Pick<State, 'daemon'>): string =>
  given.zone ?? daemon?.defaultZone ?? 'public'

const reads = (given: FirewalldArgs): Asked => {
  const daemon = probe.firewalld()
  const zone = (list: List): After<FirewalldAnswer, FirewallZoneAnswer> | undefined =>
    listsOf(given).includes(list)
      ? probe.after(
          daemon,
          found => found && probe.firewallZone(list, zoneName(given, { daemon: found })),
        )
      : undefined
  return { daemon, permanent: zone('permanent'), runtime: zone('runtime') }
}

const zoneOnDisk = (given: FirewalldArgs): void => {
  if (listsOf(given).includes('runtime'))
    throw new Refusal(
      'permanent',
      'must be true, and `immediate` false: zones and their targets are made on the disk',
    )
}

/** The daemon's answer; fails where firewalld is missing, or stopped though the running firewall is to change. */
const needDaemon = (given: FirewalldArgs, daemon: FirewalldAnswer | undefined): FirewalldAnswer => {
  if (!daemon) throw new Failure('firewalld is not on the host: install it first')
  if (!daemon.isRunning && listsOf(given).includes('runtime'))
    throw new Failure(
      'firewall is not currently running, unable to perform immediate actions without a running firewall daemon: start firewalld, or set permanent alone',
    )
  return daemon
}

const toList = (given: FirewalldArgs, aim: Aim, list: List, state: State): readonly Change[] => {
  const daemon = needDaemon(given, state.daemon)
  const [name, zone] = [zoneName(given, state), state[list]]
  if (aim.type === 'zone' ? aim.isOn === (zone !== undefined) : zone && done(aim, zone)) return []
  if (!zone && aim.type !== 'zone')
    throw new Failure(
      list === 'permanent'
        ? `INVALID_ZONE: ${name}: make the zone first, with state present and permanent`
        : `INVALID_ZONE: ${name} is not in the running firewall: make the zone, and reload firewalld`,
    )
  const isOnDisk = list === 'permanent'
  const argv = [
    daemon.isRunning ? 'firewall-cmd' : 'firewall-offline-cmd',
    ...(isOnDisk && daemon.isRunning ? ['--permanent'] : []),
    ...(aim.type === 'zone' ? [] : [`--zone=${name}`]),
    `--${verb(aim, name)}`,
    ...(!isOnDisk && given.timeout > 0 && aim.type === 'item' && aim.isOn
      ? [`--timeout=${given.timeout}`]
      : []),
  ]
  const after = aim.type === 'zone' ? (aim.isOn ? NEW_ZONE : undefined) : withAim(zone!, aim)
  return [
    change(probe.firewallZone(list, name), zone, after, [{ op: 'run', argv }], {
      touches: [
        // An interface belongs to one zone: it leaves the other one.
        ...(aim.type === 'item' && aim.field === 'interfaces' ? [`firewall-zone ${list} *`] : []),
        ...(isOnDisk ? ['file /etc/firewalld/**'] : []),
      ],
    }),
  ]
}

const done = (aim: Exclude<Aim, { type: 'zone' }>, zone: FirewallZoneAnswer): boolean =>
  isThere(aim, zone) === aim.isOn

/** What Ansible tells of a change, beside which lists it looked at. */
const messagesOf = (given: FirewalldArgs, aim: Aim, name: string): readonly string[] => {
  const { state } = given
  switch (aim.type) {
    case 'zone':
      return [`${aim.isOn ? 'Added' : 'Removed'} zone ${name}`, `Changed zone ${name} to ${state}`]
    case 'target':
      return [
        aim.isOn
          ? `Set zone ${name} target to ${aim.value}`
          : `Reset zone ${name} target to default`,
      ]
    case 'switch':
      return aim.field === 'masquerade'
        ? [aim.isOn ? `Added masquerade to zone ${name}` : `Removed masquerade from zone ${name}`]
        : [`Changed ${aim.said} to ${state}`]
    case 'item':
      if (aim.field === 'interfaces' && aim.isOn) return [`Changed ${aim.value} to zone ${name}`]
      if (aim.field === 'interfaces' || (aim.field === 'sources' && !aim.isOn))
        return [`Removed ${aim.value} from zone ${name}`]
      if (aim.field === 'sources') return [`Added ${aim.value} to zone ${name}`]
      return [`Changed ${aim.said} to ${state}`]
  }
}

/** Services, ports and all else in the zones of firewalld, now and on the disk. */
export default defineModule({
  name: 'firewalld',
  summary: 'Open and close services, ports and more in the zones of firewalld.',
  args,
  rules: {
    exclusive: [
      [
        ...['icmp_block', 'icmp_block_inversion', 'service', 'protocol', 'port', 'port_forward'],
        ...['rich_rule', 'interface', 'masquerade', 'source', 'target'],
      ],
    ],
    requiredBy: [
      ['interface', ['zone']],
      ['target', ['zone']],
      ['source', ['permanent']],
    ],
  },
  returns: { msg: 'What was changed, and where.' },
  needs: 'firewalld on the host, with its own firewall-cmd.',
  predicts: 'full',
  notes: [
    'Without `permanent: true` the running firewall alone is changed; with it the disk alone, unless `immediate: true` stands beside it.',
    'While firewalld is stopped, what is on the disk is changed by firewall-offline-cmd.',
  ],
  reads,
  plan: (given, state) => {
    const aim = aimOf(given)
    if (given.zone !== undefined && !/^[^-\s][\w-]*$/.test(given.zone))
      throw new Refusal('zone', 'must be the name of a zone as in public')
    if (aim.type === 'zone' || aim.type === 'target') zoneOnDisk(given)
    needDaemon(given, state.daemon)
    return listsOf(given).flatMap(list => toList(given, aim, list, state))
  },
  result: ({ args: given, before, changes }) => {
    const lists = listsOf(given)
    const isOffline = before.daemon?.isRunning === false
    return {
      msg: [
        lists.length === 2
          ? 'Permanent and Non-Permanent(immediate) operation'
          : lists[0] === 'permanent'
            ? 'Permanent operation'
            : 'Non-permanent operation',
        ...(changes.length > 0 ? messagesOf(given, aimOf(given), zoneName(given, before)) : []),
        ...(isOffline ? ['(offline operation: only on-disk configs were altered)'] : []),
      ].join(', '),
    }
  },
  explain: ({ err }) =>
    err.includes('INVALID_SERVICE')
      ? `${err.trim()}: firewall-cmd --get-services lists the services there are`
      : undefined,
})
