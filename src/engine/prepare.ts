// A module's step up to its changes: asks what is missing, again and again, until the module can say what is to be
// done. Changes nothing.
import { posix } from 'node:path'
import { unknown, UnknownRead } from '../base/unknown.ts'
import { LOCAL_KINDS } from '../host/kinds.ts'
import type { Answer, Change } from '../model/change.ts'
import { Lost } from '../model/edge.ts'
import type { Probe } from '../model/module.ts'
import type { Task } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import type { Ready } from './evaluate.ts'
import { FAR, type HostRun } from './host-run.ts'
import { refused } from './failures.ts'
import { keptLocal } from './local-answers.ts'
import { questionsAhead } from './look-ahead.ts'
import { planStep, type Find, type Questions } from './plan-step.ts'
import { noteArgs } from './secrets.ts'
import { doubtFacts } from './remember.ts'
import { failedDraft, unknownDraft, type Draft } from './result.ts'
import { askerOf, environmentFor, type Hand, type Target } from './target.ts'

export type Step = {
  readonly self: HostRun
  readonly task: Task
  readonly ready: Ready
  readonly scope: Scope
  readonly target: Target
  /** Nothing of it is shown. */
  readonly hidden: boolean
  readonly seconds?: number
  /** The controller's answers, where a look ahead had them. */
  readonly locals?: ReadonlyMap<string, Answer>
}

/** A step whose changes are known. */
export type Plan = {
  readonly step: Step
  readonly hand: Hand
  readonly find: Find
  readonly questions: Questions
  readonly changes: readonly Change[]
}

/** What changes may bring to the controller. */
const PLANNED_HERE: ReadonlySet<string> = new Set(['controller', 'local-tree'])

/** Rounds of questions after which a module is taken to ask for ever. */
const ROUNDS = 24

/** The folder of the play that a step belongs to. */
const folderOf = ({ self }: Step): string => posix.dirname(self.run.play.file)

/** The shell of the step's user. In a dry run that user may come with what was only planned, as with a package. */
const handOf = async ({ ready, target }: Step): Promise<Hand> => {
  try {
    return await target.hand(ready.become)
  } catch (problem) {
    const user = ready.become?.user
    const why =
      user !== undefined && problem instanceof Lost && problem.kind === 'become'
        ? target.state.brings({ kind: 'user', id: user })
        : undefined
    if (why === undefined) throw problem
    throw new UnknownRead(unknown(why))
  }
}

/** The changes of a step; or its result, where it comes to none for a reason of its own. */
export const prepare = async (step: Step): Promise<Plan | Draft> => {
  const { self, ready, target } = step
  noteArgs(self.world.secrets, ready.module, ready.args)
  const hand = placed(await handOf(step), step)
  const find = findFor(step, hand)
  for (let round = 0; round < ROUNDS; round++) {
    const planned = planStep(ready.module, ready.args, hand.facts, find)
    switch (planned.kind) {
      case 'missing': {
        const ahead = aheadOf(step, hand).filter(
          probe => !target.state.get(probe, askerOf(hand, probe)),
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
      case 'changes':
        return {
          step,
          hand,
          find,
          questions: planned.questions,
          changes: withEnvironment(planned.changes, ready.environment),
        }
    }
  }
  // A host whose answers do not fit together can bring this about: it is that host's failure.
  return failedDraft(
    `the module ${ready.module.name} got no answers it could work with in ${ROUNDS} rounds of questions`,
  )
}

/** Answers to a step's questions: of the host, as far as they are known, and of the controller. */
const findFor = (step: Step, hand: Hand): Find => {
  const { state } = step.target
  const locals = new Map(step.locals)
  return probe => {
    if (!LOCAL_KINDS.has(probe.kind)) return state.get(probe, askerOf(hand, probe))
    // A dry run may have planned it.
    const planned = PLANNED_HERE.has(probe.kind) && state.get(probe, hand.user)
    if (planned) return planned
    return keptLocal(locals, probe, localFrom(step))
  }
}

/** What modules that write on the controller must know beside the host's own facts. */
const placed = (hand: Hand, { self, target, ready }: Step): Hand => ({
  ...hand,
  ...(environmentFor(ready) && { environment: ready.environment }),
  facts: {
    ...hand.facts,
    name: self.host.name,
    controller: {
      folder: posix.resolve(posix.dirname(self.run.play.file)),
      home: self.world.edges.env.get('HOME') ?? '/',
    },
    ...(target.address.via === 'local' && { isController: true }),
    ...(ready.delegate !== undefined && { delegate: ready.delegate }),
  },
})

/** Questions of steps to come. What no script can hold is their mistake, not this step's. */
export const aheadOf = (step: Step, hand: Hand): readonly Probe[] =>
  questionsAhead(step, hand, folderOf(step)).filter(
    probe => !JSON.stringify(probe).includes('\\u0000'),
  )

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

/** The end of a step that took too long. */
export const tooLate = ({ seconds = 0 }: Step, more = ''): Draft =>
  failedDraft(`it took longer than ${seconds} seconds, and was ended on the host${more}`)

/** Where the controller's answers for a step come from. */
export const localFrom = (step: Step) => ({
  files: step.self.world.edges.files,
  templates: step.self.world.templates,
  task: step.task,
  scope: step.scope,
  playbookDir: folderOf(step),
  managed: step.self.world.options.managed,
})
