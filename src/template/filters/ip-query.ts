// The queries of ipaddr: one function each, of an address or network and of how it was written. What a query does not
// hold for gives None or false, as its documentation has it.
import { addressText, reverseName, type Address } from '../ip/address.ts'
import {
  alone,
  firstOf,
  hostmaskOf,
  isNetworkMask,
  lastOf,
  netmaskOf,
  networkText,
  sizeOf,
  subnetOf,
  usable,
  type Network,
} from '../ip/network.ts'
import { isIn, NETADDR } from '../ip/ranges.ts'
import { typeProblem } from '../problem.ts'
import { integer } from '../values.ts'

/** `kind`: written with or without a prefix. `value`: as it was written, which most queries give back. */
export type Subject = {
  readonly net: Network
  readonly kind: 'address' | 'network'
  readonly value: string
}
type Query = (subject: Subject) => unknown

const text = (net: Address, value: bigint): string => addressText({ version: net.version, value })
const isFirst = (net: Network): boolean => net.value === firstOf(net).value
/** Two IPv4 addresses are both hosts. */
const hasBroadcast = (net: Network): boolean => net.version === 6 || net.prefix < 31
const host = (net: Network): Network => alone(net)

const wantNetwork = ({ kind, value }: Subject): void => {
  if (kind === 'address') throw typeProblem(`'${value}' is not a network address`)
}

/** The address next to this one, if a host may have it. */
const neighbour =
  (by: bigint): Query =>
  subject => {
    wantNetwork(subject)
    const { net } = subject
    const range = usable(net)
    const value = net.value + by
    return range && value >= range.first && value <= range.last ? text(net, value) : null
  }

const usableEnd =
  (end: 'first' | 'last'): Query =>
  subject => {
    wantNetwork(subject)
    const range = usable(subject.net)
    return range ? text(subject.net, range[end]) : null
  }

const address: Query = ({ net }) =>
  sizeOf(net) === 1n || !isFirst(net) || !hasBroadcast(net) || net.version === 6
    ? addressText(net)
    : null

const hostPrefix: Query = ({ net }) =>
  sizeOf(net) > 2n && (isFirst(net) || net.value === lastOf(net).value) ? false : networkText(net)

const ipPrefix =
  (shown: (net: Network) => string): Query =>
  ({ net }) =>
    sizeOf(net) === 2n || (sizeOf(net) > 2n && !isFirst(net)) ? shown(net) : null

const network: Query = ({ net }) => addressText(firstOf(net))
const hostmask: Query = ({ net }) => addressText(hostmaskOf(net))
const subnet: Query = ({ net }) => networkText(subnetOf(net))

const inRange =
  (ranges: readonly Network[], of: (net: Network) => Network): Query =>
  ({ net, value }) =>
    isIn(of(net), ranges) ? value : null
const whole = (net: Network): Network => net
const loopback = inRange(NETADDR.loopback, host)

const isPublic: Query = ({ net, value }) =>
  isIn(host(net), [...NETADDR.multicast, ...NETADDR.private, ...NETADDR.loopback]) ||
  isNetworkMask(net, 'netmask') ||
  isNetworkMask(net, 'hostmask')
    ? null
    : value

const toV4: Query = ({ net, value }) => {
  if (net.version === 4) return value
  const small = net.value - (net.value > 0xffffffffn ? 0xffff00000000n : 0n)
  const isV4 = small >= 0n && small <= 0xffffffffn && net.prefix >= 96
  return isV4 ? networkText({ version: 4, value: small, prefix: net.prefix - 96 }) : false
}

const toV6: Query = ({ net, value }) =>
  net.version === 6
    ? value
    : networkText({ version: 6, value: 0xffff00000000n + net.value, prefix: net.prefix + 96 })

const sixToFour: Query = ({ net, kind, value }) => {
  if (net.version === 6) {
    if (kind === 'network' && isFirst(net)) return false
    return isIn(kind === 'network' ? host(net) : net, NETADDR.sixToFour) ? value : false
  }
  if (sizeOf(net) > 1n && isFirst(net)) return false
  const mapped =
    isPublic({ net: host(net), kind, value }) ?? (isIn(host(net), NETADDR.private) || null)
  if (mapped === null) return false
  const hex = net.value.toString(16).padStart(8, '0')
  return `2002:${hex.slice(0, 4)}:${hex.slice(4)}::1/48`
}

const peer: Query = subject => {
  wantNetwork(subject)
  const { net } = subject
  if (sizeOf(net) === 2n) return text(net, net.value ^ 1n)
  if (sizeOf(net) !== 4n)
    throw typeProblem(`'${subject.value}' is not a point-to-point network: /30 or /31 is expected`)
  if (net.value % 4n === 0n || net.value % 4n === 3n)
    throw typeProblem(`network and broadcast address of ${subject.value} have no peer`)
  return text(net, net.value ^ 3n)
}

export const QUERIES: Readonly<Record<string, Query>> = {
  '': ({ net, kind }) => (kind === 'address' ? addressText(net) : networkText(net)),
  '6to4': sixToFour,
  address,
  'address/prefix': hostPrefix,
  bool: () => true,
  broadcast: ({ net }) => (sizeOf(net) > 2n ? addressText(lastOf(net)) : null),
  cidr: ({ net }) => networkText(net),
  first_usable: usableEnd('first'),
  gateway: hostPrefix,
  gw: hostPrefix,
  host: ({ net }) =>
    sizeOf(net) === 1n || !isFirst(net) || !hasBroadcast(net) ? networkText(net) : null,
  'host/prefix': hostPrefix,
  hostmask,
  hostnet: hostPrefix,
  int: ({ net, kind }) => (kind === 'address' ? integer(net.value) : `${net.value}/${net.prefix}`),
  ip: address,
  'ip/prefix': ipPrefix(networkText),
  ip_netmask: ipPrefix(net => `${addressText(net)} ${addressText(netmaskOf(net))}`),
  ipv4: toV4,
  ipv6: toV6,
  last_usable: usableEnd('last'),
  'link-local': inRange(NETADDR.linkLocal, host),
  lo: loopback,
  loopback,
  multicast: inRange(NETADDR.multicast, whole),
  net: ({ net }) => (sizeOf(net) > 1n && isFirst(net) ? networkText(net) : null),
  next_usable: neighbour(1n),
  netmask: ({ net }) => addressText(netmaskOf(net)),
  network,
  network_id: network,
  'network/prefix': subnet,
  network_netmask: ({ net }) => `${addressText(firstOf(net))} ${addressText(netmaskOf(net))}`,
  network_wildcard: ({ net }) => `${addressText(firstOf(net))} ${addressText(hostmaskOf(net))}`,
  peer,
  prefix: ({ net }) => net.prefix,
  previous_usable: neighbour(-1n),
  private: inRange(NETADDR.private, whole),
  public: isPublic,
  range_usable: subject => {
    wantNetwork(subject)
    const range = usable(subject.net)
    return range ? `${text(subject.net, range.first)}-${text(subject.net, range.last)}` : null
  },
  revdns: ({ net }) => reverseName(net),
  router: hostPrefix,
  size: ({ net }) => integer(sizeOf(net)),
  size_usable: ({ net }) =>
    integer(sizeOf(net) > 2n ? sizeOf(net) - 2n : sizeOf(net) === 2n ? 2n : 0n),
  subnet,
  type: ({ net }) => (sizeOf(net) > 1n && isFirst(net) ? 'network' : 'address'),
  unicast: subject => (isIn(subject.net, NETADDR.multicast) ? null : subject.value),
  version: ({ net }) => net.version,
  wildcard: hostmask,
  wrap: ({ net, kind, value }) =>
    net.version === 4
      ? value
      : `[${addressText(net)}]${kind === 'network' ? `/${net.prefix}` : ''}`,
}
