// A module's step on a host: its changes made, or foreseen, and the promise kept. The only place that changes a host,
// beside jobs.ts, where the changes travel as a job of their own.
import { covers, keyOf } from '../host/key.ts'
import type { Change } from '../model/change.ts'
import type { Probe } from '../model/module.ts'
import { conclude, diffsOf, done, forget, remembered, subjectsOf, touchesOf } from './conclude.ts'
import { NEAR } from './host-run.ts'
import { background, cloudedByJobs } from './jobs.ts'
import { aheadOf, prepare, tooLate, type Plan, type Step } from './prepare.ts'
import { failedDraft, type Draft } from './result.ts'
import { needsStages, performInStages } from './stages.ts'
import { learn, type PerformOptions } from './target.ts'

/** Runs a module's step to its end, or plans it in a dry run. */
export const act = (step: Step): Promise<Draft> =>
  step.ready.background ? background(step) : step.target.lock(() => actLocked(step))

const actLocked = async (step: Step): Promise<Draft> => {
  cloudedByJobs(step)
  for (let stale = 0; stale < 2; stale++) {
    const plan = await prepare(step)
    if ('status' in plan) return plan
    if (plan.changes.length === 0) return done(plan, plan.find, plan.find, [])
    if (step.ready.check) return foresee(plan)
    const draft = await perform(plan)
    if (draft) return draft
  }
  return failedDraft('the host changes under our hands: it was not as it had just been, twice')
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
const perform = async (plan: Plan): Promise<Draft | undefined> => {
  const { step, hand, changes } = plan
  const { self, target, task, hidden } = step
  const before = remembered(plan)
  const diffs = diffsOf(changes)
  const touches = touchesOf(changes)
  if (touches === 'everything') self.horizon = NEAR
  const stale = (probe: Probe): boolean =>
    touches === 'everything' ||
    probe.kind === 'command' ||
    touches.some(pattern => covers(pattern, keyOf(probe)))
  const ahead = touches.length === 0 ? [] : aheadOf(step, hand).filter(stale)
  const told = (type: 'change.start' | 'change.end'): void => {
    if (!hidden)
      for (const diff of diffs) self.world.emit({ type, host: self.host.name, task: task.id, diff })
  }
  told('change.start')
  const asks = [...subjectsOf(changes), ...ahead]
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
  forget(plan)
  learn(target.state, acted.answers, hand)
  if (acted.late)
    return tooLate(
      step,
      isWhole(changes) ? '; a transaction that has begun goes on to its end' : '',
    )
  if (acted.stale) return undefined
  const draft = conclude(plan, acted, { before, stamp: acted.stamp })
  if (!acted.failure) told('change.end')
  return draft
}

/** Whether something is among them that is not ended half-way. */
const isWhole = (changes: readonly Change[]): boolean =>
  changes.some(({ ops }) => ops.some(op => op.op === 'run' && op.whole === true))
