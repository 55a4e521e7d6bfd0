// Values as Python's pprint lays them out: dicts by their keys, lines of at most 80 characters.
import { isDict } from '../base/value.ts'
import { order } from './compare.ts'
import { repr, textRepr } from './print.ts'
import { splitLines } from './text.ts'
import { Tuple, View } from './values.ts'

const WIDTH = 80

const sorted = (value: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(value).sort(([a], [b]) => order(a, b))

/** On one line. */
const flat = (value: unknown): string => {
  if (isDict(value))
    return `{${sorted(value)
      .map(([key, part]) => `${textRepr(key)}: ${flat(part)}`)
      .join(', ')}}`
  if (!Array.isArray(value) || value instanceof View) return repr(value)
  const items = Array.from(value, flat).join(', ')
  if (!(value instanceof Tuple)) return `[${items}]`
  return value.length === 1 ? `(${items},)` : `(${items})`
}

/** A long text in pieces of whole words, one on each line. */
const pieces = (text: string, at: number, after: number, level: number): string => {
  const [indent, behind] = level === 1 ? [at + 1, after + 1] : [at, after]
  const width = WIDTH - indent
  const lines = splitLines(text, true)
  const made = lines.flatMap((line, index) => {
    const isLast = index === lines.length - 1
    if (textRepr(line).length <= width - (isLast ? behind : 0)) return [textRepr(line)]
    const words = (line.match(/\S*\s*/g) ?? []).filter(word => word !== '')
    const parts: string[] = []
    let current = ''
    words.forEach((word, turn) => {
      const room = isLast && turn === words.length - 1 ? width - behind : width
      if (textRepr(current + word).length > room && current !== '') parts.push(current)
      current = textRepr(current + word).length > room ? word : current + word
    })
    return [...parts, current].map(textRepr)
  })
  if (made.length === 1) return made[0]!
  const body = made.join(`\n${' '.repeat(indent)}`)
  return level === 1 ? `(${body})` : body
}

const format = (value: unknown, indent: number, behind: number, level: number): string => {
  const line = flat(value)
  if (line.length <= WIDTH - indent - behind) return line
  if (typeof value === 'string') return pieces(value, indent, behind, level)
  const glue = `,\n${' '.repeat(indent + 1)}`
  if (isDict(value)) {
    const entries = sorted(value)
    return `{${entries
      .map(([key, part], index) => {
        const name = `${textRepr(key)}: `
        const end = index === entries.length - 1 ? behind + 1 : 1
        return name + format(part, indent + 1 + name.length, end, level + 1)
      })
      .join(glue)}}`
  }
  if (!Array.isArray(value) || value instanceof View) return line
  const [open, close] = value instanceof Tuple ? '()' : '[]'
  const end = value instanceof Tuple && value.length === 1 ? `,${close}` : close!
  const items = Array.from(value, (part, index) =>
    format(part, indent + 1, index === value.length - 1 ? behind + end.length : 1, level + 1),
  )
  return `${open}${items.join(glue)}${end}`
}

export const pretty = (value: unknown): string => format(value, 0, 0, 1)
