// Networks: an address with the length of its prefix. Host bits stay, as those of an interface do.
import { addressText, highest, readAddress, WIDTH, type Address, type Version } from './address.ts'

export type Network = Address & { readonly prefix: number }

/** How many addresses a network has. */
export const sizeOf = ({ version, prefix }: Network): bigint =>
  1n << BigInt(WIDTH[version] - prefix)
export const hostmaskOf = (net: Network): Address => ({
  version: net.version,
  value: sizeOf(net) - 1n,
})
export const netmaskOf = (net: Network): Address => ({
  version: net.version,
  value: highest(net.version) ^ (sizeOf(net) - 1n),
})
export const firstOf = (net: Network): Address => ({
  version: net.version,
  value: net.value & netmaskOf(net).value,
})
export const lastOf = (net: Network): Address => ({
  version: net.version,
  value: net.value | hostmaskOf(net).value,
})
/** The network of an address in it: host bits gone. */
export const subnetOf = (net: Network): Network => ({ ...firstOf(net), prefix: net.prefix })

export const networkText = (net: Network): string => `${addressText(net)}/${net.prefix}`

/** Whether all of one network lies in another. */
export const within = (inner: Network, outer: Network): boolean =>
  inner.version === outer.version &&
  inner.prefix >= outer.prefix &&
  firstOf({ ...inner, prefix: outer.prefix }).value === firstOf(outer).value

/** The one address as a network. */
export const alone = (address: Address): Network => ({
  version: address.version,
  value: address.value,
  prefix: WIDTH[address.version],
})

/** First and last address that a host may have; undefined in a network of one. */
export const usable = (net: Network): { first: bigint; last: bigint } | undefined => {
  const [first, last] = [firstOf(net).value, lastOf(net).value]
  if (sizeOf(net) === 1n) return undefined
  return sizeOf(net) === 2n ? { first, last } : { first: first + 1n, last: last - 1n }
}

/** The nth address of a network, from its end where negative. */
export const nth = (net: Network, index: bigint): Address | undefined => {
  const size = sizeOf(net)
  if (index < -size || index >= size) return undefined
  const value = index < 0n ? lastOf(net).value + index + 1n : firstOf(net).value + index
  return { version: net.version, value }
}

/** Python's int() of a text. */
export const wholeNumber = (text: string): bigint | undefined => {
  const digits = text.trim()
  return /^[-+]?\d+(?:_\d+)*$/.test(digits) ? BigInt(digits.replace(/_|^\+/g, '')) : undefined
}

const bits = (value: bigint): number => value.toString(2).replaceAll('0', '').length

const prefixOfNetmask = ({ version, value }: Address): number | undefined => {
  const inverse = value ^ highest(version)
  return (inverse & (inverse + 1n)) === 0n ? bits(value) : undefined
}

/** The prefix that a netmask or a hostmask stands for. */
const prefixOfMask = (mask: Address): number | undefined =>
  prefixOfNetmask(mask) ?? prefixOfNetmask({ ...mask, value: mask.value ^ highest(mask.version) })

/** Whether an address is such a mask, as Python tells them apart: what could be either is the other one. */
export const isNetworkMask = (address: Address, kind: 'netmask' | 'hostmask'): boolean => {
  const top = highest(address.version)
  const isNet = prefixOfNetmask(address) !== undefined
  if (kind === 'netmask') return isNet
  const isHost = prefixOfNetmask({ ...address, value: address.value ^ top }) !== undefined
  return isHost && !(isNet && address.value !== 0n && address.value !== top)
}

/** `10.1` as 10.1.0.0: the beginning of an address. */
const expanded = (text: string): string | undefined => {
  const parts = text.split('.')
  if (parts.length > 4 || !parts.every(part => /^\s*\d+\s*$/.test(part) && Number(part) < 256))
    return undefined
  return [...parts.map(Number), 0, 0, 0].slice(0, 4).join('.')
}

const readAs = (text: string, version: Version): Network | undefined => {
  const slash = text.indexOf('/')
  const [host, tail] = slash === -1 ? [text] : [text.slice(0, slash), text.slice(slash + 1)]
  const address =
    readAddress(host, version) ??
    (version === 4 ? readAddress(expanded(host) ?? '', version) : undefined)
  if (!address) return undefined
  const number = tail === undefined ? BigInt(WIDTH[version]) : wholeNumber(tail)
  const mask = number === undefined ? readAddress(tail!, version) : undefined
  const prefix = number === undefined ? mask && prefixOfMask(mask) : Number(number)
  if (prefix === undefined || prefix < 0 || prefix > WIDTH[version]) return undefined
  return { ...address, prefix }
}

/** A network as text: with a prefix, a netmask, a hostmask, or an address alone. */
export const readNetwork = (text: string): Network | undefined => readAs(text, 4) ?? readAs(text, 6)

/** The network of such a prefix around an address, that ends at the fewest bits that hold both. */
export const spanning = (first: Network, last: Network): Network => {
  let net: Network = { ...firstOf(first), prefix: first.prefix }
  while (net.prefix > 0 && !within(last, net)) net = { ...net, prefix: net.prefix - 1 }
  return subnetOf(net)
}

/** The fewest networks that hold these and nothing else, in order. */
export const merged = (nets: readonly Network[]): Network[] => {
  const order = (a: Network, b: Network): number =>
    a.version - b.version || (a.value < b.value ? -1 : a.value > b.value ? 1 : a.prefix - b.prefix)
  const made: Network[] = []
  for (const net of nets.map(subnetOf).sort(order)) {
    if (made.length > 0 && within(net, made.at(-1)!)) continue
    made.push(net)
    for (;;) {
      const [left, right] = made.slice(-2)
      if (!left || !right || left.prefix !== right.prefix || left.prefix === 0) break
      const whole = { ...left, prefix: left.prefix - 1 }
      if (firstOf(whole).value !== left.value || !within(right, whole)) break
      made.splice(-2, 2, whole)
    }
  }
  return made
}
