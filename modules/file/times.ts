// Times of files: read by their format here, made seconds by the host, whose time zone they are in.
import {
  change,
  probe,
  Refusal,
  unknown,
  type Change,
  type CommandAnswer,
  type Op,
  type Probe,
  type StatAnswer,
} from '../../src/kit/index.ts'

type TimeArgs = {
  readonly state?: string | undefined
  readonly modification_time?: string | undefined
  readonly access_time?: string | undefined
}

type Times = { readonly modified: string; readonly accessed: string }

/** What the times shall be: preserve, now, or a text. Undefined where nothing is to be done about them. */
export const timesOf = ({ state, modification_time, access_time }: TimeArgs): Times | undefined => {
  const usual = state === 'touch' ? 'now' : 'preserve'
  const times = { modified: modification_time ?? usual, accessed: access_time ?? usual }
  return times.modified === 'preserve' && times.accessed === 'preserve' ? undefined : times
}

const PARTS: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d\\d)',
  m: '(?<m>\\d\\d?)',
  d: '(?<d>\\d\\d?)',
  H: '(?<H>\\d\\d?)',
  M: '(?<M>\\d\\d?)',
  S: '(?<S>\\d\\d?)',
  '%': '%',
}

/** `2020-01-31 23:59:00` of a text in strptime's format. */
const isoOf = (argument: string, text: string, format: string): string => {
  const pattern = format.replace(
    /%(.)|([.*+?^${}()|[\]\\])/g,
    (_, letter: string | undefined, sign: string | undefined) => {
      if (sign !== undefined) return `\\${sign}`
      const part = PARTS[letter!]
      if (part === undefined)
        throw new Refusal(
          `${argument}_format`,
          `must be made of %Y %y %m %d %H %M %S, not %${letter}`,
        )
      return part
    },
  )
  const found = new RegExp(`^${pattern}$`).exec(text)?.groups
  if (!found)
    throw new Refusal(
      argument,
      `must be preserve, now, or a time such as the format "${format}" has it, not "${text}"`,
    )
  const two = (name: string, usual: string): string => (found[name] ?? usual).padStart(2, '0')
  const year =
    found['Y'] ??
    (found['y'] === undefined ? '1900' : `${Number(found['y']) < 69 ? 20 : 19}${found['y']}`)
  return `${year}-${two('m', '1')}-${two('d', '1')} ${two('H', '0')}:${two('M', '0')}:${two('S', '0')}`
}

/** Asks the host for the seconds of a time in its own time zone. */
export const clockCommand = (
  argument: string,
  text: string | undefined,
  format: string,
): Probe<CommandAnswer> | undefined =>
  text === undefined || text === 'now' || text === 'preserve'
    ? undefined
    : probe.command(['date', '-d', isoOf(argument, text, format), '+%s'])

type Seconds = {
  readonly modified: CommandAnswer | undefined
  readonly accessed: CommandAnswer | undefined
}

/** The change of the times; none when they are so already. Now is never so already. */
export const toTimes = (
  path: string,
  args: TimeArgs,
  now: StatAnswer | undefined,
  seconds: Seconds,
): Change[] => {
  const times = timesOf(args)
  if (!times) return []
  const fields = now?.real ?? now?.self
  const wanted = (
    time: string,
    answer: CommandAnswer | undefined,
    is: number | undefined,
  ): string | undefined => {
    if (time === 'preserve') return undefined
    if (time === 'now') return 'now'
    const told = answer?.out.trim() ?? ''
    if (!/^-?\d+$/.test(told))
      throw new Refusal(
        'modification_time',
        `must be a time that the host's date understands: ${answer?.err ?? ''}`,
      )
    return is !== undefined && Number(told) === Number(is) ? undefined : told
  }
  const modified = wanted(times.modified, seconds.modified, fields?.mtime)
  const accessed = wanted(times.accessed, seconds.accessed, fields?.atime)
  // A file that is just made has the time of now.
  const differs = (time: string | undefined): boolean =>
    time !== undefined && (now !== undefined || time !== 'now')
  if (!differs(modified) && !differs(accessed)) return []
  const at = (time: string | undefined): string | undefined =>
    time === undefined || time === 'now' ? time : `@${time}`
  const op: Op = {
    op: 'touch',
    path,
    ...(accessed !== undefined && { access: at(accessed)! }),
    ...(modified !== undefined && { modified: at(modified)! }),
  }
  return [
    change(
      probe.stat(path),
      now,
      !now || modified === 'now' || accessed === 'now'
        ? 'must differ'
        : after(now, modified, accessed),
      [op],
    ),
  ]
}

const after = (
  now: StatAnswer,
  modified: string | undefined,
  accessed: string | undefined,
): StatAnswer => {
  const own = {
    ctime: unknown('when it is changed') as unknown as number,
    ...(modified !== undefined && { mtime: Number(modified) }),
    ...(accessed !== undefined && { atime: Number(accessed) }),
  }
  return now.real
    ? { ...now, real: { ...now.real, ...own } }
    : { ...now, self: { ...now.self, ...own } }
}
