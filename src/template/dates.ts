// Dates as Python has them: datetime, date, and the time between two.
import { callable } from './arguments.ts'
import { typeProblem } from './problem.ts'
import { str } from './print.ts'
import { float, Thing } from './values.ts'

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

const two = (value: number): string => String(value).padStart(2, '0')

/** The parts of a moment, in the zone it is told in. */
export type Parts = { year: number; month: number; day: number; hour: number; minute: number; second: number; micro: number; weekday: number; yearday: number; offset: number | undefined; epoch: number }

const partsOf = (local: Date, micro: number, offset: number | undefined): Parts => ({
  year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate(),
  hour: local.getUTCHours(), minute: local.getUTCMinutes(), second: local.getUTCSeconds(), micro,
  weekday: local.getUTCDay(),
  yearday: Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1,
  offset, epoch: Math.floor(local.getTime() / 1000) - (offset ?? 0) * 60,
})

const zone = (offset: number, by = ''): string =>
  `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${by}${two(Math.abs(offset) % 60)}`

const isoWeek = ({ year, month, day }: Parts): { year: number; week: number } => {
  const date = new Date(Date.UTC(year, month - 1, day))
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7))
  const start = Date.UTC(date.getUTCFullYear(), 0, 1)
  return { year: date.getUTCFullYear(), week: Math.ceil(((date.getTime() - start) / 86_400_000 + 1) / 7) }
}

const DIRECTIVES: Readonly<Record<string, (at: Parts) => string>> = {
  a: at => DAYS[at.weekday]!.slice(0, 3), A: at => DAYS[at.weekday]!, w: at => String(at.weekday),
  d: at => two(at.day), e: at => String(at.day).padStart(2), b: at => MONTHS[at.month - 1]!.slice(0, 3), h: at => MONTHS[at.month - 1]!.slice(0, 3),
  B: at => MONTHS[at.month - 1]!, m: at => two(at.month), y: at => two(at.year % 100), Y: at => String(at.year), C: at => two(Math.floor(at.year / 100)),
  H: at => two(at.hour), k: at => String(at.hour).padStart(2), I: at => two(at.hour % 12 || 12), l: at => String(at.hour % 12 || 12).padStart(2),
  p: at => (at.hour < 12 ? 'AM' : 'PM'), P: at => (at.hour < 12 ? 'am' : 'pm'), M: at => two(at.minute), S: at => two(at.second), f: at => String(at.micro).padStart(6, '0'),
  z: at => (at.offset === undefined ? '' : zone(at.offset)), Z: at => (at.offset === undefined ? '' : at.offset === 0 ? 'UTC' : `UTC${zone(at.offset, ':')}`),
  j: at => String(at.yearday).padStart(3, '0'), U: at => two(Math.floor((at.yearday + 6 - at.weekday) / 7)), W: at => two(Math.floor((at.yearday + 6 - ((at.weekday + 6) % 7)) / 7)),
  V: at => two(isoWeek(at).week), G: at => String(isoWeek(at).year), u: at => String(at.weekday || 7),
  D: at => strftime('%m/%d/%y', at), F: at => strftime('%Y-%m-%d', at), T: at => strftime('%H:%M:%S', at), R: at => strftime('%H:%M', at),
  c: at => strftime('%a %b %e %H:%M:%S %Y', at), x: at => strftime('%m/%d/%y', at), X: at => strftime('%H:%M:%S', at), r: at => strftime('%I:%M:%S %p', at),
  s: at => String(at.epoch), n: () => '\n', t: () => '\t', '%': () => '%',
}

/** A moment by a format with % directives. */
export const strftime = (format: string, at: Parts): string =>
  format.replace(/%(-?)([\s\S])/g, (all, bare: string, letter: string) => {
    const make = Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter] : undefined
    if (!make) return all
    return bare ? make(at).replace(/^[0 ]+(?=.)/, '') : make(at)
  })

/** `datetime` (and `date`, when it has no time). Microseconds are kept; the zone is minutes off UTC. */
export class DateTime extends Thing {
  readonly type: string
  /** Milliseconds of the clock on the wall, as if it were UTC. */
  readonly local: number
  readonly micro: number
  readonly offset: number | undefined
  constructor(local: number, micro = 0, offset?: number, type = 'datetime') {
    super()
    this.local = Math.floor(local / 1000) * 1000
    this.micro = micro
    this.offset = offset
    this.type = type
  }

  get parts(): Parts {
    return partsOf(new Date(this.local), this.micro, this.offset)
  }
  get #value(): number {
    return this.local + this.micro / 1000 - (this.offset ?? 0) * 60_000
  }
  strftime(format: string): string {
    return strftime(format, this.parts)
  }
  isoformat(by = 'T'): string {
    if (this.type === 'date') return this.strftime('%Y-%m-%d')
    const fraction = this.micro > 0 ? `.${String(this.micro).padStart(6, '0')}` : ''
    return this.strftime(`%Y-%m-%d${by}%H:%M:%S`) + fraction + (this.offset === undefined ? '' : zone(this.offset, ':'))
  }

  override member(name: string): unknown {
    const { parts } = this
    switch (name) {
      case 'year': case 'month': case 'day': return parts[name]
      case 'hour': case 'minute': case 'second': return this.type === 'date' ? undefined : parts[name]
      case 'microsecond': return this.micro
      case '__value__': return this.#value
      case 'strftime': case '__format__': return callable(name, ['format'], ([format]) => this.strftime(str(format)))
      case 'isoformat': return callable(name, ['sep?'], ([by = 'T']) => this.isoformat(str(by)))
      case 'timestamp': return callable(name, [], () => float(this.#value / 1000))
      case 'weekday': return callable(name, [], () => (parts.weekday + 6) % 7)
      case 'isoweekday': return callable(name, [], () => parts.weekday || 7)
      case 'date': return callable(name, [], () => new DateTime(Math.floor(this.local / 86_400_000) * 86_400_000, 0, undefined, 'date'))
      case 'replace': return callable(name, ['year?', 'month?', 'day?', 'hour?', 'minute?', 'second?', 'microsecond?'], values => this.#replace(values))
      case '__sub__': return callable(name, ['other'], ([other]) => {
        if (other instanceof DateTime) return new TimeSpan(this.#value - other.#value)
        return other instanceof TimeSpan ? this.#moved(-other.ms) : undefined
      })
      case '__add__': return callable(name, ['other'], ([other]) => (other instanceof TimeSpan ? this.#moved(other.ms) : undefined))
      default: return undefined
    }
  }

  #replace(values: readonly unknown[]): DateTime {
    const { year, month, day, hour, minute, second } = this.parts
    const old = [year, month, day, hour, minute, second, this.micro]
    const [y, mo, d, h, mi, s, us] = old.map((value, index) => Number(values[index] ?? value)) as [number, number, number, number, number, number, number]
    return new DateTime(Date.UTC(y, mo - 1, d, h, mi, s), us, this.offset, this.type)
  }

  #moved(ms: number): DateTime {
    const whole = this.local + this.micro / 1000 + ms
    return new DateTime(whole, Math.round((whole - Math.floor(whole / 1000) * 1000) * 1000), this.offset, this.type)
  }

  toString(): string {
    return this.isoformat(' ')
  }
}

/** `timedelta`. */
export class TimeSpan extends Thing {
  readonly type = 'timedelta'
  readonly ms: number
  constructor(ms: number) {
    super()
    this.ms = ms
  }
  override member(name: string): unknown {
    const days = Math.floor(this.ms / 86_400_000)
    const rest = this.ms - days * 86_400_000
    if (name === 'days') return days
    if (name === 'seconds') return Math.floor(rest / 1000)
    if (name === 'microseconds') return Math.round((rest % 1000) * 1000)
    if (name === '__value__') return this.ms
    if (name === 'total_seconds') return callable(name, [], () => float(this.ms / 1000))
    return undefined
  }
  toString(): string {
    const days = Math.floor(this.ms / 86_400_000)
    const rest = this.ms - days * 86_400_000
    const seconds = Math.floor(rest / 1000)
    const micro = Math.round((rest % 1000) * 1000)
    const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${micro > 0 ? `.${String(micro).padStart(6, '0')}` : ''}`
    return days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? '' : 's'}, ${clock}`
  }
}

/** A moment of milliseconds since 1970, told in UTC or in the zone of the controller. */
export const dateTime = (ms: number, where: 'utc' | 'local'): DateTime => {
  const offset = where === 'utc' ? 0 : -new Date(ms).getTimezoneOffset()
  return new DateTime(ms + offset * 60_000, Math.floor((ms - Math.floor(ms / 1000) * 1000) * 1000))
}

const READ: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})', m: '(?<m>\\d{1,2})', d: '(?<d>\\d{1,2})', H: '(?<H>\\d{1,2})', I: '(?<I>\\d{1,2})', M: '(?<M>\\d{1,2})', S: '(?<S>\\d{1,2})',
  f: '(?<f>\\d{1,6})', y: '(?<y>\\d{2})', j: '(?<j>\\d{1,3})', p: '(?<p>AM|PM)', z: '(?<z>[-+]\\d\\d:?\\d\\d|Z)', Z: '(?:UTC|GMT)', a: '\\w{3}', A: '\\w+',
  b: `(?<b>${MONTHS.map(month => month.slice(0, 3)).join('|')})`, B: `(?<B>${MONTHS.join('|')})`, '%': '%',
}

/** `strptime`: a text read by a format. */
export const strptime = (text: string, format: string): DateTime => {
  const expanded = format.replaceAll('%T', '%H:%M:%S').replaceAll('%F', '%Y-%m-%d').replaceAll('%D', '%m/%d/%y').replaceAll('%c', '%a %b %d %H:%M:%S %Y')
  const body = expanded.replace(/%([\s\S])|\s+|[\s\S]/g, (all, letter: string | undefined) => {
    if (letter === undefined) return /^\s/.test(all) ? '\\s+' : all.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    if (!Object.hasOwn(READ, letter)) throw typeProblem(`'${letter}' is no directive of a date format ('${format}')`)
    return READ[letter]!
  })
  const groups = new RegExp(`^${body}$`, 'i').exec(text)?.groups
  if (!groups && !new RegExp(`^${body}$`, 'i').test(text)) throw typeProblem(`time data '${text}' does not match format '${format}'`)
  const number = (name: string, other: number): number => (groups?.[name] === undefined ? other : Number(groups[name]))
  const named = (names: readonly string[], value: string | undefined): number | undefined =>
    value === undefined ? undefined : names.findIndex(name => name.toLowerCase() === value.toLowerCase()) + 1
  const short = groups?.['y'] === undefined ? 1900 : Number(groups['y']) + (Number(groups['y']) < 69 ? 2000 : 1900)
  const month = named(MONTHS, groups?.['B']) ?? named(MONTHS.map(one => one.slice(0, 3)), groups?.['b']) ?? number('m', 1)
  const half = groups?.['p']?.toUpperCase()
  const hour = half === undefined ? number('H', 0) : (number('I', 12) % 12) + (half === 'PM' ? 12 : 0)
  const [year, day] = [number('Y', short), number('d', 1)]
  const local = groups?.['j'] === undefined ? Date.UTC(year, month - 1, day, hour, number('M', 0), number('S', 0)) : Date.UTC(year, 0, number('j', 1), hour, number('M', 0), number('S', 0))
  const check = new Date(local)
  if (groups?.['j'] === undefined && (check.getUTCDate() !== day || check.getUTCMonth() !== month - 1))
    throw typeProblem(`time data '${text}' names a day that does not exist`)
  const match = /^([-+])(\d\d):?(\d\d)$/.exec(groups?.['z'] ?? '')
  const offset = groups?.['z'] === undefined ? undefined : match ? Number(`${match[1]}1`) * (Number(match[2]) * 60 + Number(match[3])) : 0
  return new DateTime(local, Number((groups?.['f'] ?? '').padEnd(6, '0')), offset)
}

/** The parts of a moment for strftime, in UTC or the controller's zone. */
export const momentParts = (seconds: number, where: 'utc' | 'local'): Parts => {
  const ms = seconds * 1000
  const offset = where === 'utc' ? 0 : -new Date(ms).getTimezoneOffset()
  return partsOf(new Date(ms + offset * 60_000), 0, offset)
}

/** A timestamp of YAML 1.1. */
export const dateOf = (text: string): unknown => {
  const match = /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/.exec(text)
  if (!match) return text
  const [, year, month, day, hour, minute, second, fraction, tz, sign, tzHour, tzMinute] = match
  if (hour === undefined) return new DateTime(Date.UTC(Number(year), Number(month) - 1, Number(day)), 0, undefined, 'date')
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  const offset = tz === undefined ? undefined : sign === undefined ? 0 : Number(`${sign}1`) * (Number(tzHour) * 60 + Number(tzMinute ?? 0))
  return new DateTime(local, Number((fraction ?? '').slice(0, 6).padEnd(6, '0')), offset)
}
