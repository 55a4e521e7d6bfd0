// Values of INI inventories: what Python's literal_eval makes of a text, in plain data. What is no literal
// is a text to Ansible, so there are no errors here.
import { unescaped } from '../base/python-escapes.ts'
import { dict, Float } from '../base/value.ts'

/** The value of a Python literal; undefined for any other text. */
export const pythonLiteral = (text: string): { readonly value: unknown } | undefined => {
  const reader = new Reader(text.replace(/^[ \t]+/, ''))
  try {
    return { value: reader.whole() }
  } catch (problem) {
    if (problem instanceof NoLiteral) return undefined
    throw problem
  }
}

class NoLiteral extends Error {}

const DEEPEST = 200
const BLANK = /[ \t]*(?:#.*)?/y
const NUMBER =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*(?:[eE][+-]?[0-9](?:_?[0-9])*)?|[0-9](?:_?[0-9])*\.?(?:[eE][+-]?[0-9](?:_?[0-9])*)?)(?![\w.])/y
const TEXT =
  /([rR][bB]?|[bB][rR]?|[uU])?("""(?:[^\\]|\\.)*?"""|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/y
const WORD = /(?:True|False|None)(?!\w)/y

/** Reads one literal from left to right. */
class Reader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  /** A value, or values with commas between, which Python takes for a tuple. */
  whole(): unknown {
    const first = this.#value()
    if (this.#peek() !== ',') return this.#ended(first)
    this.#at++
    return this.#ended([first, ...this.#items('')])
  }

  #ended(value: unknown): unknown {
    this.#skip()
    if (this.#at < this.#text.length) throw new NoLiteral()
    return value
  }

  #value(): unknown {
    const next = this.#peek()
    if (next === '[') return this.#nested(() => this.#items(']'))
    if (next === '(') return this.#nested(() => this.#parenthesis())
    if (next === '{') return this.#nested(() => this.#braces())
    if (next === '-' || next === '+') return this.#signed(next)
    const word = this.#take(WORD)
    if (word) return word[0] === 'None' ? null : word[0] === 'True'
    const number = this.#take(NUMBER)
    if (number) return numberOf(number[0])
    return this.#texts()
  }

  #signed(sign: string): unknown {
    this.#at++
    this.#skip()
    const number = this.#take(NUMBER)
    if (!number) throw new NoLiteral()
    const value = numberOf(number[0])
    if (sign === '+') return value
    if (value instanceof Float) return new Float(-value.value)
    return typeof value === 'number' ? -value || 0 : `-${String(value)}`
  }

  /** Texts beside each other are one text. */
  #texts(): string {
    let match = this.#take(TEXT)
    if (!match) throw new NoLiteral()
    let text = ''
    for (; match; this.#skip(), match = this.#take(TEXT)) text += textOf(match[1] ?? '', match[2]!)
    return text
  }

  #items(close: string): unknown[] {
    const list: unknown[] = []
    while (this.#peek() !== close) {
      list.push(this.#value())
      if (this.#peek() === ',') this.#at++
      else if (this.#peek() !== close) throw new NoLiteral()
    }
    this.#at += close.length
    return list
  }

  #parenthesis(): unknown {
    if (this.#peek() === ')') return this.#items(')')
    const first = this.#value()
    const next = this.#peek()
    this.#at++
    if (next === ')') return first
    if (next !== ',') throw new NoLiteral()
    return [first, ...this.#items(')')]
  }

  /** A dictionary; a set becomes a list, which is the nearest plain thing. */
  #braces(): unknown {
    if (this.#peek() === '}') {
      this.#at++
      return dict()
    }
    const first = this.#value()
    if (this.#peek() !== ':') {
      if (this.#peek() === ',') this.#at++
      else if (this.#peek() !== '}') throw new NoLiteral()
      return [first, ...this.#items('}')]
    }
    const made = dict()
    let key = first
    for (;;) {
      if (this.#peek() !== ':') throw new NoLiteral()
      this.#at++
      made[String(key)] = this.#value()
      if (this.#peek() === ',') this.#at++
      else if (this.#peek() !== '}') throw new NoLiteral()
      if (this.#peek() === '}') break
      key = this.#value()
    }
    this.#at++
    return made
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) throw new NoLiteral()
    this.#at++
    const value = read()
    this.#depth--
    return value
  }

  #peek(): string {
    this.#skip()
    return this.#text[this.#at] ?? ''
  }

  #skip(): void {
    this.#take(BLANK)
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at = pattern.lastIndex
    return match
  }
}

/** Whole numbers that JavaScript cannot hold exactly stay texts: their digits matter. */
const numberOf = (written: string): unknown => {
  const text = written.replaceAll('_', '')
  const isFloat = /^[0-9.]+(?:[eE][+-]?[0-9]+)?$/.test(text) && /[.eE]/.test(text)
  const value = Number(text)
  if (isFloat) return Number.isInteger(value) ? new Float(value) : value
  if (/^0[0-9]*[1-9]/.test(text)) throw new NoLiteral()
  return Number.isSafeInteger(value) ? value : text
}

const textOf = (prefix: string, quoted: string): string => {
  const width = quoted.startsWith('"""') || quoted.startsWith("'''") ? 3 : 1
  const inner = quoted.slice(width, -width)
  if (/r/i.test(prefix)) return inner
  return unescaped(inner, () => {
    throw new NoLiteral()
  })
}
