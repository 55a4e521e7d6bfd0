// One walk over a Python pattern, which comes out as JavaScript's (with the flag u).
import { classesOf, classNamed } from './classes.ts'
import { RegexProblem } from './problem.ts'

/** What changes the meaning of the signs in a pattern. */
export type Meaning = {
  readonly multiline?: boolean
  readonly dotAll?: boolean
  readonly verbose?: boolean
  /** \w, \d and \s as for bytes: ASCII alone. */
  readonly ascii?: boolean
}

/** One member of a set; `wide` when it stands for many and cannot begin or end a range. */
type Member = { readonly text: string; readonly wide: boolean }

// prettier-ignore
const CONTROLS: Readonly<Record<string, string>> = {
  a: '\\x07', f: '\\f', n: '\\n', r: '\\r', t: '\\t', v: '\\v',
}

const literal = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
const inSet = (char: string): string => char.replace(/[\\\]^[-]/, '\\$&')

/** Both cases of a letter; of anything else itself alone. */
const cases = (char: string): string[] =>
  [...new Set([char, char.toLowerCase(), char.toUpperCase()])].filter(
    one => one.length === char.length,
  )
const codePoint = (code: number): string => `\\u{${code.toString(16)}}`

export class Translation {
  readonly #text: string
  readonly #meaning: Meaning
  #at = 0
  /** Inside of `(?i:…)`, by group: JavaScript has no flags for a part. */
  #folds: readonly boolean[] = [false]
  constructor(text: string, meaning: Meaning) {
    this.#text = text
    this.#meaning = meaning
  }

  source(): string {
    let made = ''
    while (this.#at < this.#text.length) made += this.#next()
    return made
  }

  /** What the sticky pattern finds here; the walk goes on behind it. */
  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at += match[0].length
    return match ?? undefined
  }

  #char(): string {
    const char = String.fromCodePoint(this.#text.codePointAt(this.#at)!)
    this.#at += char.length
    return char
  }

  #next(): string {
    const { verbose, dotAll, multiline } = this.#meaning
    if (verbose && this.#take(/\s+|#[^\n]*/y)) return ''
    const char = this.#text[this.#at]!
    if (char === '\\') return this.#escape()
    if (char === '[') return this.#set()
    if (char === '(') return this.#group()
    if (char === '{') return this.#braces()
    switch (this.#char()) {
      case '.':
        return dotAll ? '[^]' : '[^\\n]'
      case '^':
        return multiline ? '(?<![^\\n])' : '(?<![^])'
      case '$':
        // It also stands before a newline at the very end.
        return multiline ? '(?![^\\n])' : '(?=\\n?(?![^]))'
      case '*':
      case '+':
      case '?':
        return this.#repeat(char)
      case ')':
        if (this.#folds.length > 1) this.#folds = this.#folds.slice(0, -1)
        return char
      case '|':
        return char
      default:
        return this.#literal(this.#text.slice(this.#at - char.length, this.#at))
    }
  }

  get #isFolded(): boolean {
    return this.#folds.at(-1)!
  }

  #literal(char: string): string {
    const all = this.#isFolded ? cases(char) : []
    return all.length > 1 ? `[${all.join('')}]` : literal(char)
  }

  #repeat(sign: string): string {
    if (this.#text[this.#at] !== '+') return sign
    throw new RegexProblem(`possessive repeats such as "${sign}+" are not supported`)
  }

  /** `{2,3}` is a quantifier, any other brace a brace. */
  #braces(): string {
    const times = this.#take(/\{(?!\})(\d*)(,?)(\d*)\}/y)
    if (times) return this.#repeat(`{${times[1] || '0'}${times[2]}${times[3]}}`)
    this.#at += 1
    return '\\{'
  }

  #escape(): string {
    const code = this.#code(/\\(0[0-7]{0,2}|[1-3][0-7]{2})/y)
    if (code !== undefined) return code
    // A digit after the reference would be read as part of it.
    const reference = this.#take(/\\([1-9][0-9]?)/y)
    if (reference) return `(?:\\${reference[1]})`
    const char = this.#escaped('the backslash at the end stands before nothing')
    const classes = classesOf(this.#meaning.ascii)
    const { w } = classes
    if (char === 'A') return '(?<![^])'
    if (char === 'Z') return '(?![^])'
    if (char === 'b') return `(?:(?<=[${w}])(?![${w}])|(?<![${w}])(?=[${w}]))`
    if (char === 'B') return `(?:(?<=[${w}])(?=[${w}])|(?<![${w}])(?![${w}]))`
    const named = classNamed(char.toLowerCase(), classes)
    if (named !== undefined) return `[${char === char.toLowerCase() ? '' : '^'}${named}]`
    return this.#single(char, literal)
  }

  /** A character by its code: \x41, \u0041, \U00000041, or octal as the pattern has it. */
  #code(octal: RegExp): string | undefined {
    const hex = this.#take(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y)
    if (hex) return codePoint(Number.parseInt(hex[1] ?? hex[2] ?? hex[3]!, 16))
    const digits = this.#take(octal)
    return digits && codePoint(Number.parseInt(digits[1]!, 8))
  }

  /** The character behind a backslash. */
  #escaped(problem: string): string {
    this.#at += 1
    if (this.#at >= this.#text.length) throw new RegexProblem(problem)
    return this.#char()
  }

  /** An escaped character that stands for a control, or for itself. */
  #single(char: string, plain: (char: string) => string): string {
    if (Object.hasOwn(CONTROLS, char)) return CONTROLS[char]!
    if (/[A-Za-z]/.test(char)) throw new RegexProblem(`bad escape \\${char}`)
    return plain(char)
  }

  /** `[…]`: in Python a bracket that comes first is one of the set, and POSIX names are not known. */
  #set(): string {
    const start = this.#take(/\[\^?/y)![0]
    let inner = ''
    for (let first = true; first || this.#text[this.#at] !== ']'; first = false) {
      const begin = this.#at
      const from = this.#member()
      if (!this.#take(/-(?!\])/y)) {
        inner += this.#isFolded && from.text.length === 1 ? cases(from.text).join('') : from.text
        continue
      }
      const to = this.#member()
      if (from.wide || to.wide)
        throw new RegexProblem(`bad character range ${this.#text.slice(begin, this.#at)}`)
      inner += `${from.text}-${to.text}`
      if (this.#isFolded && /^(?:[a-z]{2}|[A-Z]{2})$/.test(from.text + to.text)) {
        const other = from.text < 'a' ? 'toLowerCase' : 'toUpperCase'
        inner += `${from.text[other]()}-${to.text[other]()}`
      }
    }
    this.#at += 1
    return `${start}${inner}]`
  }

  #member(): Member {
    const unclosed = 'a "[" is never closed'
    const code = this.#code(/\\([0-7]{1,3})/y)
    if (code !== undefined) return { text: code, wide: false }
    if (this.#at >= this.#text.length) throw new RegexProblem(unclosed)
    if (this.#text[this.#at] !== '\\') return { text: inSet(this.#char()), wide: false }
    const char = this.#escaped(unclosed)
    const named = classNamed(char, classesOf(this.#meaning.ascii))
    if (named !== undefined) return { text: named, wide: true }
    return { text: char === 'b' ? '\\x08' : this.#single(char, inSet), wide: false }
  }

  #group(): string {
    if (this.#take(/\(\?#[^)]*\)/y)) return ''
    if (this.#take(/\(\?i:/y)) {
      this.#folds = [...this.#folds, true]
      return '(?:'
    }
    const same = this.#take(/\(\?P=([^)]*)\)/y)
    if (same) return `\\k<${same[1]}>`
    this.#folds = [...this.#folds, this.#isFolded]
    const name = this.#take(/\(\?P<([^>]*)>/y)
    if (name) return `(?<${name[1]}>`
    const plain = this.#take(/\(\?(?:[:=!]|<[=!])/y)
    if (plain) return plain[0]
    if (this.#take(/\(\?[aiLmsux-]+[:)]/y))
      throw new RegexProblem(
        'flags for a part of the pattern are not supported; put (?i) at its beginning',
      )
    const strange = this.#take(/\(\?[^)]{0,8}/y)
    if (strange) throw new RegexProblem(`"${strange[0]}" is not supported`)
    this.#at += 1
    return '('
  }
}
