// What is in a zip archive, as its central directory tells it. Contents are digested, never kept.
import zlib from 'node:zlib'
import type { ArchiveMember } from '../../model/answers.ts'
import { sha256 } from '../../base/value.ts'
import { ArchiveProblem } from './problem.ts'

const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const HUGE = 0xffffffff
/** Contents of one archive, together. */
const MOST = 2 ** 30

const S_IFMT = 0o170000
const S_IFLNK = 0o120000

/** Where the central directory is, and how many entries it has. */
const directoryOf = (bytes: Buffer): { at: number; count: number } => {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--) {
    if (bytes.readUInt32LE(at) !== END) continue
    const [count, from] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16)]
    if (count !== 0xffff && from !== HUGE) return { at: from, count }
    if (at < 20 || bytes.readUInt32LE(at - 20) !== LOCATOR64) return { at: from, count }
    const far = Number(bytes.readBigUInt64LE(at - 12))
    if (far + 56 > bytes.length || bytes.readUInt32LE(far) !== END64) break
    return {
      at: Number(bytes.readBigUInt64LE(far + 48)),
      count: Number(bytes.readBigUInt64LE(far + 32)),
    }
  }
  throw new ArchiveProblem('it is damaged: its directory is missing')
}

type Entry = {
  readonly name: string
  readonly system: number
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly attributes: number
  readonly local: number
  readonly mtime?: number
}

/** Numbers that did not fit, and the time in seconds, which stands among the extras. */
const extrasOf = (
  extra: Buffer,
  short: Readonly<Record<'size' | 'packed' | 'local', number>>,
): Pick<Entry, 'size' | 'packed' | 'local' | 'mtime'> => {
  let found: Pick<Entry, 'size' | 'packed' | 'local' | 'mtime'> = short
  for (let at = 0; at + 4 <= extra.length;) {
    const [id, length] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)]
    const body = extra.subarray(at + 4, at + 4 + length)
    at += 4 + length
    if (id === 0x5455 && body.length >= 5 && (body[0]! & 1) === 1)
      found = { ...found, mtime: body.readInt32LE(1) }
    if (id !== 1) continue
    let next = 0
    for (const name of ['size', 'packed', 'local'] as const)
      if (short[name] === HUGE && next + 8 <= body.length) {
        found = { ...found, [name]: Number(body.readBigUInt64LE(next)) }
        next += 8
      }
  }
  return found
}

const entriesOf = (bytes: Buffer): readonly Entry[] => {
  const entries: Entry[] = []
  let { at, count } = directoryOf(bytes)
  for (; count > 0; count--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY)
      throw new ArchiveProblem('it is damaged: its directory ends too early')
    const [names, extras, comments] = [28, 30, 32].map(place => bytes.readUInt16LE(at + place))
    const name = bytes.subarray(at + 46, at + 46 + names!).toString('utf8')
    if (name.includes('\ufffd')) throw new ArchiveProblem('a name in it is no UTF-8')
    const extra = bytes.subarray(at + 46 + names!, at + 46 + names! + extras!)
    entries.push({
      name,
      system: bytes[at + 5]!,
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      attributes: bytes.readUInt32LE(at + 38),
      ...extrasOf(extra, {
        packed: bytes.readUInt32LE(at + 20),
        size: bytes.readUInt32LE(at + 24),
        local: bytes.readUInt32LE(at + 42),
      }),
    })
    at += 46 + names! + extras! + comments!
  }
  return entries
}

const contentOf = (bytes: Buffer, entry: Entry): Buffer => {
  const { local, packed, size, method, flags } = entry
  if ((flags & 1) !== 0) throw new ArchiveProblem('it is encrypted')
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL)
    throw new ArchiveProblem(`it is damaged: ${entry.name} is not where it should be`)
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const data = bytes.subarray(from, from + packed)
  if (method !== 0 && method !== 8)
    throw new ArchiveProblem(`${entry.name} is packed by method ${method}`)
  const content =
    method === 0 ? data : zlib.inflateRawSync(data, { maxOutputLength: Math.max(size, 1) })
  // Older Nodes have no crc32.
  const sum = (zlib as Partial<typeof zlib>).crc32?.(content) ?? entry.crc
  if (content.length !== size || sum !== entry.crc)
    throw new ArchiveProblem(`it is damaged: ${entry.name} is not whole`)
  return content
}

/** Everything in the archive, in its order. Throws ArchiveProblem. */
export const readZip = (archive: Uint8Array): readonly ArchiveMember[] => {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length)
  const entries = entriesOf(bytes)
  if (entries.reduce((sum, { size }) => sum + size, 0) > MOST)
    throw new ArchiveProblem('its contents are too big')
  return entries.map(entry => memberOf(entry, contentOf(bytes, entry)))
}

/** Systems without permissions of Unix leave 0; then only what the host makes of it is known. */
const memberOf = (entry: Entry, content: Buffer): ArchiveMember => {
  const { name, attributes, system, mtime } = entry
  const raw = system === 3 ? attributes >>> 16 : 0
  const isLink = (raw & S_IFMT) === S_IFLNK
  const type = name.endsWith('/') ? 'directory' : isLink ? 'link' : 'file'
  return {
    name,
    type,
    ...(raw !== 0 && { mode: raw & 0o777 }),
    size: type === 'file' ? content.length : 0,
    ...(mtime !== undefined && { mtime }),
    ...(type === 'file' && { sha256: sha256(content) }),
    ...(isLink && { target: content.toString('utf8') }),
  }
}
