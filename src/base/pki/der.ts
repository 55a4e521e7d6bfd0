// DER, the bytes of keys, requests and certificates: read into nodes, and written from parts.

export type Der = {
  readonly tag: number
  /** What it holds. */
  readonly bytes: Uint8Array
  /** With tag and length. */
  readonly whole: Uint8Array
}

/** The tags in use; context tags are 0x80 and 0xa0 and up. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** Bytes that are no DER: broken off, or something else. */
export class NotDer extends Error {}

/** The nodes that stand one after the other. */
export const readAll = (bytes: Uint8Array): readonly Der[] => {
  const nodes: Der[] = []
  for (let at = 0; at < bytes.length;) {
    const node = readAt(bytes, at)
    nodes.push(node)
    at += node.whole.length
  }
  return nodes
}

const readAt = (bytes: Uint8Array, start: number): Der => {
  const [tag, first] = [bytes[start], bytes[start + 1]]
  if (tag === undefined || first === undefined) throw new NotDer('it breaks off')
  const wide = first < 0x80 ? 0 : first & 0x7f
  if (wide > 4) throw new NotDer('a length is no length')
  let length = first < 0x80 ? first : 0
  for (let index = 0; index < wide; index++) length = length * 256 + (bytes[start + 2 + index] ?? 0)
  const from = start + 2 + wide
  if (from + length > bytes.length) throw new NotDer('it breaks off')
  return {
    tag,
    bytes: bytes.subarray(from, from + length),
    whole: bytes.subarray(start, from + length),
  }
}

/** The one node that bytes are. */
export const read = (bytes: Uint8Array): Der => {
  const [node, ...rest] = readAll(bytes)
  if (!node || rest.length > 0) throw new NotDer('it is not one thing')
  return node
}

/** The nodes inside a node. */
export const inside = (node: Der | undefined): readonly Der[] => (node ? readAll(node.bytes) : [])

/** 1.2.840.113549 */
export const oidOf = (node: Der | undefined): string => {
  if (node?.tag !== TAG.oid) return ''
  const numbers: bigint[] = []
  let value = 0n
  for (const byte of node.bytes) {
    value = (value << 7n) | BigInt(byte & 0x7f)
    if (byte < 0x80) {
      numbers.push(value)
      value = 0n
    }
  }
  const [first = 0n, ...rest] = numbers
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n
  return [root, first - root * 40n, ...rest].join('.')
}

/** A text of whatever sort. */
export const textIn = (node: Der): string =>
  node.tag === 0x1e
    ? Buffer.from(node.bytes).swap16().toString('utf16le')
    : Buffer.from(node.bytes).toString(node.tag === 0x14 ? 'latin1' : 'utf8')

/** A number, as far as it is none of negative. */
export const numberIn = (node: Der | undefined): bigint =>
  node && node.bytes.length > 0 ? BigInt(`0x${Buffer.from(node.bytes).toString('hex')}`) : 0n

/** How many bits a number has. */
export const bitsIn = (node: Der | undefined): number => {
  const value = numberIn(node)
  return value === 0n ? 0 : value.toString(2).length
}

/** A node of parts. */
export const write = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(parts)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const hex = body.length.toString(16)
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body])
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array =>
  write(TAG.sequence, ...parts)

export const octets = (bytes: Uint8Array): Uint8Array => write(TAG.octets, bytes)
export const text = (value: string, tag: number = TAG.utf8): Uint8Array =>
  write(tag, Buffer.from(value))
export const yes: Uint8Array = write(TAG.boolean, Buffer.from([0xff]))

/** A number that is not negative. */
export const integer = (value: bigint | number): Uint8Array => {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return write(TAG.integer, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

/** Numbers with dots; undefined where a text is none. */
export const oid = (dotted: string): Uint8Array | undefined => {
  if (!/^[0-2](\.\d+)+$/.test(dotted)) return undefined
  const [root = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  const bytes = [root * 40n + second, ...rest].flatMap(value => {
    const groups = [Number(value & 0x7fn)]
    for (let left = value >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 0x7fn) | 0x80)
    return groups
  })
  return write(TAG.oid, Buffer.from(bytes))
}

/** Named bits, the first one at 0; zeros at the end are left out, as DER wants it. */
export const namedBits = (set: readonly number[]): Uint8Array => {
  const last = Math.max(-1, ...set)
  const bytes = Buffer.alloc(Math.floor(last / 8) + 1)
  for (const bit of set) bytes[bit >> 3]! |= 0x80 >> (bit & 7)
  return write(TAG.bits, Buffer.from([last < 0 ? 0 : 7 - (last & 7)]), bytes)
}

/** The places of the bits that are set. */
export const bitsSet = (node: Der | undefined): readonly number[] =>
  [...(node?.bytes.subarray(1) ?? [])].flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter(bit => byte & (0x80 >> bit)).map(bit => index * 8 + bit),
  )
