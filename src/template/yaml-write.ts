// YAML as PyYAML's dumper prints it with Ansible's settings: the same quotes, folds and indents.
import { Float, isDict } from '../base/value.ts'
import { floatText, str } from './print.ts'
import { Problem, typeProblem } from './problem.ts'
import { known, Thing } from './values.ts'
import { analyze, doubleQuoted, plainText, singleQuoted, type Line } from './yaml-text.ts'
import { plainKind } from './yaml-scalar.ts'

export type YamlStyle = {
  readonly indent: number
  readonly width: number
  readonly sortKeys: boolean
  /** True: everything on one line; false: nothing; null: only what holds no containers. */
  readonly flow: boolean | null
  readonly explicitStart?: boolean
}

const isPlainData = (value: unknown): boolean => !Array.isArray(value) && !isDict(value)

const leaf = (value: unknown): { text: string; isText: boolean } => {
  if (typeof value === 'string') return { text: value, isText: true }
  if (value === null || value === undefined) return { text: 'null', isText: false }
  if (typeof value === 'boolean') return { text: String(value), isText: false }
  if (typeof value === 'number' || value instanceof Float)
    return { text: numberYaml(Number(value), value instanceof Float), isText: false }
  known(value)
  if (typeof value === 'bigint') return { text: String(value), isText: false }
  if (value instanceof Thing) return { text: str(value), isText: false }
  throw typeProblem('value cannot be put into YAML')
}

const numberYaml = (value: number, isFloat: boolean): string => {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  if (Number.isInteger(value) && !isFloat) return String(value)
  const text = floatText(value)
  return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text
}

class Writer implements Line {
  text = ''
  column = 0
  indent = 0
  readonly width: number
  readonly #style: YamlStyle

  constructor(style: YamlStyle) {
    this.#style = style
    this.width = style.width > style.indent * 2 ? style.width : 80
  }

  put(text: string): void {
    this.text += text
    this.column += text.length
  }

  /** A new line at the current indent. */
  newline(): void {
    this.text += `\n${' '.repeat(this.indent)}`
    this.column = this.indent
  }

  #entries(value: Record<string, unknown>): [string, unknown][] {
    const all = Object.entries(value)
    return this.#style.sortKeys ? all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) : all
  }

  #isFlow(value: unknown): boolean {
    const { flow } = this.#style
    if (flow !== null) return flow
    const parts = Array.isArray(value) ? value : Object.values(value as object)
    return parts.every(isPlainData)
  }

  /** A scalar; the lines that it is folded to are indented once more. */
  #scalar(value: unknown, inFlow: boolean, isKey: boolean): void {
    this.indent += this.#style.indent
    this.#text(value, inFlow, isKey)
    this.indent -= this.#style.indent
  }

  #text(value: unknown, inFlow: boolean, isKey: boolean): void {
    const { text, isText } = leaf(value)
    if (!isText) return this.put(text)
    const found = analyze(text)
    const couldBePlain = (inFlow ? found.flowPlain : found.blockPlain) && plainKind(text) === 'str'
    if (couldBePlain && text !== '' && !(isKey && found.multiline))
      return plainText(text, this, !isKey)
    if (found.singleQuoted && !(isKey && found.multiline)) return singleQuoted(text, this, !isKey)
    return doubleQuoted(text, this, !isKey)
  }

  /** A value after a key, a dash, or at the top. */
  value(value: unknown, level: number, where: 'top' | 'key' | 'item', inFlow: boolean): void {
    if (level > 100) throw new Problem('template/budget', 'value is nested too deeply for YAML')
    if (isPlainData(value)) return this.#scalar(value, inFlow, false)
    const size = Array.isArray(value) ? value.length : Object.keys(value as object).length
    if (inFlow || size === 0 || this.#isFlow(value)) return this.#flow(value, level)
    if (Array.isArray(value)) this.#list(value, level, where)
    else this.#dict(value as Record<string, unknown>, level, where)
  }

  #list(items: readonly unknown[], level: number, where: 'top' | 'key' | 'item'): void {
    const before = this.indent
    // A list under a key stands at the key's own indent.
    if (where === 'item') this.indent += this.#style.indent
    items.forEach((item, index) => {
      this.#lineStart(index === 0 && where !== 'key')
      this.put('-')
      this.#afterDash(item, level)
    })
    this.indent = before
  }

  /** A container after a dash starts on the same line, indented by what the style says. */
  #afterDash(item: unknown, level: number): void {
    const gap = ' '.repeat(this.#isBlock(item) ? this.#style.indent - 1 : 1)
    this.put(gap === '' ? ' ' : gap)
    const before = this.indent
    this.value(item, level + 1, 'item', false)
    this.indent = before
  }

  #isBlock(value: unknown): boolean {
    if (isPlainData(value)) return false
    const size = Array.isArray(value) ? value.length : Object.keys(value as object).length
    return size > 0 && !this.#isFlow(value)
  }

  #lineStart(isFirst: boolean): void {
    if (!isFirst) this.newline()
  }

  #dict(value: Record<string, unknown>, level: number, where: 'top' | 'key' | 'item'): void {
    const before = this.indent
    if (where !== 'top') this.indent += this.#style.indent
    this.#entries(value).forEach(([key, part], index) => {
      this.#lineStart(index === 0 && where !== 'key')
      this.#key(key, false)
      this.put(':')
      if (!this.#isBlock(part)) {
        this.put(' ')
        this.value(part, level + 1, 'key', false)
      } else this.value(part, level + 1, 'key', false)
    })
    this.indent = before
  }

  #key(key: string, inFlow: boolean): void {
    if (key.length < 128 && !analyze(key).multiline) return this.#scalar(key, inFlow, true)
    this.put('? ')
    this.#scalar(key, inFlow, false)
    if (!inFlow) this.newline()
  }

  #flow(value: unknown, level: number): void {
    const isList = Array.isArray(value)
    const before = this.indent
    this.put(isList ? '[' : '{')
    this.indent += this.#style.indent
    const parts: readonly (readonly [string | undefined, unknown])[] = isList
      ? value.map(part => [undefined, part] as const)
      : this.#entries(value as Record<string, unknown>)
    parts.forEach(([key, part], index) => {
      if (index > 0) this.put(',')
      if (this.column > this.width) this.newline()
      else if (index > 0) this.put(' ')
      if (key !== undefined) {
        this.#key(key, true)
        this.put(': ')
      }
      this.value(part, level + 1, 'key', true)
    })
    this.indent = before
    this.put(isList ? ']' : '}')
  }
}

/** A value as YAML text, with a newline at its end. */
export const toYaml = (value: unknown, style: YamlStyle): string => {
  const writer = new Writer(style)
  if (style.explicitStart) {
    writer.put('---')
    if (isPlainData(value)) writer.put(' ')
    else writer.newline()
  }
  writer.value(value, 0, 'top', false)
  return `${writer.text}\n`
}
