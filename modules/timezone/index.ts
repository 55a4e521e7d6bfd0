import { arg, change, defineModule, Failure, probe, raw, Refusal } from '../../src/kit/index.ts'
import type { ArgsOf, Change, ClockAnswer, Facts, FileAnswer } from '../../src/kit/index.ts'
import { classicClock, classicReads, classicZone, toClassic, zoneFile } from './classic.ts'

const args = {
  name: arg.text('The time zone, as Europe/Zurich.'),
  hwclock: arg.alias(arg.choice('What the hardware clock is taken for.', 'local', 'UTC'), 'rtc'),
} as const
type Args = ArgsOf<typeof args>

/** timedatectl keeps everything right by itself. */
const isClassic = ({ init }: Facts): boolean => init !== 'systemd'

type State = Parameters<typeof toClassic>[1]

/** How both are set now, as far as they were asked for; n/a where that cannot be told. */
const settings = (of: Args, state: State, facts: Facts): Readonly<Record<string, string>> => {
  const classic = isClassic(facts)
  const zone =
    of.name !== undefined && classic ? classicZone(of.name, state, facts) : state.clock?.zone
  const clock =
    of.hwclock !== undefined && classic
      ? classicClock(of.hwclock, state, facts)
      : state.clock?.hwclock
  return {
    ...(of.hwclock !== undefined && { hwclock: clock ?? 'n/a' }),
    ...(of.name !== undefined && { name: zone ?? 'n/a' }),
  }
}

const checkZone = (name: string, tzfile: FileAnswer | undefined): void => {
  if (!/^[A-Za-z0-9]([\w+-]|\/(?=\w))*$/.test(name))
    throw new Refusal('name', 'must be a time zone as in Europe/Zurich')
  if ((tzfile?.real ?? tzfile)?.type !== 'file')
    throw new Failure(
      `given timezone "${name}" is not available: install tzdata, or look into /usr/share/zoneinfo`,
    )
}

/** The time zone, and what the hardware clock is taken for. */
export default defineModule({
  name: 'timezone',
  summary: 'Set the time zone, and what the hardware clock shows.',
  args,
  rules: { oneOf: [['name', 'hwclock']] },
  returns: { diff: 'What was set before, and what is now.' },
  needs: 'the zones (tzdata); without systemd, hwclock for `hwclock`',
  predicts: 'full',
  notes: [
    'Where systemd does not run, /etc/localtime becomes a link to the zone; Ansible copies the zone on Red Hat.',
  ],
  reads: (of, facts) => ({
    tzfile: of.name === undefined ? undefined : probe.file(zoneFile(of.name), { want: 'digest' }),
    clock: probe.clock(),
    ...(isClassic(facts) && classicReads(of, facts)),
  }),
  plan: (of, answers, facts) => {
    const state = answers as State
    if (of.name !== undefined) checkZone(of.name, state.tzfile)
    const now = settings(of, state, facts)
    const toName = of.name !== undefined && now['name'] !== of.name
    const toClock = of.hwclock !== undefined && now['hwclock'] !== of.hwclock
    if (!isClassic(facts)) return byTimedatectl(of, state.clock, toName, toClock)
    const set = { ...(toName && { name: of.name }), ...(toClock && { hwclock: of.hwclock }) }
    return toClassic(set, state, facts)
  },
  result: ({ args: of, before, facts }) => {
    const was = settings(of, before as State, facts)
    const { name, hwclock } = of
    return {
      diff: {
        before: was,
        after: { ...(hwclock !== undefined && { hwclock }), ...(name !== undefined && { name }) },
      },
    }
  },
})

const byTimedatectl = (
  { name, hwclock }: Args,
  clock: ClockAnswer | undefined,
  toName: boolean,
  toClock: boolean,
): Change[] => {
  const set = (...argv: string[]) => ({ op: 'run', argv: ['timedatectl', ...argv] }) as const
  const ops = [
    ...(toClock ? [set('set-local-rtc', hwclock === 'local' ? 'yes' : 'no')] : []),
    ...(toName ? [set('set-timezone', name!)] : []),
  ]
  if (ops.length === 0) return []
  const after = {
    ...raw(clock),
    hwclock: hwclock ?? clock?.hwclock ?? 'UTC',
    ...(name !== undefined && { zone: name }),
  } as const
  return [
    change(probe.clock(), clock, after, ops, {
      title: 'clock',
      touches: ['file /etc/localtime', 'file /etc/timezone', 'file /etc/adjtime', 'facts *'],
    }),
  ]
}
