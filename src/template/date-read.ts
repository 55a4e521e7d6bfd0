// Texts as dates: strptime, and the timestamps of YAML.
import { DAYS, MONTHS } from './date-format.ts'
import { DateTime } from './dates.ts'
import { typeProblem } from './problem.ts'

const READ: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  m: '(?<m>\\d{1,2})',
  d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})',
  I: '(?<I>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
  f: '(?<f>\\d{1,6})',
  y: '(?<y>\\d{2})',
  j: '(?<j>\\d{1,3})',
  p: '(?<p>AM|PM)',
  z: '(?<z>[-+]\\d\\d:?\\d\\d|Z)',
  Z: '(?:UTC|GMT)',
  a: `(?<a>${DAYS.map(day => day.slice(0, 3)).join('|')})`,
  A: `(?<A>${DAYS.join('|')})`,
  w: '(?<w>[0-6])',
  u: '(?<u>[1-7])',
  U: '(?<U>\\d{1,2})',
  W: '(?<W>\\d{1,2})',
  G: '(?<G>\\d{4})',
  V: '(?<V>\\d{1,2})',
  b: `(?<b>${MONTHS.map(month => month.slice(0, 3)).join('|')})`,
  B: `(?<B>${MONTHS.join('|')})`,
  '%': '%',
}

type Groups = Readonly<Record<string, string | undefined>>

/** The weekday, Monday being 0. */
const weekdayOf = ({ w, u, a, A }: Groups): number | undefined => {
  if (u !== undefined) return Number(u) - 1
  if (w !== undefined) return (Number(w) + 6) % 7
  const name = (A ?? a)?.toLowerCase()
  const index = DAYS.findIndex(day => name !== undefined && day.toLowerCase().startsWith(name))
  return index === -1 ? undefined : (index + 6) % 7
}

const DAY = 86_400_000

/** The day of a weekday in a numbered week, at midnight. */
const byWeek = (groups: Groups, year: number): number | undefined => {
  const weekday = weekdayOf(groups)
  if (weekday === undefined) return undefined
  const { U, W, G, V } = groups
  if (G !== undefined && V !== undefined) {
    const fourth = Date.UTC(Number(G), 0, 4)
    const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY
    return monday + (Number(V) - 1) * 7 * DAY + weekday * DAY
  }
  const week = U ?? W
  if (week === undefined) return undefined
  // Weeks begin on Sunday or on Monday; those days before the first one are week 0.
  const shift = U === undefined ? 6 : 0
  const first = (new Date(Date.UTC(year, 0, 1)).getUTCDay() + shift) % 7
  const day = U === undefined ? weekday : (weekday + 1) % 7
  return Date.UTC(year, 0, 1) + ((7 - first) % 7) * DAY + (Number(week) - 1) * 7 * DAY + day * DAY
}

/** `strptime`: a text read by a format. */
export const strptime = (text: string, format: string): DateTime => {
  const expanded = format
    .replaceAll('%T', '%H:%M:%S')
    .replaceAll('%F', '%Y-%m-%d')
    .replaceAll('%D', '%m/%d/%y')
    .replaceAll('%c', '%a %b %d %H:%M:%S %Y')
  const body = expanded.replace(/%([\s\S])|\s+|[\s\S]/g, (all, letter: string | undefined) => {
    if (letter === undefined)
      return /^\s/.test(all) ? '\\s+' : all.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    if (!Object.hasOwn(READ, letter))
      throw typeProblem(`'${letter}' is no directive of a date format ('${format}')`)
    return READ[letter]!
  })
  const groups = new RegExp(`^${body}$`, 'i').exec(text)?.groups
  if (!groups && !new RegExp(`^${body}$`, 'i').test(text))
    throw typeProblem(`time data '${text}' does not match format '${format}'`)
  const number = (name: string, other: number): number =>
    groups?.[name] === undefined ? other : Number(groups[name])
  const named = (names: readonly string[], value: string | undefined): number | undefined =>
    value === undefined
      ? undefined
      : names.findIndex(name => name.toLowerCase() === value.toLowerCase()) + 1
  const short =
    groups?.['y'] === undefined
      ? 1900
      : Number(groups['y']) + (Number(groups['y']) < 69 ? 2000 : 1900)
  const month =
    named(MONTHS, groups?.['B']) ??
    named(
      MONTHS.map(one => one.slice(0, 3)),
      groups?.['b'],
    ) ??
    number('m', 1)
  const half = groups?.['p']?.toUpperCase()
  const twelve = groups?.['I'] === undefined ? undefined : Number(groups['I']) % 12
  const hour = twelve === undefined ? number('H', 0) : twelve + (half === 'PM' ? 12 : 0)
  const [year, day] = [number('Y', short), number('d', 1)]
  const written = Date.UTC(year, month - 1, day)
  const numbered =
    byWeek(groups ?? {}, year) ??
    (groups?.['j'] === undefined ? undefined : Date.UTC(year, 0, number('j', 1)))
  const check = new Date(written)
  if (check.getUTCDate() !== day || check.getUTCMonth() !== month - 1)
    throw typeProblem(`time data '${text}' names a day that does not exist`)
  const clock = ((hour * 60 + number('M', 0)) * 60 + number('S', 0)) * 1000
  const match = /^([-+])(\d\d):?(\d\d)$/.exec(groups?.['z'] ?? '')
  const offset =
    groups?.['z'] === undefined
      ? undefined
      : match
        ? Number(`${match[1]}1`) * (Number(match[2]) * 60 + Number(match[3]))
        : 0
  return new DateTime(
    (numbered ?? written) + clock,
    Number((groups?.['f'] ?? '').padEnd(6, '0')),
    offset,
  )
}

/** A timestamp of YAML 1.1. */
export const dateOf = (text: string): unknown => {
  const match =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/.exec(
      text,
    )
  if (!match) return text
  const [, year, month, day, hour, minute, second, fraction, tz, sign, tzHour, tzMinute] = match
  if (hour === undefined)
    return new DateTime(
      Date.UTC(Number(year), Number(month) - 1, Number(day)),
      0,
      undefined,
      'date',
    )
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const offset =
    tz === undefined
      ? undefined
      : sign === undefined
        ? 0
        : Number(`${sign}1`) * (Number(tzHour) * 60 + Number(tzMinute ?? 0))
  return new DateTime(local, Number((fraction ?? '').slice(0, 6).padEnd(6, '0')), offset)
}
