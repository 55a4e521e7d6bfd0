// JSON text → value, as Python's json.loads reads it.
import { dict } from '../base/value.ts'
import { Problem, typeProblem } from './problem.ts'
import { float, integer } from './values.ts'

const TOKEN =
  /\s*(?:([{}[\],:])|("(?:[^"\\]|\\[\s\S])*")|(-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?)|(true|false|null|NaN|-?Infinity))/y

const WORDS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  NaN: Number.NaN,
  Infinity,
  '-Infinity': -Infinity,
}

/** A value of JSON text; numbers keep their kind (1.0 is no 1), whole ones all their digits. */
export const fromJson = (text: string): unknown => {
  TOKEN.lastIndex = 0
  let depth = 0
  const fail = (at: number): never => {
    throw typeProblem(
      `text is no JSON: unexpected ${at < text.length ? `"${text[at]}" at character ${at}` : 'end'}`,
    )
  }
  const next = (): RegExpExecArray => {
    const from = TOKEN.lastIndex
    return TOKEN.exec(text) ?? fail(from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0))
  }
  const value = (token: RegExpExecArray): unknown => {
    const [, sign, quoted, number, fraction, exponent, word] = token
    if (quoted !== undefined) return textOf(quoted)
    if (number !== undefined)
      return fraction || exponent ? float(Number(number)) : integer(BigInt(number))
    if (word !== undefined) return WORDS[word]
    if (++depth > 500) throw new Problem('template/budget', 'JSON is nested too deeply')
    const made = sign === '[' ? list() : sign === '{' ? object() : fail(TOKEN.lastIndex - 1)
    depth--
    return made
  }
  const textOf = (quoted: string): string => {
    try {
      return JSON.parse(quoted) as string
    } catch {
      return fail(TOKEN.lastIndex - quoted.length)
    }
  }
  const list = (): unknown[] => {
    const items: unknown[] = []
    let token = next()
    if (token[1] === ']') return items
    for (;;) {
      items.push(value(token))
      const after = next()[1]
      if (after === ']') return items
      if (after !== ',') fail(TOKEN.lastIndex - 1)
      token = next()
    }
  }
  const object = (): Record<string, unknown> => {
    const made = dict()
    let token = next()
    if (token[1] === '}') return made
    for (;;) {
      if (token[2] === undefined) fail(TOKEN.lastIndex - 1)
      const key = textOf(token[2]!)
      if (next()[1] !== ':') fail(TOKEN.lastIndex - 1)
      made[key] = value(next())
      const after = next()[1]
      if (after === '}') return made
      if (after !== ',') fail(TOKEN.lastIndex - 1)
      token = next()
    }
  }
  const made = value(next())
  const end = TOKEN.lastIndex
  return /^\s*$/.test(text.slice(end)) ? made : fail(end)
}
