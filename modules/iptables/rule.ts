// A rule as the words of iptables' command line, in the order in which Ansible writes them.
import { Refusal } from '../../src/kit/index.ts'
import type { IptablesArgs } from './args.ts'

/** `flag value`, or `! flag value` for a value that begins with the sign. */
const given = (flag: string, value: string | undefined): string[] => {
  if (value === undefined || value === '') return []
  return value.startsWith('!') ? ['!', flag, value.slice(1).trim()] : [flag, value]
}

/** The same for texts, which may begin with any sign. */
const text = (flag: string, value: string | undefined): string[] =>
  value === undefined || value === '' ? [] : [flag, value]

const listed = (flag: string, values: readonly string[]): string[] =>
  values.length === 0 ? [] : [flag, values.join(',')]

/** An extension, unless `match` names it already; only where something of it is wanted. */
const extension = (
  name: string,
  named: readonly string[],
  words: readonly string[],
): readonly string[] =>
  words.length === 0 || named.includes(name) ? words : ['-m', name, ...words]

const tcpFlags = (wish: Readonly<Record<string, unknown>> | undefined): string[] => {
  if (!wish || wish['flags'] === undefined || wish['flags_set'] === undefined) return []
  const words = (name: string): string => {
    const value = wish[name]
    return (Array.isArray(value) ? value.map(String) : String(value).split(',')).join(',')
  }
  return ['--tcp-flags', words('flags'), words('flags_set')]
}

const states = ({ ctstate, match }: IptablesArgs): readonly string[] =>
  match.includes('state') && !match.includes('conntrack')
    ? listed('--state', ctstate)
    : extension('conntrack', match, listed('--ctstate', ctstate))

/** What `jump` is when it follows from other arguments. */
export const impliedJump = (args: IptablesArgs): string | undefined => {
  const { jump, log_prefix, log_level } = args
  if (log_prefix === undefined && log_level === undefined) return jump
  if (jump !== undefined && jump !== 'LOG')
    throw new Refusal('jump', 'must be LOG where a prefix or level for logging is given')
  return 'LOG'
}

/** The words of the rule; empty where the arguments make none. */
export const ruleOf = (args: IptablesArgs): readonly string[] => {
  const { match, jump } = args
  return [
    ...given('-p', args.protocol),
    ...given('-s', args.source),
    ...given('-d', args.destination),
    ...match.flatMap(name => given('-m', name)),
    ...tcpFlags(args.tcp_flags),
    ...given('-j', jump),
    ...(jump?.toLowerCase() === 'tee' ? given('--gateway', args.gateway) : []),
    ...text('--log-prefix', args.log_prefix),
    ...text('--log-level', args.log_level),
    ...given('--to-destination', args.to_destination),
    ...(args.destination_ports.length > 0 ? ['-m', 'multiport'] : []),
    ...listed('--dports', args.destination_ports),
    ...given('--to-source', args.to_source),
    ...given('-g', args.goto),
    ...given('-i', args.in_interface),
    ...given('-o', args.out_interface),
    ...given('-f', args.fragment),
    ...given('-c', args.set_counters),
    ...given('--source-port', args.source_port),
    ...given('--destination-port', args.destination_port),
    ...given('--to-ports', args.to_ports),
    ...given('--set-dscp', args.set_dscp_mark),
    ...given('--set-dscp-class', args.set_dscp_mark_class),
    ...(args.syn === 'match' ? ['--syn'] : args.syn === 'negate' ? ['!', '--syn'] : []),
    ...states(args),
    ...extension('iprange', match, [
      ...given('--src-range', args.src_range),
      ...given('--dst-range', args.dst_range),
    ]),
    ...extension('set', match, [
      ...given('--match-set', args.match_set),
      ...(args.match_set !== undefined && args.match_set_flags !== undefined
        ? [args.match_set_flags]
        : []),
    ]),
    ...always('limit', [
      ...given('--limit', args.limit),
      ...given('--limit-burst', args.limit_burst),
    ]),
    ...always('owner', given('--uid-owner', args.uid_owner)),
    ...always('owner', given('--gid-owner', args.gid_owner)),
    ...(jump === undefined && args.reject_with !== undefined ? ['-j', 'REJECT'] : []),
    ...given('--reject-with', args.reject_with),
    ...given(args.ip_version === 'ipv6' ? '--icmpv6-type' : '--icmp-type', args.icmp_type),
    ...always('comment', text('--comment', args.comment)),
  ]
}

/** Ansible names these extensions even where `match` does: iptables does not mind. */
const always = (name: string, words: readonly string[]): readonly string[] =>
  extension(name, [], words)
