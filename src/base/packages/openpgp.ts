// Public keys of OpenPGP, taken apart as far as package managers care: what they are called, when they expire, and
// the very bytes of each. Signatures are not checked here; what checks packages does that.
import { createHash } from 'node:crypto'

export type PublicKey = {
  /** Hexadecimal, upper case. */
  readonly fingerprint: string
  /** Seconds since 1970. */
  readonly created: number
  readonly expires?: number
  readonly users: readonly string[]
  /** Fingerprints and ends of its subkeys. */
  readonly subkeys: readonly { readonly fingerprint: string; readonly expires?: number }[]
  /** The key with all that belongs to it, without armor. */
  readonly bytes: Uint8Array
}

const ARMOR =
  /-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n([\s\S]*?)-----END PGP PUBLIC KEY BLOCK-----/g

/** Whether it is a key written as text. */
export const isArmored = (data: Uint8Array): boolean =>
  Buffer.from(data).includes('-----BEGIN PGP PUBLIC KEY BLOCK-----')

/** The bytes of all armored blocks; what has none is given back. */
export const dearmored = (data: Uint8Array): Uint8Array => {
  if (!isArmored(data)) return data
  const blocks = [...Buffer.from(data).toString('latin1').matchAll(ARMOR)].map(([, block]) => {
    // Headers end with an empty line; a checksum begins with "=".
    const body = block!.replace(/^(?:[A-Za-z]+: .*\r?\n)*\s*\r?\n/, '').replace(/^=.{4}\s*$/m, '')
    return Buffer.from(body.replace(/\s+/g, ''), 'base64')
  })
  return Buffer.concat(blocks)
}

type Packet = {
  readonly tag: number
  readonly from: number
  readonly body: Buffer
  readonly to: number
}

const packets = (data: Buffer): readonly Packet[] => {
  const found: Packet[] = []
  let at = 0
  while (at < data.length) {
    const head = headAt(data, at)
    if (!head || head.start + head.length > data.length) return found
    const to = head.start + head.length
    found.push({ tag: head.tag, from: at, body: data.subarray(head.start, to), to })
    at = to
  }
  return found
}

const headAt = (
  data: Buffer,
  at: number,
): { tag: number; start: number; length: number } | undefined => {
  const first = data[at]!
  if ((first & 0x80) === 0) return undefined
  const isNew = (first & 0x40) !== 0
  const tag = isNew ? first & 0x3f : (first >> 2) & 0x0f
  if (!isNew) {
    const bytes = [1, 2, 4][first & 3]
    if (bytes === undefined || at + 1 + bytes > data.length) return undefined
    return { tag, start: at + 1 + bytes, length: data.readUIntBE(at + 1, bytes) }
  }
  const one = data[at + 1] ?? 255
  if (one < 192) return { tag, start: at + 2, length: one }
  if (one < 224)
    return { tag, start: at + 3, length: ((one - 192) << 8) + (data[at + 2] ?? 0) + 192 }
  if (one !== 255 || at + 6 > data.length) return undefined
  return { tag, start: at + 6, length: data.readUInt32BE(at + 2) }
}

const fingerprintOf = (body: Buffer): string => {
  const isLong = (body[0] ?? 4) > 4
  const head = Buffer.alloc(isLong ? 5 : 3)
  if (isLong) {
    head[0] = body[0] === 5 ? 0x9a : 0x9b
    head.writeUInt32BE(body.length, 1)
  } else {
    head[0] = 0x99
    head.writeUInt16BE(body.length, 1)
  }
  return createHash(isLong ? 'sha256' : 'sha1')
    .update(head)
    .update(body)
    .digest('hex')
    .toUpperCase()
}

type Signature = {
  readonly type: number
  readonly made: number
  readonly lifetime?: number
  readonly issuers: readonly string[]
}

const signatureIn = (body: Buffer): Signature | undefined => {
  if (body[0] !== 4 || body.length < 8) return undefined
  const hashed = body.readUInt16BE(4)
  const parts = subpackets(body.subarray(6, 6 + hashed))
  const rest = 6 + hashed
  const open =
    rest + 2 <= body.length
      ? subpackets(body.subarray(rest + 2, rest + 2 + body.readUInt16BE(rest)))
      : []
  const number = (type: number): number | undefined => {
    const found = parts.find(part => part.type === type)
    return found && found.data.length >= 4 ? found.data.readUInt32BE(0) : undefined
  }
  const lifetime = number(9)
  return {
    type: body[1]!,
    made: number(2) ?? 0,
    ...(lifetime !== undefined && lifetime > 0 && { lifetime }),
    issuers: [...parts, ...open].flatMap(({ type, data }) =>
      type === 16 ? [data.toString('hex').toUpperCase()] : [],
    ),
  }
}

const subpackets = (data: Buffer): readonly { type: number; data: Buffer }[] => {
  const found: { type: number; data: Buffer }[] = []
  let at = 0
  while (at < data.length) {
    const first = data[at]!
    const size = first < 192 ? 1 : first < 255 ? 2 : 5
    if (at + size > data.length) break
    const length =
      size === 1
        ? first
        : size === 2
          ? ((first - 192) << 8) + data[at + 1]! + 192
          : data.readUInt32BE(at + 1)
    const body = data.subarray(at + size, at + size + length)
    if (body.length === 0) break
    found.push({ type: body[0]! & 0x7f, data: body.subarray(1) })
    at += size + length
  }
  return found
}

/** The last 16 digits of a fingerprint, by which signatures name their issuer. */
export const longId = (fingerprint: string): string =>
  fingerprint.length > 40 ? fingerprint.slice(0, 16) : fingerprint.slice(-16)

/** When a key ends, by the newest signature of these types that it made itself; the first type that tells counts. */
const endOf = (
  created: number,
  issuer: string,
  signatures: readonly Signature[],
  ...types: readonly (readonly number[])[]
): { expires?: number } => {
  for (const wanted of types) {
    const own = signatures
      .filter(
        each =>
          wanted.includes(each.type) &&
          (each.issuers.length === 0 || each.issuers.includes(issuer)),
      )
      .sort((a, b) => b.made - a.made)[0]
    if (own?.lifetime !== undefined) return { expires: created + own.lifetime }
  }
  return {}
}

/** What a signature is of: the key itself, a user's name, a subkey. */
const DIRECT = [0x1f]
const USER = [0x10, 0x11, 0x12, 0x13]
const SUBKEY = [0x18]

const createdIn = (body: Buffer): number => (body.length >= 5 ? body.readUInt32BE(1) : 0)

/** All keys in binary data, in order. What is no key is left out. */
export const publicKeys = (data: Uint8Array): readonly PublicKey[] => {
  const all = packets(Buffer.from(data))
  const starts = all.flatMap(({ tag }, index) => (tag === 6 ? [index] : []))
  return starts.map((start, order) =>
    keyOf(all.slice(start, starts[order + 1] ?? all.length), data),
  )
}

const keyOf = (all: readonly Packet[], data: Uint8Array): PublicKey => {
  const main = all[0]!
  const fingerprint = fingerprintOf(main.body)
  const created = createdIn(main.body)
  const subs = all.flatMap(({ tag }, index) => (tag === 14 ? [index] : []))
  const signatures = (from: number, to: number): readonly Signature[] =>
    all.slice(from, to).flatMap(({ tag, body }) => (tag === 2 ? (signatureIn(body) ?? []) : []))
  return {
    fingerprint,
    created,
    ...endOf(created, longId(fingerprint), signatures(1, subs[0] ?? all.length), DIRECT, USER),
    users: all.flatMap(({ tag, body }) => (tag === 13 ? [body.toString('utf8')] : [])),
    subkeys: subs.map((at, order) => ({
      fingerprint: fingerprintOf(all[at]!.body),
      ...endOf(
        createdIn(all[at]!.body),
        longId(fingerprint),
        signatures(at + 1, subs[order + 1] ?? all.length),
        SUBKEY,
      ),
    })),
    bytes: data.slice(main.from, all.at(-1)!.to),
  }
}

/** Keys as text, with the checksum that gpg writes. */
export const armored = (data: Uint8Array): string => {
  const lines =
    Buffer.from(data)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  const crc = Buffer.alloc(3)
  crc.writeUIntBE(checksum(data), 0, 3)
  return [
    '-----BEGIN PGP PUBLIC KEY BLOCK-----',
    '',
    ...lines,
    `=${crc.toString('base64')}`,
    '-----END PGP PUBLIC KEY BLOCK-----',
    '',
  ].join('\n')
}

/** CRC-24 of RFC 4880. */
const checksum = (data: Uint8Array): number => {
  let crc = 0xb704ce
  for (const byte of data) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit += 1) {
      crc <<= 1
      if (crc & 0x1000000) crc ^= 0x1864cfb
    }
  }
  return crc & 0xffffff
}
