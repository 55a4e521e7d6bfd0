// The time zone of hosts without timedatectl: a line in a file of the distribution, and the link /etc/localtime.
import {
  change,
  needFolder,
  parentOf,
  probe,
  raw,
  textOf,
  toText,
  unknown,
} from '../../src/kit/index.ts'
import type { Change, ClockAnswer, Facts, FileAnswer, Probe } from '../../src/kit/index.ts'

/** A line in a file: what it is found by, and how it is written. */
type Line = { readonly file: string; readonly pattern: RegExp; line(value: string): string }

const assigned = (file: string, name: string): Line => ({
  file,
  pattern: new RegExp(`^${name}\\s*=\\s*"?([^"\\s]+)"?`),
  line: value => `${name}=${value}`,
})

const zoneLine = ({ os }: Facts): Line => {
  const clock = '/etc/sysconfig/clock'
  if (os.family === 'Suse')
    return { ...assigned(clock, 'TIMEZONE'), line: zone => `TIMEZONE="${zone}"` }
  if (os.family === 'RedHat') return { ...assigned(clock, 'ZONE'), line: zone => `ZONE="${zone}"` }
  return { file: '/etc/timezone', pattern: /^(\S+)/, line: zone => zone }
}

const utcLine = ({ os }: Facts): Line => {
  if (os.family === 'Debian') return assigned('/etc/default/rcS', 'UTC')
  if (['Alpine', 'Gentoo'].includes(os.family) || ['alpine', 'gentoo'].includes(os.id))
    return assigned('/etc/conf.d/hwclock', 'UTC')
  return assigned('/etc/sysconfig/clock', 'UTC')
}

const valueIn = ({ pattern }: Line, text: string): string | undefined =>
  text
    .split('\n')
    .map(line => pattern.exec(line)?.[1])
    .find(value => value !== undefined)

/** The first line that fits has the value then, and no other one fits. */
const withValue = (of: Line, text: string, value: string): string => {
  const lines = text.split(/(?<=\n)/).filter(line => line !== '')
  const first = lines.findIndex(line => of.pattern.test(line))
  const kept = lines.filter(line => !of.pattern.test(line))
  return kept.toSpliced(Math.max(first, 0), 0, `${of.line(value)}\n`).join('')
}

type Wish = { readonly name?: string | undefined; readonly hwclock?: 'local' | 'UTC' | undefined }

export const zoneFile = (name: string): string => `/usr/share/zoneinfo/${name}`

/** The questions, by what is wished. */
export const classicReads = ({ name, hwclock }: Wish, facts: Facts) => {
  const text = (path: string): Probe<FileAnswer> => probe.file(path, { want: 'text' })
  const zone = zoneLine(facts).file
  const utc = utcLine(facts).file
  return {
    zone: name === undefined ? undefined : text(zone),
    zoneFolder: name === undefined ? undefined : probe.file(parentOf(zone)),
    localtime: name === undefined ? undefined : probe.file('/etc/localtime', { want: 'digest' }),
    utc: hwclock === undefined ? undefined : text(utc),
    utcFolder: hwclock === undefined ? undefined : probe.file(parentOf(utc)),
  }
}

type State = Readonly<
  Record<
    'zone' | 'zoneFolder' | 'localtime' | 'utc' | 'utcFolder' | 'tzfile',
    FileAnswer | undefined
  >
> & { readonly clock: ClockAnswer | undefined }

/** The zone as it is set now; nothing where file and link do not agree. */
export const classicZone = (name: string, state: State, facts: Facts): string | undefined => {
  const of = zoneLine(facts)
  const value = valueIn(of, textOf(of.file, state.zone))
  return value === name ? linkedZone(name, state) : value
}

/** The zone that /etc/localtime leads to, or is a copy of. */
const linkedZone = (name: string, { localtime, tzfile }: State): string | undefined => {
  if (localtime?.type === 'link')
    return localtime.real && /\/zoneinfo\/(.+)$/.exec(localtime.target ?? '')?.[1]
  const digest = tzfile?.real?.sha256 ?? tzfile?.sha256
  return digest !== undefined && digest === localtime?.sha256 ? name : undefined
}

/** What the hardware clock is taken for; nothing where the distribution's file does not tell. */
export const classicClock = (
  wanted: string,
  state: State,
  facts: Facts,
): 'local' | 'UTC' | undefined => {
  const of = utcLine(facts)
  const value = valueIn(of, textOf(of.file, state.utc))
  if (value === undefined) return undefined
  const told = /^(y|yes|on|1|true|t)$/i.test(value) ? 'UTC' : 'local'
  return told === wanted ? state.clock?.hwclock : told
}

/** What is to be set: lines of files, the link and the clock itself. Both lines may be of one file. */
export const toClassic = (set: Wish, state: State, facts: Facts): Change[] => {
  const edits = [
    ...(set.hwclock === undefined
      ? []
      : [
          {
            of: utcLine(facts),
            value: set.hwclock === 'UTC' ? 'yes' : 'no',
            file: state.utc,
            folder: state.utcFolder,
          },
        ]),
    ...(set.name === undefined
      ? []
      : [{ of: zoneLine(facts), value: set.name, file: state.zone, folder: state.zoneFolder }]),
  ]
  const texts = new Map<string, string>()
  for (const { of, value, file, folder } of edits) {
    if (!file) needFolder(of.file, folder)
    texts.set(of.file, withValue(of, texts.get(of.file) ?? textOf(of.file, file), value))
  }
  const files = new Map(edits.map(({ of, file }) => [of.file, file]))
  const isLinked = set.name === undefined || linkedZone(set.name, state) === set.name
  return [
    ...[...texts].flatMap(([path, text]) => toText(path, files.get(path), text, {}, facts)),
    ...(set.hwclock === undefined ? [] : [toClock(set.hwclock, state)]),
    ...(isLinked ? [] : [toLink(set.name, state)]),
  ]
}

const toLink = (name: string, { localtime, tzfile }: State): Change => {
  const path = '/etc/localtime'
  const hidden = unknown('the attributes of a new link') as never
  const after: FileAnswer = {
    type: 'link',
    mode: hidden,
    uid: hidden,
    gid: hidden,
    owner: hidden,
    group: hidden,
    size: hidden,
    links: 1,
    inode: hidden,
    target: zoneFile(name),
    real: { ...(tzfile?.real ?? tzfile!), path: zoneFile(name) },
  }
  return change(
    probe.file(path, { want: 'digest' }),
    localtime,
    after,
    [{ op: 'link', path, target: zoneFile(name) }],
    { touches: ['stat /etc/localtime', 'clock system', 'facts *'] },
  )
}

const toClock = (wanted: 'local' | 'UTC', { clock }: State): Change => {
  const flag = wanted === 'UTC' ? '--utc' : '--localtime'
  const after = { ...raw(clock), hwclock: wanted }
  const run = { op: 'run', argv: ['hwclock', '--systohc', flag] } as const
  return change(probe.clock(), clock, after, [run], {
    title: 'clock',
    touches: ['file /etc/adjtime'],
  })
}
