// Dates as Python has them: datetime, date, and the time between two.
import { callable } from './arguments.ts'
import { isoWeek, partsOf, strftime, two, zone, type Parts } from './date-format.ts'
import { str } from './print.ts'
import { float, Thing, tuple } from './values.ts'

/**
 * `datetime` (and `date`, when it has no time). Microseconds are kept; the zone is minutes off UTC.
 */
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
    return (
      this.strftime(`%Y-%m-%d${by}%H:%M:%S`) +
      fraction +
      (this.offset === undefined ? '' : zone(this.offset, ':'))
    )
  }

  override member(name: string): unknown {
    const { parts } = this
    switch (name) {
      case 'year':
      case 'month':
      case 'day':
        return parts[name]
      case 'hour':
      case 'minute':
      case 'second':
        return this.type === 'date' ? undefined : parts[name]
      case 'microsecond':
        return this.micro
      case '__value__':
        return this.#value
      case 'strftime':
      case '__format__':
        return callable(name, ['format'], ([format]) => this.strftime(str(format)))
      case 'isoformat':
        return callable(name, ['sep?'], ([by = 'T']) => this.isoformat(str(by)))
      case 'timestamp':
        return callable(name, [], () => float(this.#value / 1000))
      case 'weekday':
        return callable(name, [], () => (parts.weekday + 6) % 7)
      case 'isocalendar':
        return callable(name, [], () =>
          tuple([isoWeek(parts).year, isoWeek(parts).week, parts.weekday || 7]),
        )
      case 'utcoffset':
        return callable(name, [], () =>
          this.offset === undefined ? null : new TimeSpan(this.offset * 60_000),
        )
      case 'isoweekday':
        return callable(name, [], () => parts.weekday || 7)
      case 'date':
        return callable(
          name,
          [],
          () =>
            new DateTime(Math.floor(this.local / 86_400_000) * 86_400_000, 0, undefined, 'date'),
        )
      case 'replace':
        return callable(
          name,
          ['year?', 'month?', 'day?', 'hour?', 'minute?', 'second?', 'microsecond?'],
          values => this.#replace(values),
        )
      case '__sub__':
        return callable(name, ['other'], ([other]) => {
          if (other instanceof DateTime) return new TimeSpan(this.#value - other.#value)
          return other instanceof TimeSpan ? this.#moved(-other.ms) : undefined
        })
      case '__add__':
        return callable(name, ['other'], ([other]) =>
          other instanceof TimeSpan ? this.#moved(other.ms) : undefined,
        )
      default:
        return undefined
    }
  }

  #replace(values: readonly unknown[]): DateTime {
    const { year, month, day, hour, minute, second } = this.parts
    const old = [year, month, day, hour, minute, second, this.micro]
    const [y, mo, d, h, mi, s, us] = old.map((value, index) => Number(values[index] ?? value)) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    return new DateTime(Date.UTC(y, mo - 1, d, h, mi, s), us, this.offset, this.type)
  }

  #moved(ms: number): DateTime {
    const whole = this.local + this.micro / 1000 + ms
    return new DateTime(
      whole,
      Math.round((whole - Math.floor(whole / 1000) * 1000) * 1000),
      this.offset,
      this.type,
    )
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

/** The parts of a moment for strftime, in UTC or the controller's zone. */
export const momentParts = (seconds: number, where: 'utc' | 'local'): Parts => {
  const ms = seconds * 1000
  const offset = where === 'utc' ? 0 : -new Date(ms).getTimezoneOffset()
  return partsOf(new Date(ms + offset * 60_000), 0, offset)
}
