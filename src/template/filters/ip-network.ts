// Filters that reckon with networks: membership, neighbours, subnets, merging.
import { dict } from '../../base/value.ts'
import { addressText, plus, readAddress, readLoosely, type Address } from '../ip/address.ts'
import {
  alone,
  firstOf,
  lastOf,
  merged,
  networkText,
  nth,
  readNetwork,
  sizeOf,
  spanning,
  subnetOf,
  usable,
  wholeNumber,
  within,
  type Network,
} from '../ip/network.ts'
import { readStrictly } from '../ip/strict.ts'
import { interfaceOf, readHardware } from '../ip/hardware.ts'
import type { Filters } from '../plugin.ts'
import { repr, str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { isInteger, iterate, truth } from '../values.ts'
import { subjectOf } from './ip.ts'

/** What counts in sums: the address with its host bits where it is one, else the network. */
const netOf = (value: unknown): Network | undefined =>
  truth(value) && value !== true ? subjectOf(value)?.net : undefined

type Span = { readonly first: Address; readonly last: Address }
const whole = (net: Network): Span => ({ first: firstOf(net), last: lastOf(net) })
const ofHosts = (net: Network): Span => {
  const range = usable(subnetOf(net)) ?? { first: net.value, last: net.value }
  const { version } = net
  return { first: { version, value: range.first }, last: { version, value: range.last } }
}

const covers = (outer: Span, inner: Span): boolean =>
  inner.first.value >= outer.first.value && inner.last.value <= outer.last.value

/** What is no address lies nowhere, and nothing lies in it. */
const isInside = (inner: unknown, outer: unknown, of: (net: Network) => Span): boolean => {
  const [a, b] = [netOf(inner), netOf(outer)]
  return a !== undefined && b !== undefined && covers(of(b), whole(a))
}

const inside = (of: (net: Network) => Span): Filters[string] => ({
  takes: ['value', 'test'],
  run: ([value, test]) => isInside(test, value, of),
})

/** How far to go: a number, or the text of one. */
const steps = (value: unknown): bigint | undefined =>
  isInteger(value) || typeof value === 'boolean' ? BigInt(value) : wholeNumber(str(value))

const indexOf = (value: unknown): number => {
  const index = steps(value)
  if (index === undefined) throw typeProblem(`an index is a whole number, not ${repr(value)}`)
  return Number(index)
}

/** A usable address so many behind this one (or before it). */
const usableBy = (sign: 1n | -1n): Filters[string] => ({
  takes: ['value', 'offset'],
  run: ([value, offset]) => {
    const by = steps(offset)
    if (by === undefined) throw typeProblem(`a whole number was expected, not ${repr(offset)}`)
    const net = netOf(value)
    if (!net) return false
    const range = usable(net)
    const moved = plus(net, sign * by)
    if (!range) return null
    if (!moved) throw typeProblem(`${str(value)} has no address ${by} further`)
    return moved.value >= range.first && moved.value <= range.last ? addressText(moved) : null
  },
})

const ipmath: Filters[string] = {
  takes: ['value', 'amount'],
  run: ([value, amount]) => {
    const text = str(value)
    const address = text.includes('/') ? readNetwork(text) : readLoosely(text)
    if (!address) throw typeProblem(`'${text}' is no IP address`)
    const by = steps(amount)
    if (by === undefined)
      throw typeProblem(`ipmath wants a whole number to add, not ${repr(amount)}`)
    const made = plus(address, by)
    if (!made) throw typeProblem(`${text} and ${by} is beyond all addresses`)
    return addressText(made)
  },
}

/** The networks around this one, from a prefix down to its own. */
const supernet = (net: Network, prefix: number, index: number): string | undefined => {
  const found = prefix + (index < 0 ? net.prefix - prefix + index : index)
  return found < prefix || found >= net.prefix
    ? undefined
    : networkText(subnetOf({ ...net, prefix: found }))
}

const rank = (net: Network, query: string): string => {
  const outer = netOf(query)
  if (!outer) throw typeProblem(`'${query}' is no size, subnet or address`)
  if (!within({ ...net, prefix: outer.prefix }, { ...outer, prefix: outer.prefix }))
    throw typeProblem(`${networkText(net)} is not in the subnet ${networkText(subnetOf(outer))}`)
  const below = (net.value - firstOf(outer).value) / sizeOf(net)
  return String(below + 1n)
}

const subnetNumber = (net: Network, size: number, index: number, text: string): unknown => {
  // A larger network is none of its subnets, yet the first one is told.
  if (size < net.prefix) return index === 0 ? networkText({ ...net, prefix: size }) : false
  const count = 1n << BigInt(size - net.prefix)
  const at = index < 0 ? BigInt(index) + count : BigInt(index)
  if (at < 0n || at >= count) return false
  const found = nth({ ...net }, at * (sizeOf(net) / count))
  if (!found) throw typeProblem(`${text} has no such subnet`)
  return networkText({ ...found, prefix: size })
}

const ipsubnet = (value: unknown, query: string, index: number | undefined): unknown => {
  const given = netOf(value)
  if (!given) return false
  const net = subnetOf(given)
  if (query === '') return networkText(net)
  if (!/^\d+$/.test(query)) return rank(net, query)
  const [size, width] = [Number(query), net.version === 6 ? 128 : 32]
  if (size > width) return false
  const isAddress = sizeOf(net) === 1n
  if (isAddress) {
    const at = index ?? 0
    if (index !== undefined && (at > width + 1 - at || at < size - width)) return false
    const found = supernet(net, size, at)
    if (found === undefined) throw typeProblem(`${str(value)} has no supernet ${at} of /${size}`)
    return found
  }
  if (index !== undefined) return subnetNumber(net, size, index, str(value))
  if (size < net.prefix)
    throw typeProblem(`${networkText(net)} cannot be cut into larger networks of /${size}`)
  return String(1n << BigInt(size - net.prefix))
}

const nets = (value: unknown): Network[] =>
  (typeof value === 'string' ? value.split(',') : iterate(value)).map(one => {
    const loose = typeof one === 'string' && !one.includes('/') ? readAddress(one) : undefined
    const net = loose ? alone(loose) : readNetwork(str(one))
    if (net) return net
    throw typeProblem(`cidr_merge: '${str(one)}' is no IP address or network`)
  })

const cidrMerge = (value: unknown, action: string): unknown => {
  if (action === 'merge') return merged(nets(value)).map(networkText)
  if (action !== 'span') throw typeProblem(`cidr_merge can merge or span, not '${action}'`)
  const all = nets(value)
  if (all.length === 0) return null
  if (all.length === 1) return networkText(all[0]!)
  const sorted = [...all].sort((a, b) => (a.value < b.value ? -1 : 1))
  if (sorted.some(one => one.version !== sorted[0]!.version))
    throw typeProblem('cidr_merge: networks of IPv4 and of IPv6 have no common one')
  const last = sorted.reduce((best, one) => (lastOf(one).value > lastOf(best).value ? one : best))
  return networkText(spanning(sorted[0]!, last))
}

const slaac = (value: unknown, query: string): unknown => {
  const net = netOf(value)
  const card = readHardware(query)
  if (net?.version !== 6 || !card) return false
  return addressText({ version: 6, value: firstOf(net).value + interfaceOf(card) })
}

const MOST_HOSTS = 65_536n

/** Despite its name, every address of a network. */
const usableRange = (text: string, room: (size: number) => void): unknown => {
  const net = readStrictly(text)
  if (!net) throw typeProblem(`'${text}' is no IP address, nor a network without host bits`)
  if (sizeOf(net) > MOST_HOSTS)
    throw typeProblem(`${networkText(net)} has too many addresses to list them`)
  const size = Number(sizeOf(net))
  room(size * 16)
  const { version, value } = net
  const ips = Array.from({ length: size }, (_, at) =>
    addressText({ version, value: value + BigInt(at) }),
  )
  return dict([
    ['usable_ips', ips],
    ['number_of_ips', size],
  ])
}

export const ipNetworkFilters: Filters = {
  network_in_network: inside(whole),
  network_in_usable: inside(ofHosts),
  next_nth_usable: usableBy(1n),
  previous_nth_usable: usableBy(-1n),
  ipmath,
  nthhost: {
    takes: ['value', 'query?'],
    run: ([value, query = '']) => {
      const [net, index] = [netOf(value), wholeNumber(str(query))]
      if (!net || index === undefined || index >= sizeOf(net)) return false
      const found = nth(net, index)
      if (!found) throw typeProblem(`${str(value)} has less than ${-index} addresses`)
      return addressText(found)
    },
  },
  ipsubnet: {
    takes: ['value', 'query?', 'index?'],
    run: ([value, query = '', index = null]) =>
      ipsubnet(value, str(query), index === null ? undefined : indexOf(index)),
  },
  reduce_on_network: {
    takes: ['value', 'network'],
    run: ([value, network]) => iterate(value).filter(one => isInside(one, network, whole)),
  },
  cidr_merge: {
    takes: ['value', 'action?'],
    run: ([value, action = 'merge']) => cidrMerge(value, str(action)),
  },
  slaac: {
    takes: ['value', 'query?'],
    run: ([value, query = '']) => slaac(value, str(query)),
  },
  usable_range: {
    partial: 'networks of up to 65536 addresses',
    takes: ['ip'],
    run: ([value], { run }) => usableRange(str(value), size => run.budget.room(size)),
  },
  ip4_hex: {
    takes: ['arg', 'delimiter?'],
    run: ([value, by = '']) => {
      const parts = str(value).split('.').map(wholeNumber)
      if (parts.length < 4 || parts.includes(undefined))
        throw typeProblem(`'${str(value)}' is no IPv4 address`)
      return parts
        .slice(0, 4)
        .map(part => part!.toString(16).padStart(2, '0'))
        .join(str(by))
    },
  },
}
