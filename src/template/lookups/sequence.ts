// `sequence`: numbers in a row, `start=1 end=5 format=web%02d` or `1-5/2:web%02d`.
import { formatPercent } from '../format-percent.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import type { Lookup, Options } from './lookup.ts'

const SHORT =
  /^(?:(?<start>(?:0[xX])?[0-9a-fA-F]+)-)?(?<end>(?:0[xX])?[0-9a-fA-F]+)(?:\/(?<stride>(?:0[xX])?[0-9a-fA-F]+))?(?::(?<format>.+))?$/

const number = (text: unknown, name: string): number => {
  const value =
    typeof text === 'number'
      ? text
      : /^-?0\d/.test(str(text))
        ? Number.parseInt(str(text), 8)
        : Number(str(text))
  if (!Number.isInteger(value))
    throw typeProblem(`sequence: ${name}=${str(text)} is no whole number`)
  return value
}

const read = (term: unknown, options: Options): Options => {
  if (term === undefined) return options
  const text = str(term).trim()
  const short = SHORT.exec(text)
  if (short && !text.includes('='))
    return {
      ...options,
      ...Object.fromEntries(
        Object.entries(short.groups!).filter(([, value]) => value !== undefined),
      ),
    }
  const pairs = text
    .split(/\s+/)
    .filter(one => one !== '')
    .map(pair => {
      const at = pair.indexOf('=')
      if (at === -1)
        throw typeProblem(
          `sequence: '${pair}' is no argument; start, end, count, stride and format are`,
        )
      return [pair.slice(0, at), pair.slice(at + 1)] as const
    })
  return { ...options, ...Object.fromEntries(pairs) }
}

export const sequenceLookup: Lookup = {
  run: (terms, options, { budget }) =>
    (terms.length > 0 ? terms : [undefined]).flatMap(term => {
      const all = read(term, options)
      for (const name of Object.keys(all))
        if (!['start', 'end', 'count', 'stride', 'format'].includes(name))
          throw typeProblem(`sequence has no argument '${name}'`)
      const { start = 1, end, count, stride = 1, format = '%d' } = all
      const [from, step] = [number(start, 'start'), number(stride, 'stride')]
      if ((end === undefined) === (count === undefined))
        throw typeProblem('sequence wants either end or count')
      const by = step === 0 && count === undefined ? 1 : step
      const to = count === undefined ? number(end, 'end') : from + number(count, 'count') * by - by
      if (count !== undefined && number(count, 'count') === 0) return []
      if (by > 0 && to < from)
        throw typeProblem('sequence: to count backwards make stride negative')
      if (by < 0 && to > from)
        throw typeProblem('sequence: to count forward do not make stride negative')
      const length = Math.floor((to - from) / by) + 1
      budget.room(length * str(format).length)
      return Array.from({ length }, (_, index) =>
        formatPercent(str(format), from + index * by, budget),
      )
    }),
}
