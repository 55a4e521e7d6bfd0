// What the script of `stat` prints, read in the order in which it asks.
import { Float } from '../../base/value.ts'
import type { StatAnswer, StatFields } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import { linkIn } from '../flavour.ts'
import { absent, failed, known, utf8 } from '../kind.ts'

type Asked = { readonly path: string; readonly extras: readonly string[] }
type Draft = { -readonly [K in keyof StatAnswer]: StatAnswer[K] }

/** A time as Python's os.stat has it: seconds and nanoseconds added as floats. */
const timeOf = (text: string): number => {
  const [seconds, fraction = '0'] = text.split('.')
  const value = Number(seconds) + 1e-9 * Number(fraction.padEnd(9, '0'))
  return Number.isInteger(value) ? (new Float(value) as unknown as number) : value
}

/** Linux's makedev. */
const deviceOf = (major: number, minor: number): number =>
  Number(
    ((BigInt(major) & 0xfffff000n) << 32n) |
      ((BigInt(major) & 0xfffn) << 8n) |
      ((BigInt(minor) & 0xffffff00n) << 12n) |
      (BigInt(minor) & 0xffn),
  )

/** One line of stat with its fields; undefined when it is none. */
export const fieldsOf = (line: string): StatFields | undefined => {
  const [
    raw,
    uid,
    gid,
    size,
    links,
    inode,
    device,
    blocks,
    blockSize,
    major,
    minor,
    atime,
    mtime,
    ctime,
    ...names
  ] = line.split(' ')
  const [owner = '', group = ''] = names.join(' ').split(':')
  if (ctime === undefined || !/^[0-9a-f]+$/.test(raw!)) return undefined
  return {
    raw: Number.parseInt(raw!, 16),
    uid: Number(uid),
    gid: Number(gid),
    size: Number(size),
    links: Number(links),
    inode: Number(inode),
    device: Number(device),
    blocks: Number(blocks),
    blockSize: Number(blockSize),
    deviceType: deviceOf(Number.parseInt(major!, 16), Number.parseInt(minor!, 16)),
    atime: timeOf(atime!),
    mtime: timeOf(mtime!),
    ctime: timeOf(ctime),
    owner,
    group,
  }
}

/** Answers in the order of the questions. */
export const parseStats = (
  reply: string,
  asked: readonly Asked[],
): readonly Answer<StatAnswer>[] => {
  const [head = '', ...parts] = reply.split(/\n(?=\n= \w+\n)/)
  const lines = head.replace(/\n$/, '').split('\n')
  let at = 0
  const line = (): string => lines[at++] ?? ''
  const signs = asked.map(line)
  const which = (test: RegExp): number[] =>
    signs.flatMap((sign, index) => (test.test(sign) ? [index] : []))
  const drafts: (Draft | undefined)[] = signs.map(() => undefined)
  for (const index of which(/^[ehb]/)) {
    const self = fieldsOf(line())
    const may = (letter: string): boolean => signs[index]!.slice(1).includes(letter)
    if (self)
      drafts[index] = { self, readable: may('r'), writeable: may('w'), executable: may('x') }
  }
  for (const index of which(/^h/)) {
    const real = fieldsOf(line())
    if (drafts[index] && real) drafts[index].real = real
  }
  for (const index of which(/^[hb]/)) if (drafts[index]) drafts[index].target = utf8(linkIn(line()))
  for (const index of which(/^[hb]/))
    if (drafts[index]) drafts[index].realPath = utf8(linkIn(line()))
  for (const part of parts) readExtra(part.slice(1), asked, drafts)
  return signs.map((sign, index) => {
    if (sign === 'a') return absent
    if (sign === 'n') return failed('permission denied on the way to it')
    return drafts[index] ? known(drafts[index]) : failed('stat gave no answer')
  })
}

/** `= NAME`, then a line for each path that has it; lsattr leaves out what it cannot read. */
const readExtra = (
  part: string,
  asked: readonly Asked[],
  drafts: readonly (Draft | undefined)[],
): void => {
  const [title = '', ...lines] = part.replace(/\n$/, '').split('\n')
  const name = title.slice(2)
  const those = drafts.flatMap((draft, index) =>
    draft && asked[index]!.extras.includes(name) ? [{ draft, path: asked[index]!.path }] : [],
  )
  if (name === 'attributes') {
    for (const { draft, path } of those)
      draft.attributes = attributesOf(lines.find(line => utf8(line).endsWith(` ${path}`)))
  } else if (name === 'mime') {
    those.forEach(({ draft }, order) => {
      const match = /^(.*); charset=(.*)$/.exec(lines[order] ?? '')
      if (match) draft.mime = { type: match[1]!, charset: match[2]! }
    })
  } else {
    const regular = those.filter(
      ({ draft }) => draft.readable && ((draft.real ?? draft.self).raw & 0o170000) === 0o100000,
    )
    regular.forEach(({ draft }, order) => {
      const digest = /^\\?([0-9a-f]+) /.exec(lines[order] ?? '')?.[1]
      if (digest !== undefined) draft.digests = { ...draft.digests, [name]: digest }
    })
  }
}

/** `381700746 --------------e------- /etc/hosts` */
const attributesOf = (line: string | undefined): NonNullable<StatAnswer['attributes']> => {
  const match = /^\s*(\d+)\s+([-A-Za-z]+) /.exec(line ?? '')
  return match ? { version: match[1]!, flags: match[2]!.replaceAll('-', '') } : {}
}
