// Calls a module and holds it to its contract: it sees answers to what it asked, and nothing else. Pure.
import { guarded, unknown, UnknownRead } from '../base/unknown.ts'
import { Failure, Refusal } from '../kit/define.ts'
import type { Answer, Change } from '../model/change.ts'
import type { After, AnyModule, Facts, Probe, Reads } from '../model/module.ts'

/** Finds the answer to a question; undefined when it was not asked yet. */
export type Find = (probe: Probe) => Answer | undefined

/** A module's questions with every chain followed as far as the answers go. */
export type Questions = {
  readonly probes: Readonly<Record<string, Probe | undefined>>
  /** Why a chain ends early: an answer on its way is unknown or failed. */
  readonly blocked: Readonly<Record<string, Answer>>
  readonly missing: readonly Probe[]
}

export type Planned =
  | { readonly kind: 'changes'; readonly changes: readonly Change[]; readonly questions: Questions }
  | { readonly kind: 'missing'; readonly probes: readonly Probe[] }
  /** `subjects`: what the module asked about, and may change. */
  | { readonly kind: 'unknown'; readonly why: string; readonly subjects: readonly Probe[] }
  | {
      readonly kind: 'failed'
      readonly reason: string
      readonly vars: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'refused'; readonly argument: string | undefined; readonly reason: string }

const isAfter = (asked: Probe | After): asked is After => 'next' in asked

/** The questions of a module for these arguments. */
export const questionsOf = (
  module: AnyModule,
  args: Readonly<Record<string, unknown>>,
  facts: Facts,
  find: Find,
): Questions => {
  const probes: Record<string, Probe | undefined> = {}
  const blocked: Record<string, Answer> = {}
  const missing: Probe[] = []
  for (const [name, asked] of Object.entries(module.reads(args, facts) as Reads)) {
    if (!asked) continue
    const { probe, waits, ends } = lastOf(asked, find)
    if (waits) missing.push(waits)
    else if (ends) blocked[name] = ends
    else {
      probes[name] = probe
      if (probe && !find(probe)) missing.push(probe)
    }
  }
  return { probes, blocked, missing }
}

type Chain = { readonly probe?: Probe | undefined; readonly waits?: Probe; readonly ends?: Answer }

/** The last question of a chain; or the one it waits for, or the answer that ends it early. */
const lastOf = (asked: Probe | After, find: Find): Chain => {
  if (!isAfter(asked)) return { probe: asked }
  const before = lastOf(asked.first, find)
  if (!before.probe) return before
  const first = find(before.probe)
  if (!first) return { waits: before.probe }
  if (!('known' in first || 'absent' in first)) return { ends: first }
  try {
    const next = asked.next('known' in first ? guarded(first.known) : undefined)
    return next ? lastOf(next, find) : { probe: next }
  } catch (problem) {
    if (!(problem instanceof UnknownRead)) throw problem
    return { ends: { unknown: problem.unknown.why } }
  }
}

/** Thrown when a module reads what the host could not answer. */
class FailedRead extends Error {}

/**
 * Answers by name; unknown and failed ones throw when they are read. For `result`, which hands values on and decides
 * nothing, unknown parts of known answers are values like others.
 */
export const stateOf = (
  questions: Questions,
  find: Find,
  use: 'plan' | 'result' = 'plan',
): Readonly<Record<string, never>> => {
  const state: Record<string, never> = {}
  for (const name of new Set([
    ...Object.keys(questions.probes),
    ...Object.keys(questions.blocked),
  ])) {
    const probe = questions.probes[name]
    const answer = questions.blocked[name] ?? (probe ? find(probe) : undefined)
    const throws = answer && !('known' in answer || 'absent' in answer)
    if (throws)
      Object.defineProperty(state, name, { enumerable: true, get: () => read(answer, probe, use) })
    else state[name] = read(answer, probe, use) as never
  }
  return Object.freeze(state)
}

const read = (
  answer: Answer | undefined,
  probe: Probe | undefined,
  use: 'plan' | 'result',
): unknown => {
  if (!answer || 'absent' in answer) return undefined
  if ('known' in answer) return use === 'plan' ? guarded(answer.known) : answer.known
  if ('unknown' in answer) throw new UnknownRead(unknown(answer.unknown))
  throw new FailedRead(
    `${probe ? `${probe.kind} ${probe.kind === 'command' ? (JSON.parse(probe.id) as string[]).join(' ') : probe.id}: ` : ''}${answer.failed}`,
  )
}

/** Asks a module for its changes; says instead what is missing, unknown or wrong. */
export const planStep = (
  module: AnyModule,
  args: Readonly<Record<string, unknown>>,
  facts: Facts,
  find: Find,
): Planned => {
  let questions: Questions | undefined
  try {
    questions = questionsOf(module, args, facts, find)
    if (questions.missing.length > 0) return { kind: 'missing', probes: questions.missing }
    const changes = module.plan(args, stateOf(questions, find), facts)
    return { kind: 'changes', changes, questions }
  } catch (problem) {
    if (problem instanceof UnknownRead)
      return { kind: 'unknown', why: problem.unknown.why, subjects: subjectsOf(questions, find) }
    if (problem instanceof FailedRead) return { kind: 'failed', reason: problem.message, vars: {} }
    const doubt = questions && problem instanceof Failure ? doubtIn(questions, find) : undefined
    if (doubt !== undefined)
      return { kind: 'unknown', why: doubt, subjects: subjectsOf(questions, find) }
    if (problem instanceof Failure)
      return { kind: 'failed', reason: problem.message, vars: problem.vars }
    if (problem instanceof Refusal)
      return { kind: 'refused', argument: problem.argument, reason: problem.message }
    const fault = faultOf(module, problem)
    if (fault === undefined) throw problem
    return { kind: 'failed', reason: fault, vars: {} }
  }
}

/** What a module asked about and may change: not what a program told, and no folder, which stays what it is. */
const subjectsOf = (questions: Questions | undefined, find: Find): readonly Probe[] =>
  Object.values(questions?.probes ?? {}).flatMap(probe => {
    if (!probe || probe.kind === 'command') return []
    const answer = find(probe)
    const isFolder =
      answer && 'known' in answer && (answer.known as { type?: unknown }).type === 'directory'
    return isFolder ? [] : [probe]
  })

/** What a user's own module threw by mistake, as a sentence; undefined for a module of ours. */
export const faultOf = (module: AnyModule, problem: unknown): string | undefined =>
  module.file === undefined || !(problem instanceof Error)
    ? undefined
    : `the module ${module.name} has a bug: ${problem.name}: ${problem.message.split('\n')[0]} (${module.file})`

/** Why something that is absent may be there when the step really runs. */
const doubtIn = (questions: Questions, find: Find): string | undefined => {
  for (const probe of Object.values(questions.probes)) {
    const answer = probe && find(probe)
    if (answer && 'absent' in answer && answer.doubt !== undefined) return answer.doubt
  }
  return undefined
}
