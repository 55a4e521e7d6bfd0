// What the script of `find` prints: pieces between NULs, read in the order in which it tells.
import type { FindAnswer, FoundEntry } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import { absent, failed, known, utf8 } from '../kind.ts'
import { MOST, readLot, type Thing } from './lots.ts'
import { fieldsOf } from './stat-parse.ts'

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
      if (word.startsWith('T')) found.push(...readLot(size, next).flatMap(entryOf))
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

const entryOf = ({ name, line, digest, content, last }: Thing): FoundEntry[] => {
  const fields = fieldsOf(line)
  if (!fields) return []
  const { blocks: _blocks, blockSize: _size, deviceType: _type, ...kept } = fields
  return [
    {
      path: utf8(name.replace(/^\.\//, '')),
      ...kept,
      ...(digest !== undefined && { sha1: digest }),
      ...(content && last && searched(content, last)),
    },
  ]
}

/** A text, whose last line has the end it has in the file; or why there is none. */
const searched = (content: Buffer, last: Buffer): Pick<FoundEntry, 'text' | 'textless'> => {
  if (content.length > MOST || last.length > MOST) return { textless: 'big' }
  const open =
    last.length > 0 && content.at(-1) === 10 && content.subarray(-last.length - 1, -1).equals(last)
  return { text: (open ? content.subarray(0, -1) : content).toString('utf8') }
}
