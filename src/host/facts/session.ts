// Facts of the session that asks: who it is, its environment, what time it has there.
import type { Collector } from './gathered.ts'

export const user: Collector = {
  scripts: {
    user: 'n=$(id -un); id -g; if command -v getent >/dev/null; then getent passwd "$n"; else grep "^$n:" /etc/passwd; fi',
  },
  facts: of => {
    const [gid = '', entry = ''] = of.section('user').split('\n')
    const [, , uid, primary, gecos, home, shell] = entry.split(':')
    const own = Number(gid)
    return {
      user_id: of.facts.user,
      user_uid: uid === undefined ? of.facts.uid : Number(uid),
      user_gid: primary === undefined ? own : Number(primary),
      user_gecos: gecos ?? '',
      user_dir: home ?? of.facts.home,
      user_shell: shell ?? '',
      real_user_id: of.facts.uid,
      effective_user_id: of.facts.uid,
      real_group_id: own,
      effective_group_id: own,
    }
  },
}

/** The folders that the session puts after the user's own PATH. */
const ADDED_PATH = ':/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The user's environment, without what the session itself has put there. */
export const env: Collector = {
  scripts: { env: 'cat /proc/self/environ' },
  facts: of => {
    const pairs = of
      .section('env')
      .split('\0')
      .flatMap(pair => {
        const end = pair.indexOf('=')
        const [name, value] = [pair.slice(0, end), pair.slice(end + 1)]
        if (end < 1 || name === '_' || (name === 'LC_ALL' && value === 'C')) return []
        return [
          [
            name,
            name === 'PATH' && value.endsWith(ADDED_PATH) && value !== ADDED_PATH
              ? value.slice(0, -ADDED_PATH.length)
              : value,
          ],
        ]
      })
    return { env: Object.fromEntries(pairs) as Record<string, string> }
  },
}

const FIELDS = [
  'year',
  'month',
  'weekday',
  'weekday_number',
  'weeknumber',
  'day',
  'hour',
  'minute',
  'second',
  'epoch',
  'tz',
  'tz_offset',
] as const

// busybox has no %N and prints it as it is. The last line of a time zone's file is its rule: CET-1CEST,M3.5.0,…
const DATE = String.raw`
date '+%Y %m %A %w %W %d %H %M %S %s %Z %z %N'
if [ -f /etc/localtime ]; then tail -n 1 /etc/localtime; fi`

/** Two digits. */
const two = (value: number): string => String(value).padStart(2, '0')

/** A moment in UTC, of seconds since 1970: the pure floors know no clock, and need none for this. */
const utc = (epoch: number): { date: string; time: string } => {
  const days = Math.floor(epoch / 86_400)
  const rest = epoch - days * 86_400
  const era = Math.floor((days + 719_468) / 146_097)
  const ofEra = days + 719_468 - era * 146_097
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  )
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  const shifted = Math.floor((5 * ofYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const day = ofYear - Math.floor((153 * shifted + 2) / 5) + 1
  return {
    date: `${era * 400 + year + (month <= 2 ? 1 : 0)}-${two(month)}-${two(day)}`,
    time: `${two(Math.floor(rest / 3600))}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`,
  }
}

export const dateTime: Collector = {
  scripts: { date: DATE },
  facts: of => {
    const [line = '', rule = ''] = of.section('date').split('\n')
    const words = line.split(' ')
    if (words.length < FIELDS.length) return {}
    const told = Object.fromEntries(FIELDS.map((field, index) => [field, words[index]!])) as Record<
      (typeof FIELDS)[number],
      string
    >
    const micro = /^\d{9}$/.test(words[FIELDS.length] ?? '')
      ? words[FIELDS.length]!.slice(0, 6)
      : '000000'
    const { year, month, day, hour, minute, second, epoch } = told
    const basic = `${year}${month}${day}T${hour}${minute}${second}`
    const { date, time } = utc(Number(epoch))
    const names = /^(<[^>]+>|[A-Za-z]+)[-+\d:]*(<[^>]+>|[A-Za-z]+)?/.exec(rule)
    return {
      date_time: {
        ...told,
        epoch_int: epoch,
        date: `${year}-${month}-${day}`,
        time: `${hour}:${minute}:${second}`,
        iso8601: `${date}T${time}Z`,
        iso8601_micro: `${date}T${time}.${micro}Z`,
        iso8601_basic: `${basic}${micro}`,
        iso8601_basic_short: basic,
        tz_dst: (names?.[2] ?? names?.[1] ?? told.tz).replace(/[<>]/g, ''),
      },
    }
  },
}
