// What the script of `file` prints, read line by line in the order in which it asks.
import type { FileAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import { linkIn } from '../flavour.ts'
import { absent, failed, known, utf8 } from '../kind.ts'

const TYPES: Readonly<Record<number, FileAnswer['type']>> = {
  0o140000: 'socket',
  0o120000: 'link',
  0o100000: 'file',
  0o060000: 'block',
  0o040000: 'directory',
  0o020000: 'char',
  0o010000: 'fifo',
}

type Draft = { -readonly [K in keyof FileAnswer]: FileAnswer[K] }

/** One line of stat; undefined when it is none. */
export const parseStat = (line: string): Draft | undefined => {
  const [hex, uid, gid, size, links, inode, ...names] = line.split(' ')
  const [owner = '', group = ''] = names.join(' ').split(':')
  if (inode === undefined || !/^[0-9a-f]+$/.test(hex ?? '')) return undefined
  const raw = Number.parseInt(hex!, 16)
  return {
    type: TYPES[raw & 0o170000] ?? 'file',
    mode: raw & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    owner,
    group,
    size: Number(size),
    links: Number(links),
    inode,
  }
}

/** A piece of a file as text, or why it is none. */
export const textOf = (piece: string): Pick<FileAnswer, 'text' | 'textless'> => {
  const text = utf8(piece)
  return piece.includes('\0') || text.includes('\ufffd') ? { textless: 'binary' } : { text }
}

/** Answers in the order of the questions. */
export const parseFiles = (reply: string, count: number): readonly Answer<FileAnswer>[] => {
  let at = 0
  const line = (): string => {
    const end = reply.indexOf('\n', at)
    const found = reply.slice(at, end === -1 ? reply.length : end)
    at = end === -1 ? reply.length : end + 1
    return found
  }
  const signs = Array.from({ length: count }, line)
  const files = signs.map(sign => (/^[ehb]/.test(sign) ? parseStat(line()) : undefined))
  const links = signs.flatMap((sign, index) => (/^[hb]/.test(sign) ? [index] : []))
  const whole = signs.flatMap((sign, index) => (sign.startsWith('h') ? [index] : []))
  for (const index of links) if (files[index]) files[index].target = utf8(linkIn(line()))
  const paths = whole.map(() => utf8(linkIn(line())))
  whole.forEach((index, order) => {
    const real = parseStat(line())
    if (real && files[index]) files[index].real = { ...real, path: paths[order] ?? '' }
  })
  /** The draft that holds content: of a link, what it leads to. */
  const holder = (index: number): Draft | undefined =>
    (files[index]?.real ?? files[index]) as Draft | undefined
  signs.forEach((sign, index) => {
    if (!sign.endsWith('d')) return
    const digest = /^\\?([0-9a-f]{64})/.exec(line())?.[1]
    const draft = holder(index)
    if (draft && digest !== undefined) draft.sha256 = digest
  })
  readTexts(reply.slice(at), holder)
  return signs.map((sign, index) => answerOf(sign, files[index], holder(index)))
}

/** `T index size` for each text, a line `B`, then the texts one after another. */
const readTexts = (rest: string, holder: (index: number) => Draft | undefined): void => {
  const start = rest.startsWith('B\n') ? 0 : rest.indexOf('\nB\n') + 1
  const heads = [...rest.slice(0, start).matchAll(/^T (\d+) (\d+)$/gm)]
  let at = start + 2
  for (const [, index, size] of heads) {
    const draft = holder(Number(index))
    const piece = rest.slice(at, at + Number(size))
    at += Number(size)
    if (draft) Object.assign(draft, textOf(piece))
  }
}

const answerOf = (
  sign: string,
  file: FileAnswer | undefined,
  holder: Draft | undefined,
): Answer<FileAnswer> => {
  if (sign === 'a') return absent
  if (sign === 'n') return failed('permission denied on the way to it')
  if (!file) return failed('stat gave no answer')
  if (sign.endsWith('u')) return failed('permission denied')
  if (sign.endsWith('d') && holder?.sha256 === undefined) return failed('sha256sum gave no answer')
  return known(file)
}
