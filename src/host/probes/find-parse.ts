// What the script of `find` prints: pieces between NULs, read in the order in which it tells.
import type { FindAnswer, FoundEntry } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import { absent, failed, known, utf8 } from '../kind.ts'
import { decode } from './bytes.ts'
import { fieldsOf } from './stat-parse.ts'

type Draft = { -readonly [K in keyof FoundEntry]: FoundEntry[K] }

/** Of a file's content, more than this stays on the host. */
export const MOST = 4 * 2 ** 20

/** Answers in the order of the questions. */
export const parseFinds = (reply: string, count: number): readonly Answer<FindAnswer>[] => {
  const pieces = reply.split('\0')
  let at = 0
  const next = (): string => pieces[at++] ?? 'E'
  return Array.from({ length: count }, () => {
    const sign = next()
    if (sign === 'A') return absent
    if (sign === 'P')
      return known({ now: 0, examined: 0, found: [], complaints: ['find: .: Permission denied'] })
    if (sign !== 'K') return failed('the host did not answer the question')
    const found: FoundEntry[] = []
    let examined = 0
    let word = next()
    for (; !word.startsWith('E'); word = next()) {
      const size = Number(word.slice(1))
      examined += size
      if (word.startsWith('T')) found.push(...readLot(size, next))
    }
    return known({
      now: Number(next()),
      examined,
      found,
      complaints: utf8(word.slice(1))
        .split('\n')
        .filter(line => line !== ''),
    })
  })
}

const readLot = (size: number, next: () => string): readonly FoundEntry[] => {
  const names = Array.from({ length: size }, next)
  const lines = next().split('\n')
  const drafts = new Map<string, Draft>()
  names.forEach((name, index) => {
    const fields = fieldsOf(lines[index] ?? '')
    if (!fields) return
    const { blocks: _blocks, blockSize: _size, deviceType: _type, ...kept } = fields
    drafts.set(name, { path: utf8(name.replace(/^\.\//, '')), ...kept })
  })
  for (const line of next().split('\n')) {
    const match = /^(\\?)([0-9a-f]{40}) [ *](.*)$/.exec(line)
    const name = size === 1 ? names[0]! : match?.[1] ? unescaped(match[3]!) : match?.[3]
    const draft = drafts.get(name ?? '')
    if (match && draft) draft.sha1 = match[2]!
  }
  for (let name = next(); name !== ''; name = next()) {
    const [content, last] = [contentOf(next()), contentOf(next())]
    Object.assign(drafts.get(name) ?? {}, searched(content, last))
  }
  return [...drafts.values()]
}

/** A name in which GNU's sha1sum has doubled the backslashes. */
const unescaped = (name: string): string => name.replaceAll('\\\\', '\\')

const contentOf = (piece: string): Buffer => decode(piece.slice(0, 1), piece.slice(1))

/** A text, whose last line has the end it has in the file; or why there is none. */
const searched = (content: Buffer, last: Buffer): Pick<FoundEntry, 'text' | 'textless'> => {
  if (content.length > MOST || last.length > MOST) return { textless: 'big' }
  const open =
    last.length > 0 && content.at(-1) === 10 && content.subarray(-last.length - 1, -1).equals(last)
  return { text: (open ? content.subarray(0, -1) : content).toString('utf8') }
}
