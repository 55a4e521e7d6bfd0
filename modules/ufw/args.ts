// The arguments of `ufw`, and a rule as the words of ufw's command line.
import { arg, Refusal, type ArgsOf, type UfwAnswer } from '../../src/kit/index.ts'

export const args = {
  state: arg.choice(
    'Switch the firewall on or off, now and at boot; load it anew; or forget all rules.',
    'disabled',
    'enabled',
    'reloaded',
    'reset',
  ),
  default: arg.alias(
    arg.choice('What becomes of packets that no rule takes.', 'allow', 'deny', 'reject'),
    'policy',
  ),
  direction: arg.choice(
    'Of a rule: in or out. Of the default: incoming, outgoing or routed.',
    'in',
    'incoming',
    'out',
    'outgoing',
    'routed',
  ),
  logging: arg.choice('How much is logged.', 'on', 'off', 'low', 'medium', 'high', 'full'),
  insert: arg.int('The number that a new rule gets; 1 is the first. Not for `delete`.'),
  insert_relative_to: arg.or(
    arg.choice(
      'What `insert` counts from.',
      'first-ipv4',
      'first-ipv6',
      'last-ipv4',
      'last-ipv6',
      'zero',
    ),
    'zero',
  ),
  rule: arg.choice('What a rule does.', 'allow', 'deny', 'limit', 'reject'),
  log: arg.or(arg.bool('Log new connections that the rule takes.'), false),
  from_ip: arg.or(
    arg.alias(arg.text('The address or network of the source.'), 'from', 'src'),
    'any',
  ),
  from_port: arg.text('The port of the source.'),
  to_ip: arg.or(
    arg.alias(arg.text('The address or network of the destination.'), 'dest', 'to'),
    'any',
  ),
  to_port: arg.alias(arg.text('The port, a range 60000:61000, or several with commas.'), 'port'),
  proto: arg.alias(
    arg.choice('The protocol.', 'any', 'tcp', 'udp', 'ipv6', 'esp', 'ah', 'gre', 'igmp'),
    'protocol',
  ),
  name: arg.alias(arg.text('A profile of /etc/ufw/applications.d.'), 'app'),
  delete: arg.or(arg.bool('Take the rule out.'), false),
  interface: arg.alias(arg.text('The interface, with `direction`.'), 'if'),
  interface_in: arg.alias(arg.text('The interface a packet comes in by.'), 'if_in'),
  interface_out: arg.alias(arg.text('The interface a packet goes out by.'), 'if_out'),
  route: arg.or(arg.bool('The rule is for packets that are sent on.'), false),
  comment: arg.text('A comment on the rule.'),
} as const

export type UfwArgs = ArgsOf<typeof args>

/** Where a new rule goes; nothing for the end, or where ufw has no such place. */
const placeOf = (given: UfwArgs, now: UfwAnswer): number | undefined => {
  const { insert, insert_relative_to: from } = given
  if (insert === undefined || given.delete) return undefined
  if (from === 'zero') return insert
  const { v4, v6 } = now.numbered
  const all = v4 + v6
  const start = {
    'first-ipv4': 1,
    'last-ipv4': Math.max(v4, 1),
    'first-ipv6': v4 + 1,
    'last-ipv6': v6 > 0 ? all : all + 1,
  }[from]
  return insert + start > all ? undefined : insert + start
}

const given = (word: string, value: string | undefined): string[] =>
  value === undefined || value === '' ? [] : [word, value]

/** The words of a rule after `ufw`. */
export const ruleWords = (of: UfwArgs, now: UfwAnswer): readonly string[] => {
  const { direction } = of
  if (direction !== undefined && direction !== 'in' && direction !== 'out')
    throw new Refusal('direction', 'must be in or out for a rule')
  if (!of.route && of.interface_in !== undefined && of.interface_out !== undefined)
    throw new Refusal(
      'interface_out',
      'must not stand beside interface_in: only route rules can combine them',
    )
  const place = placeOf(of, now)
  return [
    ...(of.route ? ['route'] : []),
    ...(of.delete ? ['delete'] : []),
    ...(place === undefined ? [] : ['insert', String(place)]),
    of.rule!,
    ...(direction === undefined ? [] : [direction]),
    ...given('on', of.interface),
    ...(of.interface_in === undefined ? [] : ['in', 'on', of.interface_in]),
    ...(of.interface_out === undefined ? [] : ['out', 'on', of.interface_out]),
    ...(of.log ? ['log'] : []),
    ...given('from', of.from_ip),
    ...given('port', of.from_port),
    ...given('to', of.to_ip),
    ...given('port', of.to_port),
    ...given('proto', of.proto),
    ...given('app', of.name),
    ...given('comment', of.comment),
  ]
}
