// Dates as text: strftime and its directives.
export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

export const two = (value: number): string => String(value).padStart(2, '0')

/** The parts of a moment, in the zone it is told in. */
export type Parts = {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  micro: number
  weekday: number
  yearday: number
  offset: number | undefined
  /** What its zone is called, where that is not its offset. */
  zone?: string
  epoch: number
}

/** The parts of a date that is told as if in UTC. */
export const partsOf = (local: Date, micro: number, offset: number | undefined): Parts => ({
  year: local.getUTCFullYear(),
  month: local.getUTCMonth() + 1,
  day: local.getUTCDate(),
  hour: local.getUTCHours(),
  minute: local.getUTCMinutes(),
  second: local.getUTCSeconds(),
  micro,
  weekday: local.getUTCDay(),
  yearday: Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1,
  offset,
  epoch: Math.floor(local.getTime() / 1000) - (offset ?? 0) * 60,
})

/** `+0200`, or with a colon. */
export const zone = (offset: number, by = ''): string =>
  `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${by}${two(Math.abs(offset) % 60)}`

/** The year and the week that a day belongs to by ISO 8601. */
export const isoWeek = ({ year, month, day }: Parts): { year: number; week: number } => {
  const date = new Date(Date.UTC(year, month - 1, day))
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7))
  const start = Date.UTC(date.getUTCFullYear(), 0, 1)
  return {
    year: date.getUTCFullYear(),
    week: Math.ceil(((date.getTime() - start) / 86_400_000 + 1) / 7),
  }
}

const DIRECTIVES: Readonly<Record<string, (at: Parts) => string>> = {
  a: at => DAYS[at.weekday]!.slice(0, 3),
  A: at => DAYS[at.weekday]!,
  w: at => String(at.weekday),
  d: at => two(at.day),
  e: at => String(at.day).padStart(2),
  b: at => MONTHS[at.month - 1]!.slice(0, 3),
  h: at => MONTHS[at.month - 1]!.slice(0, 3),
  B: at => MONTHS[at.month - 1]!,
  m: at => two(at.month),
  y: at => two(at.year % 100),
  Y: at => String(at.year),
  C: at => two(Math.floor(at.year / 100)),
  H: at => two(at.hour),
  k: at => String(at.hour).padStart(2),
  I: at => two(at.hour % 12 || 12),
  l: at => String(at.hour % 12 || 12).padStart(2),
  p: at => (at.hour < 12 ? 'AM' : 'PM'),
  P: at => (at.hour < 12 ? 'am' : 'pm'),
  M: at => two(at.minute),
  S: at => two(at.second),
  f: at => String(at.micro).padStart(6, '0'),
  z: at => (at.offset === undefined ? '' : zone(at.offset)),
  Z: at =>
    at.offset === undefined
      ? ''
      : at.offset === 0
        ? (at.zone ?? 'UTC')
        : `UTC${zone(at.offset, ':')}`,
  j: at => String(at.yearday).padStart(3, '0'),
  U: at => two(Math.floor((at.yearday + 6 - at.weekday) / 7)),
  W: at => two(Math.floor((at.yearday + 6 - ((at.weekday + 6) % 7)) / 7)),
  V: at => two(isoWeek(at).week),
  G: at => String(isoWeek(at).year),
  g: at => two(isoWeek(at).year % 100),
  u: at => String(at.weekday || 7),
  D: at => strftime('%m/%d/%y', at),
  F: at => strftime('%Y-%m-%d', at),
  T: at => strftime('%H:%M:%S', at),
  R: at => strftime('%H:%M', at),
  c: at => strftime('%a %b %e %H:%M:%S %Y', at),
  x: at => strftime('%m/%d/%y', at),
  X: at => strftime('%H:%M:%S', at),
  r: at => strftime('%I:%M:%S %p', at),
  s: at => String(at.epoch),
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
}

/** A moment by a format with % directives. */
export const strftime = (format: string, at: Parts): string =>
  format.replace(
    /%([_0^#-]*)(\d*)[EO]?([\s\S])/g,
    (all, flags: string, width: string, letter: string) => {
      const make = Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter] : undefined
      return make ? flagged(make(at), flags, Number(width)) : all
    },
  )

/** What GNU's flags make of a part: no padding, another one, other cases. */
const flagged = (part: string, flags: string, width: number): string => {
  let made = part
  const isNumber = /^ *\d+$/.test(part)
  if (flags.includes('-')) made = made.replace(/^[0 ]+(?=.)/, '')
  else if (flags.includes('_') && isNumber)
    made = made.replace(/^0+(?=.)/, zeros => ' '.repeat(zeros.length))
  else if (flags.includes('0')) made = made.replace(/^ +/, blanks => '0'.repeat(blanks.length))
  if (flags.includes('^')) made = made.toUpperCase()
  if (flags.includes('#'))
    made = made === made.toUpperCase() ? made.toLowerCase() : made.toUpperCase()
  return made.padStart(width, isNumber && !flags.includes('_') ? '0' : ' ')
}
