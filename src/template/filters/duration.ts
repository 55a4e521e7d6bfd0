// community.general's spans of time: `'1h 30m' | to_minutes`.
import type { Filters, More } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { float, toNumber } from '../values.ts'

const MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  mo: 2_592_000_000,
  y: 31_536_000_000,
}
const NAMES: Readonly<Record<string, string>> = {
  millisecond: 'ms',
  msec: 'ms',
  msecond: 'ms',
  sec: 's',
  second: 's',
  hour: 'h',
  min: 'm',
  minute: 'm',
  day: 'd',
  week: 'w',
  month: 'mo',
  year: 'y',
}

const shortOf = (unit: string): string | undefined => {
  const bare = unit.replace(/s+$/, '')
  const short = Object.hasOwn(NAMES, bare) ? NAMES[bare]! : unit
  return Object.hasOwn(MS, short) ? short : undefined
}

const convert = (span: unknown, unit: string, { keywords }: More): unknown => {
  if (span === '0') return 0
  const short = shortOf(unit)
  if (short === undefined)
    throw typeProblem(`'${unit}' is no unit of time`, `units: ${Object.keys(MS).join(', ')}`)
  for (const name of keywords.keys())
    if (name !== 'year' && name !== 'month')
      throw typeProblem(`to_time_unit has no argument '${name}', but year and month`)
  const days = (name: string, other: number): number =>
    keywords.has(name) ? toNumber(keywords.get(name)) * 86_400_000 : other
  const sizes = { ...MS, y: days('year', MS['y']!), mo: days('month', MS['mo']!) }
  const text = str(span)
  const parts = text.split(/\s+/).filter(part => part !== '')
  const sum = parts.reduce((ms, part) => {
    const match = /^(-?\d+)([\p{L}\p{N}_]+)/u.exec(part)
    const name = match ? shortOf(match[2]!) : undefined
    if (!match || name === undefined)
      throw typeProblem(`'${text}' is no span of time such as 1h 30m: what is '${part}'?`)
    return ms + Number(match[1]) * sizes[name as keyof typeof sizes]!
  }, 0)
  return float(Number((sum / sizes[short as keyof typeof sizes]!).toFixed(12)))
}

const to = (unit: string): Filters[string] => ({
  takes: ['human_time', '**options'],
  run: ([span], _context, more) => convert(span, unit, more),
})

export const durationFilters: Filters = {
  to_time_unit: {
    takes: ['human_time', 'unit?', '**options'],
    run: ([span, unit = 'ms'], _context, more) => {
      const keywords = new Map([...more.keywords].filter(([name]) => name !== 'unit'))
      return convert(span, str(unit), { ...more, keywords })
    },
  },
  to_milliseconds: to('ms'),
  to_seconds: to('s'),
  to_minutes: to('m'),
  to_hours: to('h'),
  to_days: to('d'),
  to_weeks: to('w'),
  to_months: to('mo'),
  to_years: to('y'),
}
