// Plain data as YAML text, to the letter as PyYAML over libyaml prints it in block style: sorted keys, lines broken
// near column 80, texts quoted where they would be read as something else, shared containers as anchors.
import { Float, isDict } from './value.ts'
import { analyse, escaped, type Analysis } from './yaml-scalar.ts'

export type YamlOptions = {
  readonly indent?: number
  readonly sortKeys?: boolean
  readonly width?: number
}

/** The text of a value, with a newline at its end. */
export const yamlText = (value: unknown, options: YamlOptions = {}): string => {
  const writer = new Writer(options, sharedIn(value, options.sortKeys ?? true))
  writer.node(value, -1, 'root')
  return writer.text()
}

type Container = readonly unknown[] | Readonly<Record<string, unknown>>
type Context = 'root' | 'item' | 'value'

const isContainer = (value: unknown): value is Container => Array.isArray(value) || isDict(value)

const entriesOf = (
  value: Readonly<Record<string, unknown>>,
  sortKeys: boolean,
): [string, unknown][] => {
  const entries = Object.entries(value)
  return sortKeys ? entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) : entries
}

/** Names of the containers that stand in more than one place, numbered as they are met again. */
const sharedIn = (value: unknown, sortKeys: boolean): ReadonlyMap<object, string> => {
  const names = new Map<object, string>()
  const seen = new Set<object>()
  const walk = (part: unknown): void => {
    if (!isContainer(part)) return
    if (seen.has(part)) {
      if (!names.has(part)) names.set(part, `id${String(names.size + 1).padStart(3, '0')}`)
      return
    }
    seen.add(part)
    if (isDict(part)) for (const [, inner] of entriesOf(part, sortKeys)) walk(inner)
    else for (const inner of part as readonly unknown[]) walk(inner)
  }
  walk(value)
  return names
}

/** Follows libyaml's emitter: what it must know is the column and whether the line holds only its indent yet. */
class Writer {
  readonly #parts: string[] = []
  readonly #step: number
  readonly #width: number
  readonly #sortKeys: boolean
  readonly #names: ReadonlyMap<object, string>
  readonly #written = new Set<object>()
  #column = 0
  /** The line holds nothing but blanks and indicators such as "- ". */
  #isIndent = true
  #isBlank = true

  constructor(
    { indent = 2, sortKeys = true, width = 80 }: YamlOptions,
    names: ReadonlyMap<object, string>,
  ) {
    this.#step = indent
    this.#width = width
    this.#sortKeys = sortKeys
    this.#names = names
  }

  text(): string {
    return `${this.#parts.join('')}\n`
  }

  node(value: unknown, indent: number, context: Context): void {
    if (!isContainer(value)) {
      this.#scalar(value, context === 'root' ? this.#step : indent + this.#step, true)
      return
    }
    const name = this.#names.get(value)
    if (name !== undefined && this.#written.has(value)) {
      this.#indicator(`*${name}`)
      return
    }
    if (name !== undefined) {
      this.#written.add(value)
      this.#indicator(`&${name}`)
    }
    if (isDict(value)) this.#mapping(entriesOf(value, this.#sortKeys), indent)
    else this.#list(value as readonly unknown[], indent, context)
  }

  #list(items: readonly unknown[], indent: number, context: Context): void {
    if (items.length === 0) {
      this.#indicator('[]')
      return
    }
    // A list below a key stands as far left as the key.
    const isFlush = context === 'value' && !this.#isIndent
    const inner = indent < 0 ? 0 : isFlush ? indent : indent + this.#step
    for (const item of items) {
      this.#newLine(inner)
      this.#indicator('-', true)
      this.node(item, inner, 'item')
    }
  }

  #mapping(entries: readonly (readonly [string, unknown])[], indent: number): void {
    if (entries.length === 0) {
      this.#indicator('{}')
      return
    }
    const inner = indent < 0 ? 0 : indent + this.#step
    for (const [key, value] of entries) {
      this.#newLine(inner)
      if (Buffer.byteLength(key) <= 128 && !/[\r\n\u0085\u2028\u2029]/.test(key)) {
        this.#scalar(key, inner, false)
        this.#put(':')
      } else {
        this.#indicator('?', true)
        this.#scalar(key, inner + this.#step, true)
        this.#newLine(inner)
        this.#indicator(':', true)
      }
      this.node(value, inner, 'value')
    }
  }

  #scalar(value: unknown, indent: number, mayBreak: boolean): void {
    if (typeof value !== 'string') {
      this.#indicator(plainText(value))
      return
    }
    const analysis = analyse(value)
    const style = styleOf(analysis, mayBreak)
    if (!this.#isBlank) this.#put(' ')
    if (style === 'plain') this.#words(value, indent, mayBreak, false)
    else if (style === 'single') this.#single(value, indent, mayBreak)
    else this.#double(value, indent, mayBreak)
    this.#isBlank = this.#isIndent = false
  }

  #single(text: string, indent: number, mayBreak: boolean): void {
    this.#put("'")
    this.#words(text, indent, mayBreak, true)
    this.#put("'")
  }

  /** Plain and single-quoted text; one newline is written as two, as a lone one would be read as a blank. */
  #words(text: string, indent: number, mayBreak: boolean, isQuoted: boolean): void {
    const letters = [...text]
    let afterSpace = false
    let afterBreak = false
    for (const [index, letter] of letters.entries()) {
      if (letter === ' ') {
        const isInside = !isQuoted || (index > 0 && index < letters.length - 1)
        if (
          mayBreak &&
          !afterSpace &&
          this.#column > this.#width &&
          isInside &&
          letters[index + 1] !== ' '
        )
          this.#newLine(indent)
        else this.#put(' ')
        afterSpace = true
      } else if (letter === '\n') {
        if (!afterBreak) this.#break()
        this.#break()
        this.#isIndent = true
        afterBreak = true
      } else {
        if (afterBreak) this.#newLine(indent)
        this.#put(isQuoted && letter === "'" ? "''" : letter)
        this.#isIndent = afterSpace = afterBreak = false
      }
    }
    if (afterBreak) this.#newLine(indent)
  }

  #double(text: string, indent: number, mayBreak: boolean): void {
    this.#put('"')
    const letters = [...text]
    let afterSpace = false
    for (const [index, letter] of letters.entries()) {
      if (letter !== ' ') {
        this.#put(escaped(letter))
        this.#isIndent = afterSpace = false
        continue
      }
      const isInside = index > 0 && index < letters.length - 1
      if (mayBreak && !afterSpace && this.#column > this.#width && isInside) {
        this.#newLine(indent)
        if (letters[index + 1] === ' ') this.#put('\\')
      } else this.#put(' ')
      afterSpace = true
    }
    this.#put('"')
  }

  #newLine(indent: number): void {
    if (!this.#isIndent || this.#column > indent || (this.#column === indent && !this.#isBlank))
      this.#break()
    this.#put(' '.repeat(Math.max(0, indent - this.#column)))
    this.#isBlank = this.#isIndent = true
  }

  #indicator(text: string, keepsIndent = false): void {
    if (!this.#isBlank) this.#put(' ')
    this.#put(text)
    this.#isBlank = false
    this.#isIndent &&= keepsIndent
    if (keepsIndent) {
      this.#put(' ')
      this.#isBlank = true
    }
  }

  #put(text: string): void {
    this.#parts.push(text)
    this.#column += text.length === 1 ? 1 : [...text].length
    if (text !== '') this.#isBlank = false
  }

  #break(): void {
    this.#parts.push('\n')
    this.#column = 0
  }
}

const styleOf = (analysis: Analysis, mayBreak: boolean): 'plain' | 'single' | 'double' => {
  if (!mayBreak && analysis.isMultiline) return 'double'
  if (analysis.plain && !(analysis.isEmpty && !mayBreak)) return 'plain'
  return analysis.single ? 'single' : 'double'
}

const plainText = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number' && Number.isInteger(value)) return String(value)
  if (typeof value === 'number') return floatText(value)
  if (value instanceof Float) return floatText(value.value)
  return String(value)
}

/** Python's shortest text of a float, in YAML's spelling. */
const floatText = (value: number): string => {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e')
    const whole = digits.includes('.') ? digits : `${digits}.0`
    return `${whole}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
  }
  const text = Number.isInteger(value) ? value.toFixed(1) : String(value)
  return Object.is(value, -0) ? '-0.0' : text
}
