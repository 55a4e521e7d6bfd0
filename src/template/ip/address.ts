// IP addresses as numbers: reading them strictly (inet_pton) or as old programs do (inet_aton), and printing.
import ipaddr from 'ipaddr.js'

export type Version = 4 | 6
export type Address = { readonly version: Version; readonly value: bigint }

export const WIDTH: Readonly<Record<Version, number>> = { 4: 32, 6: 128 }
/** The highest address. */
export const highest = (version: Version): bigint => (1n << BigInt(WIDTH[version])) - 1n

const ofBytes = (bytes: readonly number[]): bigint =>
  bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)

/** Four decimal numbers without leading zeros. */
const STRICT = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

const readV4 = (text: string): bigint | undefined =>
  STRICT.test(text) ? ofBytes(text.split('.').map(Number)) : undefined

const readV6 = (text: string): bigint | undefined => {
  const dotted = /[^:]*\.[^:]*$/.exec(text)?.[0]
  const tail = dotted === undefined ? undefined : readV4(dotted)
  if (text.includes('%') || (dotted !== undefined && tail === undefined)) return undefined
  // The library would take ::1.2.3.4 for ::ffff:1.2.3.4.
  const plain =
    dotted === undefined
      ? text
      : text.slice(0, -dotted.length) + [tail! >> 16n, tail! & 0xffffn].map(hex).join(':')
  return ipaddr.IPv6.isValid(plain) ? ofBytes(ipaddr.IPv6.parse(plain).toByteArray()) : undefined
}
const hex = (value: bigint): string => value.toString(16)

/** An address in its usual writing; undefined for anything else. */
export const readAddress = (text: string, version?: Version): Address | undefined => {
  const v4 = version === 6 ? undefined : readV4(text)
  if (v4 !== undefined) return { version: 4, value: v4 }
  const v6 = version === 4 ? undefined : readV6(text)
  return v6 === undefined ? undefined : { version: 6, value: v6 }
}

/** Also `10.1`, `0x7f.1` and whole numbers, as inet_aton knows them. */
export const readLoosely = (text: string): Address | undefined => {
  if (text.includes(':')) return readAddress(text, 6)
  const plain = text.replace(/\s+$/, '')
  if (!ipaddr.IPv4.isValid(plain)) return undefined
  return { version: 4, value: ofBytes(ipaddr.IPv4.parse(plain).toByteArray()) }
}

const groupsOf = (value: bigint): number[] =>
  Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xffffn))

const v4Text = (value: bigint): string =>
  [24n, 16n, 8n, 0n].map(shift => (value >> shift) & 255n).join('.')

/** The longest run of zeros is left out, the first of equal ones. */
const v6Text = (value: bigint): string => {
  const groups = groupsOf(value)
  let best = { from: -1, length: 1 }
  for (let from = 0; from < 8; from++) {
    let length = 0
    while (from + length < 8 && groups[from + length] === 0) length++
    if (length > best.length) best = { from, length }
  }
  const embeds = best.length === 6 || (best.length === 5 && groups[5] === 0xffff)
  if (best.from === 0 && embeds)
    return `::${best.length === 5 ? 'ffff:' : ''}${v4Text(value & 0xffffffffn)}`
  const hex = groups.map(group => group.toString(16))
  if (best.from === -1) return hex.join(':')
  return `${hex.slice(0, best.from).join(':')}::${hex.slice(best.from + best.length).join(':')}`
}

export const addressText = ({ version, value }: Address): string =>
  version === 4 ? v4Text(value) : v6Text(value)

/** The name under which DNS keeps what an address is called. */
export const reverseName = ({ version, value }: Address): string => {
  if (version === 4) return `${v4Text(value).split('.').reverse().join('.')}.in-addr.arpa.`
  const digits = value.toString(16).padStart(32, '0')
  return `${[...digits].reverse().join('.')}.ip6.arpa.`
}

/** An address so far on; undefined where there is none. */
export const plus = ({ version, value }: Address, by: bigint): Address | undefined => {
  const moved = value + by
  return moved >= 0n && moved <= highest(version) ? { version, value: moved } : undefined
}
