// What the script of `unpacked` prints: the listings of GNU tar and of zipinfo, and what tar's comparison says.
import type { ArchiveFormat, ArchiveMember, UnpackedAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import { absent, known, utf8 } from '../kind.ts'

/** Answers in the order of the questions. */
export const parseUnpacked = (reply: string, count: number): readonly Answer<UnpackedAnswer>[] => {
  const pieces = reply.split('\0')
  return Array.from({ length: count }, (_, index) => {
    const [sign = '', listing = '', diff = '', trouble = ''] = pieces.slice(index * 4)
    if (sign === 'A') return absent
    if (sign === 'B')
      return known({ format: 'other', differing: [], trouble: utf8(trouble).trim() })
    const format = sign as ArchiveFormat
    if (listing === '') return known({ format, differing: [] })
    const isZip = format === 'zip'
    return known({
      format,
      members: lines(listing).flatMap(isZip ? zipMember : tarMember),
      differing: isZip ? lines(diff).map(utf8) : lines(diff).flatMap(differing),
    })
  })
}

const lines = (text: string): readonly string[] => text.split('\n').filter(line => line !== '')

/** `"a/b \303\244"`, as C writes texts. */
const unquoted = (quoted: string): string =>
  utf8(
    quoted
      .slice(1, -1)
      .replace(/\\(?:([0-7]{3})|([^]))/g, (_, octal?: string, letter?: string) =>
        octal === undefined
          ? (LETTERS[letter!] ?? letter!)
          : String.fromCharCode(Number.parseInt(octal, 8)),
      ),
  )

const LETTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const TYPES: Readonly<Record<string, ArchiveMember['type']>> = {
  '-': 'file',
  C: 'file',
  d: 'directory',
  l: 'link',
  h: 'hardlink',
}

/** rwxr-sr-x as bits. */
const bitsOf = (text: string): number =>
  [...text].reduce((mode, letter, index) => {
    const special = [0o4000, 0o2000, 0o1000][Math.floor(index / 3)]!
    const own = /[rwxst]/.test(letter) ? 1 << (8 - index) : 0
    return mode | own | (/[sStT]/.test(letter) ? special : 0)
  }, 0)

const TAR =
  /^([-dlhcbpsC])([-rwxsStT]{9}) (.*)\/(.*?) +(\d+)(?:,\d+)? (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\S* ("(?:\\.|[^"\\])*")\/?(?: (?:->|link to) (".*"))?$/

const tarMember = (line: string): ArchiveMember[] => {
  const match = TAR.exec(line)
  if (!match) return []
  const [, letter = '', bits = '', owner = '', group = '', size, date, time, name = '', target] =
    match
  const type = TYPES[letter] ?? 'other'
  return [
    {
      name: type === 'directory' ? unquoted(name).replace(/\/*$/, '/') : unquoted(name),
      type,
      mode: bitsOf(bits),
      size: type === 'file' ? Number(size) : 0,
      mtime: Math.floor(Date.parse(`${date}T${time}Z`) / 1000),
      ...identity('owner', 'uid', utf8(owner)),
      ...identity('group', 'gid', utf8(group)),
      ...(target !== undefined && { target: unquoted(target) }),
    },
  ]
}

/** Where the archive has no name, tar prints the number. */
const identity = (name: string, id: string, text: string): object =>
  /^\d+$/.test(text) ? { [id]: Number(text) } : { [name]: text }

const differing = (line: string): string[] => {
  const match = /^(".*"): (?:Contents differ|Size differs)$/.exec(line)
  return match ? [unquoted(match[1]!)] : []
}

const ZIP = /^([-dl?])([-rwxsStTah]{6,9}) +\S+ +(\S+) +(\d+) +\S+ +\S+ +\d{8}\.\d{6} (.*)$/

const zipMember = (line: string): ArchiveMember[] => {
  const match = ZIP.exec(line)
  if (!match) return []
  const [, letter = '', bits = '', system, size, name = ''] = match
  const type = name.endsWith('/') ? 'directory' : letter === 'l' ? 'link' : 'file'
  return [
    {
      name: utf8(name),
      type,
      ...(system === 'unx' && bits.length === 9 && { mode: bitsOf(bits) & 0o777 }),
      size: type === 'file' ? Number(size) : 0,
    },
  ]
}
