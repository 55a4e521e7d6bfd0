// nunjucks' tokenizer with Jinja2's rules. Replaced are: whitespace control (nunjucks has no `+`,
// and strips in the parser), comments and raw, string literals (nunjucks loses their backslashes),
// numbers (no 1e3, 0x10, 1_000; a number after a dot is an index), names (`null` and `r/…/` are
// nothing special), and `}}` inside of brackets. Tokens carry offsets in `colno`; lines are
// computed only when something is shown.
import { unescaped } from '../base/python-escapes.ts'
import { keepBackslashes } from './literals.ts'
import { NunjucksTokenizer, type Token } from './nunjucks.ts'
import { Problem } from './problem.ts'

export type LexOptions = {
  readonly tags?: object
  readonly trimBlocks: boolean
  readonly lstripBlocks: boolean
  /** Backslashes in literals inside `{{ }}` stand for themselves. */
  readonly plainBackslashes: boolean
  /** The text is one expression, without marks around it. */
  readonly bare: boolean
}

const SPACE = /\s*/y
const TEXT = /'([^'\\]*(?:\\[\s\S][^'\\]*)*)'|"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y
const FLOAT = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[-+]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy
const INTEGER = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy
const NAME = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy
const SIGN = /\/\/|\*\*|==|!=|<=|>=|[-+*/%~[\]()<>{}=.:|,;]/y

const SIGNS: Readonly<Record<string, string>> = {
  '(': 'left-paren',
  ')': 'right-paren',
  '[': 'left-bracket',
  ']': 'right-bracket',
  '{': 'left-curly',
  '}': 'right-curly',
  ',': 'comma',
  ':': 'colon',
  '~': 'tilde',
  '|': 'pipe',
}
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

type Kind = 'BLOCK' | 'VARIABLE' | 'COMMENT'

export class JinjaLexer extends NunjucksTokenizer {
  readonly #options: LexOptions
  readonly #start: RegExp
  readonly #queue: Token[] = []
  #open: string[] = []
  #kind: Kind = 'VARIABLE'
  #opened = 0
  #done = false

  constructor(text: string, options: LexOptions) {
    super(text, options)
    this.#options = options
    this.in_code = options.bare
    const { BLOCK_START, VARIABLE_START, COMMENT_START } = this.tags
    const starts = { BLOCK: BLOCK_START, VARIABLE: VARIABLE_START, COMMENT: COMMENT_START }
    // The longest mark first, so that `{%%` can stand beside `{%`.
    const choices = Object.entries(starts)
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([kind, mark]) => `(?<${kind}>${quoted(mark)})`)
    this.#start = new RegExp(`(?:${choices.join('|')})([-+]?)`, 'g')
  }

  override nextToken(): Token | null {
    for (;;) {
      const waiting = this.#queue.shift()
      if (waiting) return waiting
      if (this.in_code) return this.#code()
      if (this.index >= this.str.length) return null
      this.#data()
    }
  }

  #token(type: string, value: string, from: number, to = this.index): Token {
    return { type, value, lineno: 0, colno: from, end: to }
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.index
    const found = pattern.exec(this.str)
    if (found) this.index += found[0].length
    return found
  }

  #fail(message: string, from: number, to = from + 1, hint?: string): never {
    throw new Problem('template/syntax', message, { place: { from, to }, hint })
  }

  /** Text up to the next mark, and the mark. */
  #data(): void {
    const from = this.index
    this.#start.lastIndex = from
    const found = this.#start.exec(this.str)
    const groups = found?.groups ?? {}
    const kind: Kind = groups['COMMENT'] ? 'COMMENT' : groups['BLOCK'] ? 'BLOCK' : 'VARIABLE'
    const at = found?.index ?? this.str.length
    const sign = found?.[4] ?? ''
    let data = this.str.slice(from, at)
    if (sign === '-') data = data.replace(/\s+$/, '')
    else if (sign === '' && found && kind !== 'VARIABLE' && this.lstripBlocks) {
      const line = data.lastIndexOf('\n') + 1
      const startsLine = line > 0 || from === 0 || this.str[from - 1] === '\n'
      if (startsLine && /^\s*$/.test(data.slice(line))) data = data.slice(0, line)
    }
    if (data !== '') this.#queue.push(this.#token('data', data, from, at))
    this.index = at + (found?.[0].length ?? 0)
    if (!found) return
    // A sign right before what it cannot belong to (`{{ -1 }}` needs its blank, `{{-1}}` strips) is
    // Jinja2's way.
    if (kind === 'VARIABLE' && sign === '+') this.index--
    if (kind === 'COMMENT') return this.#comment(at)
    if (kind === 'BLOCK' && this.#raw(at)) return
    this.in_code = true
    this.#kind = kind
    this.#open = []
    this.#opened = at
    this.#queue.push(
      this.#token(
        kind === 'BLOCK' ? 'block-start' : 'variable-start',
        this.str.slice(at, this.index),
        at,
      ),
    )
  }

  /** What follows the end of a block or comment, by its sign. */
  #afterEnd(sign: string, trim = this.trimBlocks): void {
    if (sign === '-') this.#match(SPACE)
    else if (sign === '' && trim && this.str[this.index] === '\n') this.index++
  }

  #comment(at: number): void {
    const end = this.str.indexOf(this.tags.COMMENT_END, this.index)
    if (end === -1)
      this.#fail(`comment has no end: "${this.tags.COMMENT_END}" was expected`, at, at + 2)
    const sign = end > this.index && '-+'.includes(this.str[end - 1]!) ? this.str[end - 1]! : ''
    this.index = end + this.tags.COMMENT_END.length
    this.#afterEnd(sign)
  }

  /** `{% raw %}…{% endraw %}` as data. */
  #raw(at: number): boolean {
    const [start, end] = [quoted(this.tags.BLOCK_START), quoted(this.tags.BLOCK_END)]
    const opening = this.#match(new RegExp(`\\s*raw\\s*(-?)${end}`, 'y'))
    if (!opening) return false
    if (opening[1] === '-') this.#match(SPACE)
    const closing = new RegExp(`${start}([-+]?)\\s*endraw\\s*([-+]?)${end}`, 'g')
    closing.lastIndex = this.index
    const found = closing.exec(this.str)
    if (!found) this.#fail('raw block has no end: "{% endraw %}" was expected', at, this.index)
    let data = this.str.slice(this.index, found.index)
    if (found[1] === '-') data = data.replace(/\s+$/, '')
    else if (found[1] === '' && this.lstripBlocks) data = data.replace(/(^|\n)[^\S\n]*$/, '$1')
    if (data !== '') this.#queue.push(this.#token('data', data, this.index, found.index))
    this.index = found.index + found[0].length
    this.#afterEnd(found[2]!)
    return true
  }

  /** One token of an expression or statement. */
  #code(): Token | null {
    this.#match(SPACE)
    const from = this.index
    if (from >= this.str.length) return this.#atEnd(from)
    const ending = this.#open.length === 0 && !this.#options.bare ? this.#end(from) : undefined
    if (ending) return ending
    const text = this.#match(TEXT)
    if (text) return this.#text(text, from)
    const number = this.#match(FLOAT) ?? this.#match(INTEGER)
    if (number)
      return this.#token(number[0].match(/^[\d_]+$|^0[box]/i) ? 'int' : 'float', number[0], from)
    const name = this.#match(NAME)
    if (name) return this.#token('symbol', name[0], from)
    const sign = this.#match(SIGN)?.[0]
    if (sign === undefined) return this.#fail(this.#strange(from), from)
    if ('([{'.includes(sign)) this.#open.push(sign)
    const opening = CLOSING[sign]
    if (opening !== undefined) this.#close(sign, opening, from)
    return this.#token(SIGNS[sign] ?? 'operator', sign, from)
  }

  #close(sign: string, opening: string, from: number): void {
    const last = this.#open.pop()
    if (last === undefined)
      this.#fail(`"${sign}" closes nothing: no "${opening}" is open here`, from)
    if (last !== opening)
      this.#fail(`"${last}" is never closed: "${sign}" stands where its end was expected`, from)
  }

  #strange(at: number): string {
    const one = String.fromCodePoint(this.str.codePointAt(at)!)
    return one === "'" || one === '"'
      ? `text has no end: a closing ${one} was expected`
      : `unexpected character "${one}"`
  }

  #text(match: RegExpExecArray, from: number): Token {
    const body = match[1] ?? match[2] ?? ''
    const keep = this.#options.plainBackslashes && this.#kind === 'VARIABLE'
    return this.#token('string', keep ? keepBackslashes(body, match[0][0]!) : unescaped(body), from)
  }

  #end(from: number): Token | undefined {
    const mark = this.#kind === 'BLOCK' ? this.tags.BLOCK_END : this.tags.VARIABLE_END
    const sign =
      '-+'.includes(this.str[from]!) && this.str.startsWith(mark, from + 1) ? this.str[from]! : ''
    if (sign === '' && !this.str.startsWith(mark, from)) return undefined
    if (sign === '+' && this.#kind === 'VARIABLE') return undefined
    this.index = from + sign.length + mark.length
    const token = this.#token(this.#kind === 'BLOCK' ? 'block-end' : 'variable-end', mark, from)
    this.#afterEnd(sign, this.trimBlocks && this.#kind === 'BLOCK')
    this.in_code = false
    return token
  }

  /** A bare expression ends with its text; marks do not. */
  #atEnd(from: number): Token | null {
    if (this.#open.length > 0)
      this.#fail(`"${this.#open.at(-1)!}" is never closed`, Math.max(0, from - 1))
    if (this.#options.bare) {
      if (this.#done) return null
      this.#done = true
      return this.#token('variable-end', '', from)
    }
    const [start, end] =
      this.#kind === 'BLOCK'
        ? [this.tags.BLOCK_START, this.tags.BLOCK_END]
        : [this.tags.VARIABLE_START, this.tags.VARIABLE_END]
    return this.#fail(
      `"${start}" has no end: "${end}" was expected`,
      this.#opened,
      this.#opened + start.length,
    )
  }
}
