// JSON from a program, as plain data: no key reaches a prototype, 1.0 stays a float, and numbers that JavaScript
// cannot hold exactly stay texts. Fast enough for tens of megabytes.
import { dict, Float } from '../base/value.ts'

/** Why a text is no JSON, and where. */
export class BadJson extends Error {
  readonly at: number
  constructor(reason: string, at: number) {
    super(reason)
    this.name = 'BadJson'
    this.at = at
  }
}

const DEEPEST = 500
const BLANK = /[ \t\r\n]*/y
const TEXT = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const WORD = /true|false|null|NaN|-?Infinity/y
// prettier-ignore
const WORDS: Record<string, unknown> = {
  true: true, false: false, null: null, NaN: Number.NaN, Infinity, '-Infinity': -Infinity,
}

/** The value of a JSON text. Throws BadJson. */
export const readJson = (text: string): unknown => {
  let at = 0
  let depth = 0

  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at = pattern.lastIndex
    return match
  }
  const peek = (): string => {
    take(BLANK)
    return text[at] ?? ''
  }
  const fail = (expected: string): never => {
    const found = at < text.length ? JSON.stringify(text.slice(at, at + 20)) : 'the end'
    throw new BadJson(`expected ${expected}, found ${found}`, at)
  }
  const string = (): string => {
    const match = take(TEXT) ?? fail('a text in double quotes')
    return match[0].includes('\\') ? (JSON.parse(match[0]) as string) : match[0].slice(1, -1)
  }
  const number = (match: RegExpExecArray): unknown => {
    const [written, fraction, exponent] = match
    const value = Number(written)
    if (fraction !== undefined || exponent !== undefined)
      return Number.isInteger(value) ? new Float(value) : value
    return Number.isSafeInteger(value) ? value || 0 : written
  }
  const list = (): unknown[] => {
    const made: unknown[] = []
    at++
    if (peek() === ']') at++
    else
      for (;;) {
        made.push(value())
        const next = peek()
        if (next !== ',' && next !== ']') fail('a comma or ]')
        at++
        if (next === ']') break
      }
    return made
  }
  const mapping = (): Record<string, unknown> => {
    const made = dict()
    at++
    if (peek() === '}') at++
    else
      for (;;) {
        peek()
        const key = string()
        if (peek() !== ':') fail('a colon')
        at++
        made[key] = value()
        const next = peek()
        if (next !== ',' && next !== '}') fail('a comma or }')
        at++
        if (next === '}') break
      }
    return made
  }
  const value = (): unknown => {
    const next = peek()
    if (next === '"') return string()
    if (next === '{' || next === '[') {
      if (++depth > DEEPEST) fail('less nesting')
      const made = next === '{' ? mapping() : list()
      depth--
      return made
    }
    const word = take(WORD)
    if (word) return WORDS[word[0]]
    const digits = take(NUMBER)
    return digits ? number(digits) : fail('a value')
  }

  const whole = value()
  if (peek() !== '') fail('the end')
  return whole
}
