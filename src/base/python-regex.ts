// Python's regular expressions as JavaScript's: what users write in playbooks was written for `re`. Patterns are
// translated piece by piece; what JavaScript cannot say is refused, never approximated.

export type RegexFlags = {
  readonly ignoreCase?: boolean
  readonly multiline?: boolean
  readonly dotAll?: boolean
  readonly verbose?: boolean
  /** Find all matches. */
  readonly global?: boolean
  /** Tell where groups stand. */
  readonly indices?: boolean
  /** \w, \d and \s as for bytes: ASCII alone. */
  readonly ascii?: boolean
}

/** A pattern that Python or JavaScript cannot read; the message says why. */
export class RegexProblem extends Error {}

const LETTERS: Readonly<Record<string, string>> = {
  i: 'ignoreCase', m: 'multiline', s: 'dotAll', x: 'verbose', a: 'ascii', u: '', L: '',
}

const CLASSES = {
  ascii: { d: '0-9', w: 'A-Za-z0-9_', s: ' \\t-\\r' },
  unicode: { d: '\\p{Nd}', w: '\\p{L}\\p{N}_', s: '\\s\\x1c-\\x1f\\x85' },
} as const

const WHOLE_CLASS: Readonly<Record<string, string>> = { D: 'd', W: 'w', S: 's' }
const CONTROLS: Readonly<Record<string, string>> = { a: '\\x07', f: '\\f', n: '\\n', r: '\\r', t: '\\t', v: '\\v' }

const literal = (char: string): string => (/[\\^$.*+?()[\]{}|/-]/.test(char) && char !== '-' ? `\\${char}` : char)
const inClass = (char: string): string => (/[\\\]^[-]/.test(char) ? `\\${char}` : char)
const codePoint = (hex: string): string => `\\u{${Number.parseInt(hex, 16).toString(16)}}`

/** A Python pattern, compiled. Throws RegexProblem. */
export const pythonRegex = (pattern: string, flags: RegexFlags = {}): RegExp => {
  const { body, set } = leadingFlags(pattern)
  const on = { ...flags, ...set }
  const source = new Translation(body, on).source()
  try {
    return new RegExp(source, `u${on.ignoreCase ? 'i' : ''}${on.global ? 'g' : ''}${on.indices ? 'd' : ''}`)
  } catch (problem) {
    throw new RegexProblem(String((problem as Error).message).replace(/^Invalid regular expression: /, ''))
  }
}

/** `(?im)` at the start counts for the whole pattern. */
const leadingFlags = (pattern: string): { body: string; set: RegexFlags } => {
  const match = /^\(\?([aiLmsux]+)\)/.exec(pattern)
  if (!match) return { body: pattern, set: {} }
  return {
    body: pattern.slice(match[0].length),
    set: Object.fromEntries([...match[1]!].map(letter => [LETTERS[letter], true])),
  }
}

/** One walk over a pattern. */
class Translation {
  readonly #text: string
  readonly #flags: RegexFlags
  #at = 0
  constructor(text: string, flags: RegexFlags) {
    this.#text = text
    this.#flags = flags
  }

  source(): string {
    let made = ''
    while (this.#at < this.#text.length) made += this.#next()
    return made
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at += match[0].length
    return match ?? undefined
  }

  #next(): string {
    const char = String.fromCodePoint(this.#text.codePointAt(this.#at)!)
    if (this.#flags.verbose && this.#take(/\s+|#[^\n]*/y)) return ''
    if (char === '\\') return this.#escape()
    if (char === '[') return this.#set()
    if (char === '(') return this.#group()
    if (char === '{') return this.#braces()
    this.#at += char.length
    switch (char) {
      case '.':
        return this.#flags.dotAll ? '[^]' : '[^\\n]'
      case '^':
        return this.#flags.multiline ? '(?<![^\\n])' : '(?<![^])'
      case '$':
        return this.#flags.multiline ? '(?![^\\n])' : '(?=\\n?(?![^]))'
      case '*':
      case '+':
      case '?':
        if (this.#text[this.#at] === '+') throw new RegexProblem(`"${char}+" (possessive) is not understood here`)
        return char
      case ')':
      case '|':
        return char
      default:
        return literal(char)
    }
  }

  #escape(): string {
    const hex = this.#take(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y)
    if (hex) return codePoint(hex[1] ?? hex[2] ?? hex[3]!)
    const octal = this.#take(/\\(0[0-7]{0,2}|[1-3][0-7]{2})/y)
    if (octal) return codePoint(Number.parseInt(octal[1]!, 8).toString(16))
    // A digit after the reference would be read as part of it.
    const reference = this.#take(/\\([1-9][0-9]?)/y)
    if (reference) return `(?:\\${reference[1]})`
    const char = this.#text[this.#at + 1]
    if (char === undefined) throw new RegexProblem('the backslash at the end stands before nothing')
    this.#at += 1 + String.fromCodePoint(this.#text.codePointAt(this.#at + 1)!).length
    const { d, w, s } = this.#classes()
    switch (char) {
      case 'A':
        return '(?<![^])'
      case 'Z':
        return '(?![^])'
      case 'b':
        return `(?:(?<=[${w}])(?![${w}])|(?<![${w}])(?=[${w}]))`
      case 'B':
        return `(?:(?<=[${w}])(?=[${w}])|(?<![${w}])(?![${w}]))`
      case 'd':
      case 'w':
      case 's':
        return `[${{ d, w, s }[char]}]`
      case 'D':
      case 'W':
      case 'S':
        return `[^${{ d, w, s }[WHOLE_CLASS[char] as 'd' | 'w' | 's']}]`
    }
    if (char in CONTROLS) return CONTROLS[char]!
    if (/[A-Za-z]/.test(char)) throw new RegexProblem(`\\${char} means nothing in a pattern`)
    return literal(String.fromCodePoint(this.#text.codePointAt(this.#at - (char > '\ud7ff' && char < '\ue000' ? 2 : 1))!))
  }

  #classes(): { readonly d: string; readonly w: string; readonly s: string } {
    return this.#flags.ascii ? CLASSES.ascii : CLASSES.unicode
  }

  /** `[…]`: in Python a bracket that comes first is one of the set, and POSIX names are not known. */
  #set(): string {
    const negated = this.#take(/\[\^/y) !== undefined
    if (!negated) this.#at += 1
    let inner = ''
    for (let first = true; ; first = false) {
      const char = this.#text[this.#at]
      if (char === undefined) throw new RegexProblem('the set [ has no closing ]')
      if (char === ']' && !first) break
      const from = this.#item()
      if (!from.wide && this.#take(/-(?!\])/y)) {
        const to = this.#item()
        inner += to.wide ? `${from.text}\\-${to.text}` : `${from.text}-${to.text}`
      } else inner += from.text
    }
    this.#at += 1
    return `[${negated ? '^' : ''}${inner}]`
  }

  /** One member of a set; `wide` when it stands for many and cannot begin or end a range. */
  #item(): { text: string; wide: boolean } {
    const hex = this.#take(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y)
    if (hex) return { text: codePoint(hex[1] ?? hex[2] ?? hex[3]!), wide: false }
    const octal = this.#take(/\\([0-7]{1,3})/y)
    if (octal) return { text: codePoint(Number.parseInt(octal[1]!, 8).toString(16)), wide: false }
    if (this.#text[this.#at] !== '\\') {
      const char = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0)
      this.#at += char.length
      return { text: inClass(char), wide: false }
    }
    const char = this.#text[this.#at + 1]
    if (char === undefined) throw new RegexProblem('the set [ has no closing ]')
    this.#at += 2
    const of = this.#classes()
    if (char === 'd' || char === 'w' || char === 's') return { text: of[char], wide: true }
    if (char === 'D') return { text: this.#flags.ascii ? '\\D' : '\\P{Nd}', wide: true }
    if (char === 'S') return { text: '\\S', wide: true }
    if (char === 'W') {
      if (this.#flags.ascii) return { text: '\\W', wide: true }
      throw new RegexProblem('\\W inside [ ] is not understood here: write [^\\w]')
    }
    if (char === 'b') return { text: '\\x08', wide: false }
    if (char in CONTROLS) return { text: CONTROLS[char]!, wide: false }
    if (/[A-Za-z]/.test(char)) throw new RegexProblem(`\\${char} means nothing in a set`)
    return { text: inClass(char), wide: false }
  }

  #group(): string {
    if (this.#take(/\(\?#[^)]*\)/y)) return ''
    const name = this.#take(/\(\?P<([A-Za-z_]\w*)>/y)
    if (name) return `(?<${name[1]}>`
    const same = this.#take(/\(\?P=([A-Za-z_]\w*)\)/y)
    if (same) return `\\k<${same[1]}>`
    const plain = this.#take(/\(\?(?:[:=!]|<[=!])/y)
    if (plain) return plain[0]
    const strange = this.#take(/\(\?[^)]{0,8}/y)
    if (strange) throw new RegexProblem(`"${strange[0]}" is not understood here`)
    this.#at += 1
    return '('
  }

  /** `{2,3}` is a quantifier, any other brace a brace. */
  #braces(): string {
    const times = this.#take(/\{(\d*)(,?)(\d*)\}/y)
    if (!times || times[0] === '{}' || times[0] === '{,}') {
      if (times) return times[0] === '{,}' ? '*' : '\\{\\}'
      this.#at += 1
      return '\\{'
    }
    return `{${times[1] || '0'}${times[2]}${times[3]}}`
  }
}

/** What Python's `match.expand(text)` gives: \1, \g<1>, \g<name> and the escapes of a replacement. */
export const expandMatch = (template: string, match: RegExpExecArray | RegExpMatchArray): string =>
  template.replace(
    /\\(?:g<([^>]*)>|(0[0-7]{0,2}|[1-3][0-7]{2})|([1-9][0-9]?)|([\s\S]))/g,
    (whole, name: string | undefined, octal: string | undefined, index: string | undefined, char: string | undefined) => {
      if (name !== undefined) return groupOf(match, name)
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      if (index !== undefined) return groupOf(match, index)
      const plain = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' }[char!]
      if (plain === undefined && /[A-Za-z]/.test(char!)) throw new RegexProblem(`bad escape ${whole} in the replacement`)
      return plain ?? whole
    },
  )

const groupOf = (match: RegExpExecArray | RegExpMatchArray, name: string): string => {
  const byNumber = /^\d+$/.test(name)
  if (byNumber && Number(name) >= match.length) throw new RegexProblem(`the pattern has no group ${name}`)
  if (!byNumber && !(name in (match.groups ?? {}))) throw new RegexProblem(`the pattern has no group "${name}"`)
  return (byNumber ? match[Number(name)] : match.groups?.[name]) ?? ''
}
