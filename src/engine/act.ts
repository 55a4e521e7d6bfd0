// A module's step on a host: ask what is missing, plan, act, see whether the promise was kept. The only place that
// changes a host.
import { posix } from 'node:path'
import { covers, keyOf } from '../host/key.ts'
import { diffOf } from '../host/diff.ts'
import { LOCAL_KINDS } from '../host/kinds.ts'
import { listsOf } from '../host/state.ts'
import type { Outcome } from '../host/perform.ts'
import type { Answer, Change, Diff } from '../model/change.ts'
import type { Probe } from '../model/module.ts'
import type { Task } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import type { Ready } from './evaluate.ts'
import { FAR, NEAR, type HostRun } from './host-run.ts'
import { failure, refused } from './failures.ts'
import { answerLocal } from './local-answers.ts'
import { questionsAhead } from './look-ahead.ts'
import { answerIn, brokenPromise } from './promise.ts'
import { planStep, type Find, type Questions } from './plan-step.ts'
import { noteArgs } from './secrets.ts'
import { doubtFacts } from './remember.ts'
import { doneDraft, failedDraft, unknownDraft, type Draft } from './result.ts'
import { needsStages, performInStages } from './stages.ts'
import type { Hand, PerformOptions, Target } from './target.ts'

export type Step = {
  readonly self: HostRun
  readonly task: Task
  readonly ready: Ready
  readonly scope: Scope
  readonly target: Target
  /** Nothing of it is shown. */
  readonly hidden: boolean
  readonly seconds?: number
}

/** What changes may bring to the controller. */
const PLANNED_HERE: ReadonlySet<string> = new Set(['controller', 'local-tree'])

/** Rounds of questions after which a module is taken to ask for ever. */
const ROUNDS = 24

/** Runs a module's step to its end, or plans it in a dry run. */
export const act = (step: Step): Promise<Draft> => step.target.lock(() => actLocked(step))

const actLocked = async (step: Step): Promise<Draft> => {
  const { self, ready, target } = step
  noteArgs(self.world.secrets, ready.module, ready.args)
  const playbookDir = posix.dirname(self.run.play.file)
  const hand = placed(await target.hand(ready.become), step, playbookDir)
  const locals = new Map<string, Answer>()
  const find: Find = probe => {
    if (!LOCAL_KINDS.has(probe.kind)) return target.state.get(probe, hand.user)
    // A dry run may have planned it.
    const planned = PLANNED_HERE.has(probe.kind) && target.state.get(probe, hand.user)
    if (planned) return planned
    const key = `${keyOf(probe)} ${JSON.stringify(probe.ask ?? {})}`
    const answer = locals.get(key) ?? answerLocal(probe, localFrom(step, playbookDir))
    locals.set(key, answer)
    return answer
  }
  let stale = 0
  for (let round = 0; round < ROUNDS; round++) {
    const planned = planStep(ready.module, ready.args, hand.facts, find)
    switch (planned.kind) {
      case 'missing': {
        const ahead = aheadOf(step, hand, playbookDir).filter(
          probe => !target.state.get(probe, hand.user),
        )
        // A question of a step to come may be the one that hangs.
        const isAnswered =
          (await target.ask([...planned.probes, ...ahead], hand, step.seconds)) ||
          (ahead.length > 0 && (await target.ask(planned.probes, hand, step.seconds)))
        if (!isAnswered) return tooLate(step)
        self.horizon = Math.min(FAR, self.horizon * 4)
        continue
      }
      case 'unknown':
        doubtFacts(self.host, ready, planned.why)
        if (ready.check) target.state.cloud(planned.subjects, planned.why)
        return unknownDraft(planned.why)
      case 'failed':
        return failedDraft(planned.reason, planned.vars)
      case 'refused':
        return refused(step, planned.argument, planned.reason)
      case 'changes': {
        const plan: Plan = {
          step,
          hand,
          find,
          questions: planned.questions,
          changes: withEnvironment(planned.changes, ready.environment),
        }
        if (plan.changes.length === 0) return done(plan, find, find, [])
        if (ready.check) return foresee(plan)
        const draft = await perform(plan, playbookDir)
        if (draft) return draft
        if (++stale > 1)
          return failedDraft(
            'the host changes under our hands: it was not as it had just been, twice',
          )
      }
    }
  }
  // A host whose answers do not fit together can bring this about: it is that host's failure.
  return failedDraft(
    `the module ${ready.module.name} got no answers it could work with in ${ROUNDS} rounds of questions`,
  )
}

/** What modules that write on the controller must know beside the host's own facts. */
const placed = (hand: Hand, { self, target, ready }: Step, folder: string): Hand => ({
  ...hand,
  facts: {
    ...hand.facts,
    name: self.host.name,
    controller: {
      folder: posix.resolve(folder),
      home: self.world.edges.env.get('HOME') ?? '/',
    },
    ...(target.address.via === 'local' && { isController: true }),
    ...(ready.delegate !== undefined && { delegate: ready.delegate }),
  },
})

/** Questions of steps to come. What no script can hold is their mistake, not this step's. */
const aheadOf = (step: Step, hand: Hand, playbookDir: string): readonly Probe[] =>
  questionsAhead(step, hand, playbookDir).filter(
    probe => !JSON.stringify(probe).includes('\\u0000'),
  )

type Plan = {
  readonly step: Step
  readonly hand: Hand
  readonly find: Find
  readonly questions: Questions
  readonly changes: readonly Change[]
}

const withEnvironment = (
  changes: readonly Change[],
  environment: Readonly<Record<string, string>>,
): readonly Change[] =>
  Object.keys(environment).length === 0
    ? changes
    : changes.map(change => ({
        ...change,
        ops: change.ops.map(op =>
          op.op === 'run' ? { ...op, env: { ...environment, ...op.env } } : op,
        ),
      }))

/** Diffs of what counts. */
const diffsOf = (changes: readonly Change[]): readonly Diff[] =>
  changes.filter(change => change.counts).map(diffOf)

const done = (
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
const remembered = ({ questions, find }: Plan): Find => {
  const answers = new Map(
    Object.values(questions.probes).flatMap(probe =>
      probe ? [[keyOf(probe), find(probe)] as const] : [],
    ),
  )
  return probe => answers.get(keyOf(probe)) ?? find(probe)
}

/** A dry run: what is planned is what later steps see. A task that alone is in check mode leaves nothing for them. */
const foresee = (plan: Plan): Draft => {
  const before = remembered(plan)
  const { self, target } = plan.step
  target.state.expect(plan.changes)
  const draft = done(plan, before, plan.find, diffsOf(plan.changes))
  if (!self.world.options.check) target.state.retract()
  return draft
}

/** Acts and verifies. Undefined when the host was no longer as the plan had it. */
const perform = async (plan: Plan, playbookDir: string): Promise<Draft | undefined> => {
  const { step, hand, changes } = plan
  const { self, target, task, hidden } = step
  const { state } = target
  const before = remembered(plan)
  const diffs = diffsOf(changes)
  const touches = changes.some(change => change.touches === 'everything')
    ? 'everything'
    : changes.flatMap(change => change.touches as readonly string[])
  if (touches === 'everything') self.horizon = NEAR
  const stale = (probe: Probe): boolean =>
    touches === 'everything' ||
    probe.kind === 'command' ||
    touches.some(pattern => covers(pattern, keyOf(probe)))
  const all = changes.filter(({ subject }) => subject.kind !== 'deed').map(change => change.subject)
  const subjects = all.filter(({ kind }) => !LOCAL_KINDS.has(kind))
  const ahead = touches.length === 0 ? [] : aheadOf(step, hand, playbookDir).filter(stale)
  const told = (type: 'change.start' | 'change.end'): void => {
    if (!hidden)
      for (const diff of diffs) self.world.emit({ type, host: self.host.name, task: task.id, diff })
  }
  told('change.start')
  const asks = [...subjects, ...ahead]
  const how: PerformOptions = {
    signal: self.world.signal,
    ...(step.seconds !== undefined && { seconds: step.seconds }),
    onText: (text, from) => {
      if (!hidden)
        self.world.emit({ type: 'output', host: self.host.name, task: task.id, from, text })
    },
  }
  const acted = await (needsStages(changes)
    ? performInStages(self.world, target, changes, asks, hand, how)
    : target.perform(changes, asks, hand, how))
  state.forget(touches)
  // What a program told may hang on anything.
  state.forget([...subjects.flatMap(of => [keyOf(of), ...listsOf(of)]), 'command *'])
  state.learn(acted.answers, hand.user)
  const outcome = { ...acted, answers: withLocal(acted.answers, all, plan, playbookDir) }
  if (outcome.late)
    return tooLate(
      step,
      isWhole(changes) ? '; a transaction that has begun goes on to its end' : '',
    )
  if (outcome.stale) return undefined
  if (outcome.failure) return failure(outcome.failure, step.ready.module)
  told('change.end')
  const broken = brokenPromise(changes, outcome)
  if (broken && !broken.change.lenient) return failedDraft(broken.reason, {}, { diffs })
  const after: Find = probe => answerIn(outcome, probe) ?? before(probe)
  const draft = withBackup(done(plan, before, after, diffs, outcome.outputs), plan, outcome.stamp)
  return broken ? { ...draft, warnings: [broken.reason] } : draft
}

const tooLate = ({ seconds = 0 }: Step, more = ''): Draft =>
  failedDraft(`it took longer than ${seconds} seconds, and was ended on the host${more}`)

/** Whether something is among them that is not ended half-way. */
const isWhole = (changes: readonly Change[]): boolean =>
  changes.some(({ ops }) => ops.some(op => op.op === 'run' && op.whole === true))

/** The answers of the host with those of the controller, which no request brings. */
const withLocal = (
  answers: Outcome['answers'],
  subjects: readonly Probe[],
  { step }: Plan,
  playbookDir: string,
): Outcome['answers'] => {
  const local = subjects.filter(({ kind }) => LOCAL_KINDS.has(kind))
  if (local.length === 0) return answers
  const from = localFrom(step, playbookDir)
  return new Map([...answers, ...local.map(probe => [probe, answerLocal(probe, from)] as const)])
}

/** Where the controller's answers for a step come from. */
const localFrom = ({ self, task, scope }: Step, playbookDir: string) => ({
  files: self.world.edges.files,
  templates: self.world.templates,
  task,
  scope,
  playbookDir,
})

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
