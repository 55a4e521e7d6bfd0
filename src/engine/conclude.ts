// What a step's acts come to: its result, its diffs, and whether the host keeps what the module promised. Acts nothing.
import { keyOf } from '../host/key.ts'
import { diffOf } from '../host/diff.ts'
import { LOCAL_KINDS } from '../host/kinds.ts'
import { listsOf } from '../host/state.ts'
import type { Outcome } from '../host/perform.ts'
import type { Change, Diff } from '../model/change.ts'
import type { Probe } from '../model/module.ts'
import { failure } from './failures.ts'
import { answerLocal } from './local-answers.ts'
import { answerIn, brokenPromise } from './promise.ts'
import type { Find } from './plan-step.ts'
import { localFrom, type Plan } from './prepare.ts'
import { doneDraft, failedDraft, type Draft } from './result.ts'

/** Diffs of what counts. */
export const diffsOf = (changes: readonly Change[]): readonly Diff[] =>
  changes.filter(change => change.counts).map(diffOf)

/** What the changes may make stale, beside their subjects. */
export const touchesOf = (changes: readonly Change[]): readonly string[] | 'everything' =>
  changes.some(change => change.touches === 'everything')
    ? 'everything'
    : changes.flatMap(change => change.touches as readonly string[])

/** What the host is asked about afterwards. */
export const subjectsOf = (changes: readonly Change[]): readonly Probe[] =>
  promisedOf(changes).filter(({ kind }) => !LOCAL_KINDS.has(kind))

const promisedOf = (changes: readonly Change[]): readonly Probe[] =>
  changes.filter(({ subject }) => subject.kind !== 'deed').map(change => change.subject)

/** Forgets what may be stale now. What a program told may hang on anything. */
export const forget = ({ step, changes }: Plan): void => {
  const { state } = step.target
  step.self.world.acts += 1
  state.forget(touchesOf(changes))
  state.forget([
    ...subjectsOf(changes).flatMap(of => [keyOf(of), ...listsOf(of)]),
    ...(changes.length > 0 ? ['command *'] : []),
  ])
}

/** The result of a plan whose changes were made, or are planned. */
export const done = (
  { step, hand, questions, changes }: Plan,
  before: Find,
  after: Find,
  diffs: readonly Diff[],
  outputs?: Outcome['outputs'],
): Draft =>
  doneDraft({
    module: step.ready.module,
    args: step.ready.args,
    facts: hand.facts,
    questions,
    before,
    after,
    changes,
    diffs,
    ...((outputs ?? (changes.length === 0 ? [] : undefined)) && { outputs: outputs ?? [] }),
  })

/** The answers as they are now, kept apart from what comes. */
export const remembered = ({ questions, find }: Plan): Find => {
  const answers = new Map(
    Object.values(questions.probes).flatMap(probe =>
      probe ? [[keyOf(probe), find(probe)] as const] : [],
    ),
  )
  return probe => answers.get(keyOf(probe)) ?? find(probe)
}

/** The result of acts that came to their end, or failed; `stamp` is the ending of backups' names. */
export const conclude = (
  plan: Plan,
  acted: Pick<Outcome, 'failure' | 'outputs' | 'answers'>,
  { before, stamp }: { readonly before: Find; readonly stamp: string },
): Draft => {
  const { step, changes } = plan
  if (acted.failure) return failure(acted.failure, step.ready.module)
  const diffs = diffsOf(changes)
  const answers = withLocal(acted.answers, plan)
  const broken = brokenPromise(changes, answers)
  if (broken && !broken.change.lenient) return failedDraft(broken.reason, {}, { diffs })
  const after: Find = probe => answerIn(answers, probe) ?? before(probe)
  const draft = withBackup(done(plan, before, after, diffs, acted.outputs), plan, stamp)
  return broken ? { ...draft, warnings: [broken.reason] } : draft
}

/** The answers of the host with those of the controller, which no request brings. */
const withLocal = (
  answers: Outcome['answers'],
  { step, changes }: Plan,
): Pick<Outcome, 'answers'> => {
  const local = promisedOf(changes).filter(({ kind }) => LOCAL_KINDS.has(kind))
  if (local.length === 0) return { answers }
  const from = localFrom(step)
  return {
    answers: new Map([
      ...answers,
      ...local.map(probe => [probe, answerLocal(probe, from)] as const),
    ]),
  }
}

/** Where the old file was kept. */
const withBackup = (draft: Draft, { changes, step }: Plan, stamp: string): Draft => {
  const kept = changes.find(
    change =>
      'known' in change.before && change.ops.some(op => op.op === 'write' && op.backup === true),
  )
  if (!kept) return draft
  const name = step.ready.module.returns?.['backup'] === undefined ? 'backup_file' : 'backup'
  return { ...draft, vars: { ...draft.vars, [name]: `${kept.subject.id}.${stamp}` } }
}
