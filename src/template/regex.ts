// Python's regular expressions in JavaScript: the syntax translated, once per pattern.
import { typeProblem } from './problem.ts'
import { mayBacktrack, TimedRegExp } from './regex-timeout.ts'

type Flags = { ignoreCase?: boolean; multiline?: boolean; dotAll?: boolean }

const CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '[\\p{L}\\p{N}_]',
  s: '\\s',
  D: '\\P{Nd}',
  W: '[^\\p{L}\\p{N}_]',
  S: '\\S',
}
const IN_CLASS: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{N}_',
  s: '\\s',
  D: '\\P{Nd}',
  S: '\\S',
}
/** What may stand escaped in a JavaScript pattern with the u flag. */
const SYNTAX = /[\^$\\.*+?()[\]{}|/]/

const wordBoundary =
  '(?:(?<=[\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_])|(?<![\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}_]))'
const noBoundary =
  '(?:(?<=[\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}_])|(?<![\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_]))'

class Translator {
  readonly #source: string
  #at = 0
  #verbose = false
  flags: Flags

  constructor(source: string, flags: Flags) {
    this.#source = source
    this.flags = { ...flags }
  }

  #fail(what: string): never {
    throw typeProblem(`regular expression "${this.#source}": ${what}`)
  }

  translate(): string {
    // Flags for the whole pattern stand at its beginning, in groups of their own.
    for (;;) {
      const global = /^\(\?([aiLmsux]+)\)/.exec(this.#source.slice(this.#at))
      if (!global) break
      this.#at += global[0].length
      for (const flag of global[1]!) this.#setFlag(flag)
    }
    let made = ''
    while (this.#at < this.#source.length) made += this.#next()
    return made
  }

  #setFlag(flag: string): void {
    if (flag === 'i') this.flags.ignoreCase = true
    if (flag === 'm') this.flags.multiline = true
    if (flag === 's') this.flags.dotAll = true
    if (flag === 'x') this.#verbose = true
  }

  #next(): string {
    const source = this.#source
    const one = String.fromCodePoint(source.codePointAt(this.#at)!)
    this.#at += one.length
    if (one === '\\') return this.#escape()
    if (one === '[') return this.#set()
    if (one === '(') return this.#group()
    // Python's $ also matches before a newline at the very end.
    if (one === '$') return this.flags.multiline ? '(?=\\n|(?![\\s\\S]))' : '(?=\\n?(?![\\s\\S]))'
    if (one === '^') return this.flags.multiline ? '(?<=\\n|(?<![\\s\\S]))' : '(?<![\\s\\S])'
    if (one === '.') return this.flags.dotAll ? '[\\s\\S]' : '[^\\n]'
    if (one === '{')
      return /^\d*(?:,\d*)?\}/.test(source.slice(this.#at)) && !/^,?\}/.test(source.slice(this.#at))
        ? this.#repeat()
        : '\\{'
    if (one === '}' || one === ']') return `\\${one}`
    if ('*+?'.includes(one)) return this.#quantifier(one)
    if (this.#verbose && /\s/.test(one)) return ''
    if (this.#verbose && one === '#') {
      const end = source.indexOf('\n', this.#at)
      this.#at = end === -1 ? source.length : end
      return ''
    }
    return one === '/' ? '\\/' : one
  }

  #quantifier(one: string): string {
    if (this.#source[this.#at] === '+') this.#fail('possessive repeats are not supported')
    return one
  }

  #repeat(): string {
    const [all] = /^\d*(?:,\d*)?\}/.exec(this.#source.slice(this.#at))!
    this.#at += all.length
    return `{${all.replace(/^,/, '0,')}`
  }

  #escape(): string {
    const one = this.#source[this.#at]
    if (one === undefined) this.#fail('it ends with a backslash')
    this.#at += 1
    if (CLASSES[one]) return CLASSES[one]
    if (one === 'A') return '(?<![\\s\\S])'
    if (one === 'Z') return '(?![\\s\\S])'
    if (one === 'b') return wordBoundary
    if (one === 'B') return noBoundary
    if (one === 'a') return '\\x07'
    if ('nrtfv'.includes(one)) return `\\${one}`
    if (/[1-9]/.test(one)) {
      const more = /^\d/.exec(this.#source.slice(this.#at))?.[0] ?? ''
      this.#at += more.length
      return `(?:\\${one}${more})`
    }
    return this.#literal(one)
  }

  /** An escaped character that stands for itself, or a code. */
  #literal(one: string): string {
    const rest = this.#source.slice(this.#at)
    const code =
      one === 'x'
        ? /^[0-9a-fA-F]{2}/
        : one === 'u'
          ? /^[0-9a-fA-F]{4}/
          : one === 'U'
            ? /^[0-9a-fA-F]{8}/
            : one === '0'
              ? /^[0-7]{0,2}/
              : undefined
    const digits = code?.exec(rest)?.[0]
    if (digits !== undefined) {
      this.#at += digits.length
      return `\\u{${Number.parseInt(digits || '0', one === '0' ? 8 : 16).toString(16)}}`
    }
    if (/[A-Za-z]/.test(one)) this.#fail(`bad escape \\${one}`)
    return SYNTAX.test(one) ? `\\${one}` : one
  }

  #set(): string {
    let made = '['
    if (this.#source[this.#at] === '^') {
      made += '^'
      this.#at++
    }
    for (let first = true; ; first = false) {
      const point = this.#source.codePointAt(this.#at)
      if (point === undefined) this.#fail('a "[" is never closed')
      const one = String.fromCodePoint(point)
      this.#at += one.length
      if (one === ']' && !first) return `${made}]`
      if (one !== '\\') {
        made +=
          /[[\](){}|/^]/.test(one) || (one === '-' && this.#isLoneDash(made)) ? `\\${one}` : one
        continue
      }
      const next = this.#source[this.#at++] ?? this.#fail('a "[" is never closed')
      if (next === 'W') this.#fail('\\W inside of [ ] is not supported')
      if (next === 'b') made += '\\x08'
      else if (next === '-') made += '\\-'
      else
        made +=
          IN_CLASS[next] ??
          ('nrtfv'.includes(next) ? `\\${next}` : next === 'a' ? '\\x07' : this.#literal(next))
    }
  }

  /** A dash that makes no range: first, last, or beside a class of characters. */
  #isLoneDash(made: string): boolean {
    const next = this.#source.slice(this.#at)
    return (
      made === '[' ||
      made === '[^' ||
      next.startsWith(']') ||
      /^\\[dwsDWS]/.test(next) ||
      /\\p\{\w+\}_?$|\\[sS]$/i.test(made)
    )
  }

  #group(): string {
    const rest = this.#source.slice(this.#at)
    const take = (length: number, text: string): string => {
      this.#at += length
      return text
    }
    const named = /^\?P<([^>]*)>/.exec(rest)
    if (named) return take(named[0].length, `(?<${named[1]!}>`)
    const back = /^\?P=([^)]*)\)/.exec(rest)
    if (back) return take(back[0].length, `\\k<${back[1]!}>`)
    const note = /^\?#[^)]*\)/.exec(rest)
    if (note) return take(note[0].length, '')
    const scoped = /^\?([aiLmsux]*)(?:-([imsx]+))?:/.exec(rest)
    if (scoped && (scoped[1] || scoped[2]))
      return this.#fail(
        'flags for a part of the pattern are not supported; put (?i) at its beginning',
      )
    if (/^\?(?:[:=!]|<[=!])/.test(rest)) return '('
    if (rest.startsWith('?')) return this.#fail(`unknown extension (${rest.slice(0, 2)}`)
    return '('
  }
}

const cache = new Map<string, RegExp>()

/** The JavaScript pattern of a Python one. Always global, so that `lastIndex` counts. */
export const pythonRegex = (source: string, flags: Flags = {}): RegExp => {
  const key = `${flags.ignoreCase ? 'i' : ''}${flags.multiline ? 'm' : ''}${flags.dotAll ? 's' : ''}:${source}`
  const found = cache.get(key)
  if (found) {
    found.lastIndex = 0
    return found
  }
  const translator = new Translator(source, flags)
  const pattern = translator.translate()
  try {
    const Kind = mayBacktrack(source) ? TimedRegExp : RegExp
    const made = new Kind(pattern, `gu${translator.flags.ignoreCase ? 'i' : ''}`)
    if (cache.size > 2000) cache.clear()
    cache.set(key, made)
    return made
  } catch (error) {
    throw typeProblem(
      `regular expression "${source}" is not valid: ${(error as Error).message.replace(/^.*: /, '')}`,
    )
  }
}

/** A replacement text with `\1`, `\g<1>` and `\g<name>`, filled from a match. */
export const expandReplacement = (replacement: string, match: RegExpExecArray): string =>
  replacement.replace(
    /\\(?:g<([^>]*)>|(\d{1,2})|([\s\S]))/g,
    (all, name: string | undefined, digits: string | undefined, one: string | undefined) => {
      if (digits !== undefined) {
        if (digits.startsWith('0')) return String.fromCharCode(Number.parseInt(digits, 8))
        return groupOf(match, Number(digits))
      }
      if (name !== undefined)
        return /^\d+$/.test(name) ? groupOf(match, Number(name)) : namedGroup(match, name)
      const short: Readonly<Record<string, string>> = {
        n: '\n',
        t: '\t',
        r: '\r',
        a: '\x07',
        f: '\f',
        v: '\v',
        '\\': '\\',
      }
      if (one !== undefined && short[one] !== undefined) return short[one]
      if (one !== undefined && /[A-Za-z]/.test(one))
        throw typeProblem(`regular expression: bad escape \\${one} in the replacement`)
      return all
    },
  )

const groupOf = (match: RegExpExecArray, index: number): string => {
  if (index >= match.length)
    throw typeProblem(`regular expression: there is no group ${index} for the replacement`)
  return match[index] ?? ''
}
const namedGroup = (match: RegExpExecArray, name: string): string => {
  if (!match.groups || !Object.hasOwn(match.groups, name))
    throw typeProblem(`regular expression: there is no group "${name}"`)
  return match.groups[name] ?? ''
}

/** A group by number or by name, for `regex_search`; null when it took no part. */
export const groupNamed = (match: RegExpExecArray, name: string): string | null => {
  if (match.groups && Object.hasOwn(match.groups, name)) return match.groups[name] ?? null
  throw typeProblem(`regular expression: there is no group "${name}"`)
}
