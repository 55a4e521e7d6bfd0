// The arguments of `firewalld`, and what they name: one thing in a zone, the zone's target, or the zone itself.
import {
  arg,
  Refusal,
  richRule,
  type ArgsOf,
  type FirewallZoneAnswer,
} from '../../src/kit/index.ts'

export const args = {
  state: arg.must(
    arg.choice(
      'Whether it shall be there; absent and present are for zones and targets.',
      'absent',
      'disabled',
      'enabled',
      'present',
    ),
  ),
  service: arg.text('A service, as `firewall-cmd --get-services` lists them.'),
  protocol: arg.text('A protocol: ospf, gre, a number.'),
  port: arg.text('A port or range with its protocol: 8081/tcp, 161-162/udp.'),
  port_forward: arg.items('One port to be sent on.', {
    type: 'object',
    properties: {
      port: { type: ['string', 'integer'], description: 'The port, or range.' },
      proto: { type: 'string', enum: ['udp', 'tcp'], description: 'Its protocol.' },
      toport: { type: ['string', 'integer'], description: 'The port it becomes.' },
      toaddr: { type: 'string', description: 'The address it is sent to.' },
    },
    required: ['port', 'proto', 'toport'],
  }),
  rich_rule: arg.text('A rule in the rich language of firewalld.'),
  source: arg.text('An address, network, MAC address or ipset that belongs to the zone.'),
  interface: arg.text('An interface that belongs to the zone, and to no other one.'),
  icmp_block: arg.text('A type of ICMP to block.'),
  icmp_block_inversion: arg.text(
    'Whether all ICMP is blocked but what `icmp_block` names: yes or no.',
  ),
  zone: arg.text('The zone; the default zone of firewalld if not given.'),
  permanent: arg.bool('Change what is on the disk and holds after a reboot or reload.'),
  immediate: arg.or(
    arg.bool('Change the running firewall; so it is anyway unless `permanent` is true.'),
    false,
  ),
  timeout: arg.or(arg.int('Seconds after which the running firewall forgets it; 0 for never.'), 0),
  masquerade: arg.text('Whether the zone masquerades: yes or no.'),
  offline: arg.bool('Whether firewalld may be stopped; what is on the disk can be changed then.'),
  target: arg.choice(
    'What the zone does with packets that nothing else takes.',
    'default',
    'ACCEPT',
    'DROP',
    '%%REJECT%%',
  ),
} as const

export type FirewalldArgs = ArgsOf<typeof args>

type Fields<T> = {
  [K in keyof FirewallZoneAnswer]: FirewallZoneAnswer[K] extends T ? K : never
}[keyof FirewallZoneAnswer]

/** What a task is about. `isOn` as it shall be; `flag` is firewall-cmd's word for it. */
export type Aim =
  | {
      readonly type: 'item'
      readonly field: Fields<readonly string[]>
      readonly flag: string
      readonly value: string
      readonly isOn: boolean
      /** The change in Ansible's words. */
      readonly said: string
    }
  | {
      readonly type: 'switch'
      readonly field: Fields<boolean>
      readonly flag: string
      readonly isOn: boolean
      readonly said: string
    }
  | { readonly type: 'target'; readonly value: string; readonly isOn: boolean }
  | { readonly type: 'zone'; readonly isOn: boolean }

/** Arguments that name an item in a list of the zone. */
const ITEMS = [
  ['icmp_block', 'icmp_blocks', 'icmp-block'],
  ['service', 'services', 'service'],
  ['protocol', 'protocols', 'protocol'],
  ['source', 'sources', 'source'],
  ['port', 'ports', 'port'],
  ['rich_rule', 'rich_rules', 'rich-rule'],
  ['interface', 'interfaces', 'interface'],
] as const

const SWITCHES = ['icmp_block_inversion', 'masquerade'] as const

/** Words for no; anything else is a yes, as Ansible has it. */
const isNo = (text: string): boolean => /^(n|no|off|0|f|false)$/i.test(text)

/** What the arguments are about. */
export const aimOf = (given: FirewalldArgs): Aim => {
  const { state } = given
  const isOn = state === 'enabled' || state === 'present'
  if (given.target !== undefined) return { type: 'target', value: given.target, isOn }
  const aim = itemOf(given) ?? switchOf(given)
  const isOfZone = state === 'absent' || state === 'present'
  if (aim && isOfZone)
    throw new Refusal(
      'state',
      'must be enabled or disabled: absent and present state can only be used in zone level operations',
    )
  if (aim) return aim
  if (!isOfZone)
    throw new Refusal('state', 'must be present or absent where nothing but a zone is named')
  if (given.zone === undefined)
    throw new Refusal('zone', 'must be given where the zone itself is to be made or removed')
  return { type: 'zone', isOn }
}

const itemOf = (given: FirewalldArgs): Aim | undefined => {
  const isOn = given.state === 'enabled'
  if (given.port_forward !== undefined) return forwardOf(given.port_forward, given.state)
  for (const [name, field, flag] of ITEMS) {
    const value = given[name]
    if (value === undefined) continue
    if (value.trim() === '') throw new Refusal(name, 'must not be empty')
    return {
      type: 'item',
      field,
      flag,
      value: canonical(name, value),
      isOn,
      said: `${flag === 'rich-rule' ? name : flag} ${value}`,
    }
  }
  return undefined
}

const canonical = (name: string, value: string): string => {
  if (name === 'rich_rule') return richRule(value)
  if (name === 'port' && !/^[\w-]+\/\w+$/.test(value.trim()))
    throw new Refusal('port', 'must have a protocol as in 8081/tcp or 161-162/udp')
  return value.trim()
}

const forwardOf = (forwards: readonly unknown[], state: string): Aim => {
  if (forwards.length !== 1)
    throw new Refusal('port_forward', 'must hold one port: only one port forward at a time')
  const { port, proto, toport, toaddr } = forwards[0] as Readonly<Record<string, string>>
  const value = `port=${port}:proto=${proto}:toport=${toport}:toaddr=${toaddr ?? ''}`
  return {
    type: 'item',
    field: 'forward_ports',
    flag: 'forward-port',
    value,
    isOn: state === 'enabled',
    said: `port_forward ${value}`,
  }
}

const switchOf = (given: FirewalldArgs): Aim | undefined => {
  for (const field of SWITCHES) {
    const value = given[field]
    if (value === undefined) continue
    return {
      type: 'switch',
      field,
      flag: field.replaceAll('_', '-'),
      isOn: (given.state === 'enabled') !== isNo(value),
      said: `${field.replaceAll('_', '-')} ${value}`,
    }
  }
  return undefined
}
