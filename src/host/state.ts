// What is known of one host: answers by user, under an overlay of what planned changes will make of them.
// A wrong "ok" is the worst of bugs, so whatever may be stale is forgotten, or unknown in a dry run.
import { posix } from 'node:path'
import type { Answer, Change } from '../model/change.ts'
import type { Probe } from '../model/module.ts'
import { covers, keyOf } from './key.ts'
import { kindOf } from './kinds.ts'

export type HostState = {
  /** The answer; undefined when it was not asked, or not in this depth. */
  get(probe: Probe, user: string): Answer | undefined
  /** What a dry run counts on that may bring a subject which is absent now; undefined when nothing does. */
  brings(probe: Probe): string | undefined
  /** The host said so. */
  learn(answers: ReadonlyMap<Probe, Answer>, user: string): void
  /** It will be so: a dry run's changes. What they may touch beside becomes unknown. */
  expect(changes: readonly Change[]): void
  /** Nobody can tell what becomes of these: a dry run met a step that only the run can decide. */
  cloud(probes: readonly Probe[], why: string): void
  /** Nothing of what was expected will come: a task was only looked at. */
  retract(): void
  /** It may have changed, for every user. */
  forget(touches: readonly string[] | 'everything'): void
}

type Known = { readonly probe: Probe; readonly answer: Answer }
type Expected = { readonly change: Change; readonly order: number }
type Cloud = { readonly pattern: string; readonly why: string; readonly order: number }
/** A program that may bring anything ran before a question that was answered with "absent". */
type Doubt = Omit<Cloud, 'pattern'>

/** Kinds whose subject is a path, and gone with the folder that it lies in. */
const PATHS = new Set(['file', 'stat', 'tree', 'bytes', 'fragments'])

const leftBy = ({ title, subject }: Change): string =>
  `what "${title ?? keyOf(subject)}" leaves behind`

/** An empty state: nothing asked, nothing planned. */
export const hostState = (): HostState => {
  const byUser = new Map<string, Map<string, Known>>()
  const overlay = new Map<string, Expected>()
  const clouds: Cloud[] = []
  let doubt: Doubt | undefined
  let order = 0

  const asked = (probe: Probe, user: string): Answer | undefined => {
    const had = byUser.get(user)?.get(keyOf(probe))
    if (!had) return undefined
    if (!('known' in had.answer)) return had.answer
    const deep = kindOf(probe.kind).covers?.(had.probe, had.answer.known, probe) ?? true
    return deep ? had.answer : undefined
  }

  /** The unknown that lies over a key, if something touched it later than `since`. */
  const cloudOver = (key: string, since: number): Answer | undefined => {
    const found = clouds.findLast(cloud => cloud.order > since && covers(cloud.pattern, key))
    return found && { unknown: found.why }
  }

  const planned = (kind: string, id: string): Answer | undefined => {
    const expected = overlay.get(`${kind} ${id}`)
    return expected && expected.change.after !== 'must differ' ? expected.change.after : undefined
  }

  /** When a folder above a path was planned to go; 0 where none was. */
  const removal = ({ kind, id }: Probe): number => {
    let last = 0
    if (!PATHS.has(kind)) return last
    for (
      let folder = posix.dirname(id);
      folder !== '/' && folder !== '.';
      folder = posix.dirname(folder)
    ) {
      const expected = overlay.get(`file ${folder}`)
      if (expected && expected.change.after !== 'must differ' && 'absent' in expected.change.after)
        last = Math.max(last, expected.order)
    }
    return last
  }

  /** What follows from plans for other subjects, and when the last of them was made. */
  const derived = (probe: Probe): { answer: Answer; order: number } | undefined => {
    let last = 0
    const look = (kind: string, id: string): Answer | undefined => {
      last = Math.max(last, overlay.get(`${kind} ${id}`)?.order ?? 0)
      return planned(kind, id)
    }
    const answer =
      kindOf(probe.kind).derive?.(probe, look) ??
      (probe.kind === 'file' ? underPlanned(probe.id, look) : undefined)
    return answer && { answer, order: last }
  }

  /** What is absent may have come with something that ran later than it was said. */
  const doubted = (probe: Probe, answer: Answer | undefined): Answer | undefined => {
    if (
      !doubt ||
      !answer ||
      !('absent' in answer) ||
      doubt.order < (overlay.get(keyOf(probe))?.order ?? 0)
    )
      return answer
    return { absent: true, doubt: doubt.why }
  }

  const foreseen = (probe: Probe, user: string): Answer | 'ask' | undefined => {
    const key = keyOf(probe)
    const expected = overlay.get(key)
    const follows = expected ? undefined : derived(probe)
    const since = expected?.order ?? follows?.order ?? 0
    const gone = removal(probe)
    const cloud = cloudOver(key, Math.max(since, gone))
    if (cloud) return cloud
    if (gone > since) return { absent: true }
    return expected ? expectedAnswer(probe, expected, asked(probe, user)) : follows?.answer
  }

  return {
    get: (probe, user) => {
      if (overlay.size === 0 && clouds.length === 0 && !doubt) return asked(probe, user)
      const found = foreseen(probe, user)
      return found === 'ask' ? undefined : doubted(probe, found ?? asked(probe, user))
    },
    brings: probe => {
      const change = overlay.get(keyOf(probe))?.change
      if (!change) return doubt?.why
      return change.after === 'must differ' || !('absent' in change.after)
        ? leftBy(change)
        : undefined
    },
    learn: (answers, user) => {
      const mine = byUser.get(user) ?? new Map<string, Known>()
      byUser.set(user, mine)
      for (const [probe, answer] of answers) mine.set(keyOf(probe), { probe, answer })
    },
    expect: changes => {
      for (const change of changes) {
        order += 1
        const why = leftBy(change)
        // 'everything' is assumed to leave alone what later steps look at, as the report says; but nobody fails for
        // the lack of what it may bring.
        if (change.touches === 'everything') doubt = { order, why }
        else for (const pattern of change.touches) clouds.push({ pattern, order, why })
        if (change.subject.kind === 'deed') continue
        for (const pattern of listsOf(change.subject)) clouds.push({ pattern, order, why })
        overlay.set(keyOf(change.subject), { change, order: order + 0.5 })
      }
    },
    cloud: (probes, why) => {
      order += 1
      doubt = { order, why }
      for (const probe of probes)
        for (const pattern of [keyOf(probe), ...listsOf(probe)])
          clouds.push({ pattern, order, why })
    },
    retract: () => {
      overlay.clear()
      clouds.length = 0
      doubt = undefined
    },
    forget: touches => {
      for (const mine of byUser.values())
        if (touches === 'everything') mine.clear()
        else
          for (const key of mine.keys())
            if (touches.some(pattern => covers(pattern, key))) mine.delete(key)
    },
  }
}

/** The questions for everything of a subject's sort: `service-list` for a service. Packages bring services. */
export const listsOf = ({ kind }: Probe): readonly string[] => [
  `${kind}-list *`,
  ...(kind === 'package' || kind === 'transaction' ? ['package-list *', 'service-list *'] : []),
]

/** What a change promises, completed by what the host says where the promise lacks depth. */
const expectedAnswer = (
  probe: Probe,
  { change }: Expected,
  asked: Answer | undefined,
): Answer | 'ask' | undefined => {
  const { after } = change
  if (after === 'must differ')
    return { unknown: `how "${change.title ?? keyOf(change.subject)}" leaves it` }
  if (
    !('known' in after) ||
    (kindOf(probe.kind).covers?.(change.subject, after.known, probe) ?? true)
  )
    return after
  if (!asked) return 'ask'
  const why = `what "${change.title ?? keyOf(change.subject)}" leaves there`
  if ('absent' in asked) return { unknown: why }
  if (!('known' in asked)) return asked
  // Of another content nothing is left.
  const [will, was] = [after.known as { sha256?: unknown }, asked.known as { sha256?: unknown }]
  if (will.sha256 !== undefined && will.sha256 !== was.sha256) return { unknown: why }
  return { known: { ...(asked.known as object), ...(after.known as object) } }
}

/** A path below one that is planned: gone with it, new and empty, or behind a link nobody has followed yet. */
const underPlanned = (
  path: string,
  planned: (kind: string, id: string) => Answer | undefined,
): Answer | undefined => {
  for (
    let folder = posix.dirname(path);
    folder !== '/' && folder !== '.';
    folder = posix.dirname(folder)
  ) {
    const answer = planned('file', folder)
    if (!answer) continue
    if ('absent' in answer) return { absent: true }
    if ('known' in answer && (answer.known as { type: string }).type === 'link')
      return { unknown: `what lies behind the link ${folder}` }
  }
  return undefined
}
