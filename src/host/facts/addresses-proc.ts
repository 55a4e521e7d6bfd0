// Addresses and ways out as the kernel itself lists them in /proc/net: for hosts that have neither ip nor ifconfig.
import { maskOf, numberOf, textOf, type Address } from './addresses.ts'

type Route = {
  readonly device: string
  readonly target: number
  readonly gateway: number
  readonly mask: number
}

/** A number of /proc/net/route: hex, in the order of bytes of a little machine, which all that matter are. */
const littleEndian = (hex: string): number =>
  Number.parseInt((hex.match(/../g) ?? []).reverse().join(''), 16)

const routes = (lines: readonly string[]): Route[] =>
  lines.flatMap(line => {
    const [device = '', target = '', gateway = '', flags = '', , , , mask = ''] = line
      .trim()
      .split(/\s+/)
    return /^[0-9A-F]{8}$/.test(target) && (Number.parseInt(flags, 16) & 1) > 0
      ? [
          {
            device,
            target: littleEndian(target),
            gateway: littleEndian(gateway),
            mask: littleEndian(mask),
          },
        ]
      : []
  })

const bitsOf = (mask: number): number => mask.toString(2).replaceAll('0', '').length

/** IPv4 addresses: fib_trie names those that are the host's own, the connected routes tell their interfaces. */
export const addressesOfTrie = (trie: readonly string[], table: readonly string[]): Address[] => {
  const own = new Set<string>()
  const broadcasts = new Set<string>()
  let leaf = ''
  for (const line of trie) {
    leaf = /\|-- ([\d.]+)/.exec(line)?.[1] ?? leaf
    if (line.includes('/32 host LOCAL')) own.add(leaf)
    if (line.includes('link BROADCAST')) broadcasts.add(leaf)
  }
  const connected = routes(table).filter(route => route.gateway === 0 && route.target !== 0)
  return [...own].flatMap(address => {
    const route = connected.find(({ target, mask }) => (numberOf(address) & mask) >>> 0 === target)
    if (address.startsWith('127.'))
      return [{ device: 'lo', label: 'lo', address, prefix: 8, broadcast: '', scope: 'host' }]
    if (!route) return []
    const prefix = bitsOf(route.mask)
    const last = textOf((numberOf(address) | ~maskOf(prefix)) >>> 0)
    return [
      {
        device: route.device,
        label: route.device,
        address,
        prefix,
        broadcast: broadcasts.has(last) ? last : '',
        scope: 'global',
      },
    ]
  })
}

const SCOPES: Readonly<Record<string, string>> = {
  '00': 'global',
  '10': 'host',
  '20': 'link',
  '40': 'site',
}

/** IPv6 addresses of /proc/net/if_inet6. */
export const addressesOfInet6 = (lines: readonly string[]): Address[] =>
  lines.flatMap(line => {
    const match = /^([0-9a-f]{32}) \S+ ([0-9a-f]{2}) ([0-9a-f]{2}) \S+ +(\S+)$/.exec(line)
    if (!match) return []
    const [, hex, prefix, scope, device] = match
    return [
      {
        device: device!,
        label: device!,
        address: ipv6(hex!),
        prefix: Number.parseInt(prefix!, 16),
        broadcast: '',
        scope: SCOPES[scope!] ?? 'global',
      },
    ]
  })

/** 32 digits as an address: the longest run of zeroes becomes `::`. */
const ipv6 = (hex: string): string => {
  const text = (hex.match(/.{4}/g) ?? []).map(part => part.replace(/^0{1,3}/, '')).join(':')
  const run = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort(
    (a, b) => b[0].length - a[0].length,
  )[0]
  return run === undefined
    ? text
    : `${text.slice(0, run.index)}::${text.slice(run.index + run[0].length + 1)}`
}

/** The default way out for IPv4. */
export const wayOut = (
  table: readonly string[],
  addresses: readonly Address[],
): Readonly<Record<string, string>> => {
  const route = routes(table).find(({ target, mask }) => target === 0 && mask === 0)
  return route
    ? way(
        route.device,
        textOf(route.gateway),
        addresses.find(({ device, address }) => device === route.device && !address.includes(':')),
      )
    : {}
}

/** The default way out for IPv6, of /proc/net/ipv6_route. */
export const wayOut6 = (
  table: readonly string[],
  addresses: readonly Address[],
): Readonly<Record<string, string>> => {
  const fields = table
    .map(line => line.trim().split(/\s+/))
    .find(
      ([target, length, , , gateway]) =>
        /^0{32}$/.test(target ?? '') && length === '00' && !/^0*$/.test(gateway ?? ''),
    )
  const device = fields?.[9]
  if (!fields || device === undefined) return {}
  return way(
    device,
    ipv6(fields[4]!),
    addresses.find(
      one => one.device === device && one.address.includes(':') && one.scope === 'global',
    ),
  )
}

const way = (
  device: string,
  gateway: string,
  source: Address | undefined,
): Readonly<Record<string, string>> => ({
  interface: device,
  gateway,
  ...(source && { address: source.address }),
})
