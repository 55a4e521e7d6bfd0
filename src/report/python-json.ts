// JSON as Python prints it: `, ` and `: ` between parts, floats with their point. For output that
// scripts compare.
import { Float, isDict } from '../base/value.ts'
import { inertJson } from './harmless.ts'

const byCodePoint = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0

const plain = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('toJSON' in value)) return value
  return typeof value.toJSON === 'function' ? value.toJSON() : value
}

const dump = (value: unknown, indent: number, depth: number): string => {
  if (value instanceof Float) return value.toString()
  const data = plain(value)
  if (data !== value) return dump(data, indent, depth)
  const wrap = (open: string, parts: readonly string[], close: string): string => {
    if (parts.length === 0) return open + close
    if (indent === 0) return open + parts.join(', ') + close
    const inner = `\n${' '.repeat(indent * (depth + 1))}`
    return `${open}${inner}${parts.join(`,${inner}`)}\n${' '.repeat(indent * depth)}${close}`
  }
  if (Array.isArray(data))
    return wrap(
      '[',
      data.map(part => dump(part, indent, depth + 1)),
      ']',
    )
  if (isDict(data)) {
    const entries = Object.entries(data).sort(byCodePoint)
    return wrap(
      '{',
      entries.map(([key, part]) => `${JSON.stringify(key)}: ${dump(part, indent, depth + 1)}`),
      '}',
    )
  }
  return JSON.stringify(data) ?? 'null'
}

/** JSON on one line, or with so many blanks for each level; keys are sorted. */
export const pythonJson = (value: unknown, indent = 0): string => inertJson(dump(value, indent, 0))
