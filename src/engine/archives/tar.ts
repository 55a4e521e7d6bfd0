// What is in a tar archive, of any of the dialects that are about: v7, ustar, GNU and pax. Contents are digested,
// never kept. What it cannot read it says so; it never guesses.
import type { ArchiveMember } from '../../model/answers.ts'
import { sha256 } from '../../base/value.ts'
import { ArchiveProblem } from './problem.ts'

const BLOCK = 512

/** Letters of the header's type. */
const TYPES: Readonly<Record<string, ArchiveMember['type']>> = {
  '': 'file',
  '0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'link',
  '5': 'directory',
}

/** Pieces of a header, by where they begin and how long they are. */
const PLACES = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  sum: [148, 8],
  type: [156, 1],
  target: [157, 100],
  magic: [257, 6],
  owner: [265, 32],
  group: [297, 32],
  prefix: [345, 155],
} as const
type Place = keyof typeof PLACES

const piece = (header: Buffer, place: Place): Buffer => {
  const [from, length] = PLACES[place]
  return header.subarray(from, from + length)
}

const text = (header: Buffer, place: Place): string => utf8(untilNul(piece(header, place)))

const untilNul = (bytes: Buffer): Buffer => {
  const end = bytes.indexOf(0)
  return end === -1 ? bytes : bytes.subarray(0, end)
}

const utf8 = (bytes: Buffer): string => {
  const found = bytes.toString('utf8')
  if (found.includes('\ufffd')) throw new ArchiveProblem('a name in it is no UTF-8')
  return found
}

/** Octal digits, or GNU's bytes where they do not suffice. */
const number = (header: Buffer, place: Place): number => {
  const bytes = piece(header, place)
  if ((bytes[0]! & 0x80) === 0) return Number.parseInt(text(header, place).trim() || '0', 8)
  if (bytes[0] === 0xff) throw new ArchiveProblem('a number in it is negative')
  return [...bytes].reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0)
}

/** Whether these bytes begin as a tar archive does. */
export const isTar = (bytes: Uint8Array): boolean =>
  bytes.length >= BLOCK && isHeader(Buffer.from(bytes.buffer, bytes.byteOffset, BLOCK))

const isHeader = (header: Buffer): boolean => {
  const [from, length] = PLACES.sum
  const sum = header.reduce(
    (all, byte, index) => all + (index >= from && index < from + length ? 32 : byte),
    0,
  )
  return (
    Number.parseInt(piece(header, 'sum').toString('latin1').replace(/\0.*$/s, '').trim(), 8) === sum
  )
}

/** Records of pax: `27 path=some/long/name\n`. */
const records = (bytes: Buffer): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {}
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(32, at)
    const length = Number(bytes.subarray(at, blank).toString('latin1'))
    if (blank === -1 || !(length > 0)) break
    const record = bytes.subarray(blank + 1, at + length - 1)
    const equals = record.indexOf(61)
    const name = record.subarray(0, equals).toString('latin1')
    // Other records may hold anything.
    if (/^(path|linkpath|size|mtime|uid|gid|uname|gname|GNU\.sparse\..*)$/.test(name))
      found[name] = utf8(record.subarray(equals + 1))
    at += length
  }
  return found
}

/** Everything in the archive, in its order. Throws ArchiveProblem. */
export const readTar = (archive: Uint8Array): readonly ArchiveMember[] => {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length)
  const members: ArchiveMember[] = []
  const everywhere: Record<string, string> = {}
  let here: Record<string, string> = {}
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK)
    if (header.every(byte => byte === 0)) return members
    if (!isHeader(header)) throw new ArchiveProblem('it is damaged, or no tar archive')
    const letter = text(header, 'type')
    const size = Number(here['size'] ?? everywhere['size'] ?? number(header, 'size'))
    // Of links, the size says nothing of what follows.
    const length = /^[1-6]$/.test(letter) ? 0 : size
    const content = bytes.subarray(at + BLOCK, at + BLOCK + length)
    if (content.length < length) throw new ArchiveProblem('it ends too early')
    at += BLOCK + Math.ceil(length / BLOCK) * BLOCK
    if (letter === 'g') Object.assign(everywhere, records(content))
    else if (letter === 'x') here = { ...here, ...records(content) }
    else if (letter === 'L') here = { ...here, path: utf8(untilNul(content)) }
    else if (letter === 'K') here = { ...here, linkpath: utf8(untilNul(content)) }
    else {
      members.push(memberOf(header, letter, content, { ...everywhere, ...here }))
      here = {}
    }
  }
  return members
}

const memberOf = (
  header: Buffer,
  letter: string,
  content: Buffer,
  more: Readonly<Record<string, string>>,
): ArchiveMember => {
  if (Object.keys(more).some(name => name.startsWith('GNU.sparse')) || letter === 'S')
    throw new ArchiveProblem('files in it have holes')
  const ustar = text(header, 'magic').startsWith('ustar')
  // GNU's own headers have other things where ustar has the prefix.
  const prefix =
    piece(header, 'magic').toString('latin1') === 'ustar\0' ? text(header, 'prefix') : ''
  const short = text(header, 'name')
  const name = more['path'] ?? (prefix === '' ? short : `${prefix}/${short}`)
  const isFolder = letter === '5' || ((letter === '' || letter === '0') && name.endsWith('/'))
  const type = isFolder ? 'directory' : (TYPES[letter] ?? 'other')
  const owner = more['uname'] ?? (ustar ? text(header, 'owner') : '')
  const group = more['gname'] ?? (ustar ? text(header, 'group') : '')
  return {
    name,
    type,
    mode: number(header, 'mode') & 0o7777,
    size: type === 'file' ? content.length : 0,
    mtime: Math.floor(Number(more['mtime'] ?? number(header, 'mtime'))),
    uid: Number(more['uid'] ?? number(header, 'uid')),
    gid: Number(more['gid'] ?? number(header, 'gid')),
    ...(owner !== '' && { owner }),
    ...(group !== '' && { group }),
    ...(type === 'file' && { sha256: sha256(content) }),
    ...((type === 'link' || type === 'hardlink') && {
      target: more['linkpath'] ?? text(header, 'target'),
    }),
  }
}
