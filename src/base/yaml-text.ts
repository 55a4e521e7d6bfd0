// Plain data as YAML text, to the letter as PyYAML over libyaml prints it: lines broken near column 80, texts quoted
// where they would be read as something else, shared containers as anchors.
import { Sealed, Unsafe } from './sealed.ts'
import { Float, floatText, isDict, sortedEntries } from './value.ts'
import { Page, type ScalarStyle } from './yaml-page.ts'
import { analyse } from './yaml-scalar.ts'

export type YamlOptions = {
  /** 2 to 9; anything else is 2. */
  readonly indent?: number
  readonly sortKeys?: boolean
  /** Lines are broken behind this column. */
  readonly width?: number
  /** All within [ ] and { }; or nothing; or, where null, only what holds no containers. */
  readonly flow?: boolean | null
  /** Begins with `---`. */
  readonly explicitStart?: boolean
  /** The text of a value that is no plain data; it stands without quotes. */
  readonly other?: (value: unknown) => string
}

/** The text of a value, with a newline at its end. */
export const yamlText = (value: unknown, options: YamlOptions = {}): string =>
  new Writer(options, value).text()

type Container = readonly unknown[] | Readonly<Record<string, unknown>>
type Place = 'root' | 'item' | 'value' | 'flow'

const DEEPEST = 100

/** What does not go between brackets unless it must. */
const wantsLines = (value: unknown): boolean =>
  isContainer(value) || (value instanceof Sealed && !(value instanceof Unsafe))
const isContainer = (value: unknown): value is Container => Array.isArray(value) || isDict(value)

/** Follows PyYAML's representer in what it decides, and libyaml's emitter in how it is laid out. */
class Writer {
  readonly #page: Page
  readonly #step: number
  readonly #sortKeys: boolean
  readonly #flow: boolean | null
  readonly #other: (value: unknown) => string
  readonly #names: ReadonlyMap<object, string>
  readonly #written = new Set<object>()

  constructor(options: YamlOptions, value: unknown) {
    const { indent = 2, width = 80 } = options
    this.#step = indent >= 2 && indent <= 9 ? indent : 2
    this.#page = new Page(width < 0 ? Infinity : width <= this.#step * 2 ? 80 : width)
    this.#sortKeys = options.sortKeys ?? true
    this.#flow = options.flow === undefined ? false : options.flow
    this.#other = options.other ?? String
    this.#names = this.#shared(value)
    if (options.explicitStart) this.#page.indicator('---')
    this.#node(value, -1, 'root')
  }

  text(): string {
    return this.#page.text()
  }

  /** Names of the containers that stand in more than one place, numbered as they are met again. */
  #shared(value: unknown): ReadonlyMap<object, string> {
    const names = new Map<object, string>()
    const seen = new Set<object>()
    const walk = (part: unknown, depth: number): void => {
      if (!isContainer(part)) return
      if (depth > DEEPEST) throw new RangeError('value is nested too deeply for YAML')
      if (seen.has(part)) {
        if (!names.has(part)) names.set(part, `id${String(names.size + 1).padStart(3, '0')}`)
        return
      }
      seen.add(part)
      if (isDict(part)) for (const [, inner] of this.#entries(part)) walk(inner, depth + 1)
      else for (const inner of part as readonly unknown[]) walk(inner, depth + 1)
    }
    walk(value, 0)
    return names
  }

  #entries(value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
    return this.#sortKeys ? sortedEntries(value) : Object.entries(value)
  }

  #node(value: unknown, indent: number, place: Place): void {
    if (!isContainer(value)) return this.#scalar(value, this.#inner(indent, true), place, true)
    const name = this.#names.get(value)
    if (name !== undefined) {
      const isAgain = this.#written.has(value)
      this.#page.indicator(`${isAgain ? '*' : '&'}${name}`)
      if (isAgain) return
      this.#written.add(value)
    }
    const parts = isDict(value) ? Object.values(value) : (value as readonly unknown[])
    const isFlow = place === 'flow' || parts.length === 0 || (this.#flow ?? !parts.some(wantsLines))
    if (isDict(value) && isFlow) this.#flowMapping(this.#entries(value), this.#inner(indent, true))
    else if (isDict(value)) this.#mapping(this.#entries(value), this.#inner(indent))
    else if (isFlow) this.#flowList(parts, this.#inner(indent, true))
    // A list below a key stands as far left as the key.
    else this.#list(parts, place === 'value' && !this.#page.isIndent ? indent : this.#inner(indent))
  }

  /** Blocks at the top stand at the margin; scalars and brackets there fold past it. */
  #inner(indent: number, folds = false): number {
    return indent >= 0 ? indent + this.#step : folds ? this.#step : 0
  }

  #list(items: readonly unknown[], indent: number): void {
    for (const item of items) {
      this.#page.newLine(indent)
      this.#page.indicator('-', true)
      this.#node(item, indent, 'item')
    }
  }

  #mapping(entries: readonly (readonly [string, unknown])[], indent: number): void {
    for (const [key, value] of entries) {
      this.#page.newLine(indent)
      if (isSimpleKey(key)) {
        this.#scalar(key, indent + this.#step, 'value', false)
        this.#page.closing(':')
      } else {
        this.#page.indicator('?', true)
        this.#scalar(key, indent + this.#step, 'value', true)
        this.#page.newLine(indent)
        this.#page.indicator(':', true)
      }
      this.#node(value, indent, 'value')
    }
  }

  #flowList(items: readonly unknown[], indent: number): void {
    this.#page.opening('[')
    for (const [index, item] of items.entries()) {
      this.#flowPart(index, indent)
      this.#node(item, indent, 'flow')
    }
    this.#page.closing(']')
  }

  #flowMapping(entries: readonly (readonly [string, unknown])[], indent: number): void {
    this.#page.opening('{')
    for (const [index, [key, value]] of entries.entries()) {
      this.#flowPart(index, indent)
      const isSimple = isSimpleKey(key)
      if (!isSimple) this.#page.indicator('?')
      this.#scalar(key, indent + this.#step, 'flow', !isSimple)
      if (!isSimple && this.#page.isFull) this.#page.newLine(indent)
      if (isSimple) this.#page.closing(':')
      else this.#page.indicator(':')
      this.#node(value, indent, 'flow')
    }
    this.#page.closing('}')
  }

  #flowPart(index: number, indent: number): void {
    if (index > 0) this.#page.closing(',')
    if (this.#page.isFull) this.#page.newLine(indent)
  }

  #scalar(value: unknown, indent: number, place: Place, mayFold: boolean): void {
    if (value instanceof Unsafe) this.#scalar(value.text, indent, place, mayFold)
    else if (typeof value === 'string')
      this.#page.scalar(value, styleOf(value, place, mayFold), indent, mayFold)
    else if (value instanceof Sealed && place === 'flow') {
      this.#page.indicator('!vault')
      this.#page.scalar(value.text, 'double', indent, mayFold)
    } else if (value instanceof Sealed) this.#page.indicator(this.#sealed(value, indent))
    else this.#page.indicator(this.#plain(value))
  }

  #sealed({ text }: Sealed, indent: number): string {
    const margin = ' '.repeat(Math.max(indent, this.#step))
    return [
      '!vault |',
      ...text
        .trimEnd()
        .split('\n')
        .map(line => margin + line),
    ].join('\n')
  }

  #plain(value: unknown): string {
    if (value === null || value === undefined) return 'null'
    if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
    if (typeof value === 'number') return Number.isInteger(value) ? String(value) : yamlFloat(value)
    return value instanceof Float ? yamlFloat(value.value) : this.#other(value)
  }
}

/** Whether a key stands on one line before its colon; others stand after a "?". */
const isSimpleKey = (key: string): boolean =>
  Buffer.byteLength(key) <= 128 && !analyse(key).isMultiline

const styleOf = (text: string, place: Place, mayFold: boolean): ScalarStyle => {
  const { isMultiline, plain, flowPlain, single } = analyse(text)
  if (!mayFold && isMultiline) return 'double'
  if (place === 'flow' ? flowPlain : plain) return 'plain'
  return single ? 'single' : 'double'
}

const yamlFloat = (value: number): string => {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  return floatText(value).replace(/^(-?\d+)e/, '$1.0e')
}
