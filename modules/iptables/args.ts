// The arguments of `iptables`.
import { arg, type ArgsOf } from '../../src/kit/index.ts'

const NOT = 'A ! before it inverts it.'

export const args = {
  table: arg.or(arg.choice('The table.', 'filter', 'nat', 'mangle', 'raw', 'security'), 'filter'),
  state: arg.or(arg.choice('Whether the rule shall be there.', 'absent', 'present'), 'present'),
  action: arg.or(
    arg.choice('Where a new rule goes: to the end or to the top.', 'append', 'insert'),
    'append',
  ),
  rule_num: arg.text('The place of an inserted rule; 1 is the top.'),
  ip_version: arg.or(arg.choice('iptables or ip6tables.', 'ipv4', 'ipv6'), 'ipv4'),
  chain: arg.text('The chain: INPUT, FORWARD, OUTPUT, or one of your own.'),
  protocol: arg.text(`The protocol: tcp, udp, icmp, all or a number. ${NOT}`),
  source: arg.text(`Where a packet comes from: an address, a network or a name. ${NOT}`),
  destination: arg.text(`Where a packet goes to: an address, a network or a name. ${NOT}`),
  tcp_flags: arg.dict('Flags of TCP: `flags` lists those to look at, `flags_set` those to be set.'),
  match: arg.or(arg.list('Extensions to match with, such as conntrack.'), []),
  jump: arg.text('What to do with a packet: ACCEPT, DROP, or a chain of your own.'),
  gateway: arg.text('Where jump TEE sends the copy of a packet.'),
  log_prefix: arg.text('What a logged line begins with; means `jump: LOG`.'),
  log_level: arg.choice(
    'The level of logged lines; means `jump: LOG`.',
    ...(['0', '1', '2', '3', '4', '5', '6', '7'] as const),
    ...(['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug'] as const),
  ),
  goto: arg.text('The chain to go on in, without coming back.'),
  in_interface: arg.text(`The interface a packet came in by. ${NOT}`),
  out_interface: arg.text(`The interface a packet goes out by. ${NOT}`),
  fragment: arg.text('Only second and further fragments.'),
  set_counters: arg.text('What the counters of the rule begin with.'),
  source_port: arg.text(`A port or range first:last of the source. ${NOT}`),
  destination_port: arg.text(`A port or range first:last of the destination. ${NOT}`),
  destination_ports: arg.or(arg.list('Several ports or ranges of the destination.'), []),
  to_ports: arg.text('The port or range that REDIRECT or MASQUERADE sets.'),
  to_destination: arg.text('The address that DNAT sets.'),
  to_source: arg.text('The address that SNAT sets.'),
  syn: arg.or(
    arg.choice(
      'Packets with SYN alone of SYN, RST and ACK; negate for all others.',
      'ignore',
      'match',
      'negate',
    ),
    'ignore',
  ),
  set_dscp_mark: arg.text('The DSCP mark to set, a number.'),
  set_dscp_mark_class: arg.text('The DSCP mark to set, as a class: CS1, AF11, EF.'),
  comment: arg.text('A comment on the rule.'),
  ctstate: arg.or(arg.list('States of the connection, such as NEW or ESTABLISHED.'), []),
  src_range: arg.text(`A range first-last of addresses of the source. ${NOT}`),
  dst_range: arg.text(`A range first-last of addresses of the destination. ${NOT}`),
  match_set: arg.text(`The set of ipset to match with. ${NOT}`),
  match_set_flags: arg.choice(
    'Which sides are looked up in it.',
    'src',
    'dst',
    'src,dst',
    'dst,src',
  ),
  limit: arg.text('How often it may match: 5/minute.'),
  limit_burst: arg.text('How often it may match before the limit holds.'),
  uid_owner: arg.text(`The user that sent a packet. ${NOT}`),
  gid_owner: arg.text(`The group that sent a packet. ${NOT}`),
  reject_with: arg.text('The answer of REJECT; means `jump: REJECT`.'),
  icmp_type: arg.text(`The type of ICMP, a name or a number. ${NOT}`),
  flush: arg.or(
    arg.bool('Take all rules out of the chain, or out of the table without one.'),
    false,
  ),
  policy: arg.choice(
    'What the chain does with packets that no rule takes.',
    'ACCEPT',
    'DROP',
    'QUEUE',
    'RETURN',
  ),
  wait: arg.text('Seconds to wait for others that change the rules.'),
  chain_management: arg.or(
    arg.bool('Make the chain where it is missing; with absent and no rule, remove it.'),
    false,
  ),
} as const

export type IptablesArgs = ArgsOf<typeof args>
