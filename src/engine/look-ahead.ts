// Which coming steps can be told already, and what they ask: so that one trip to the host answers them all.
// Nothing here may fail: a step that cannot be told yet is asked for when it is reached.
import { unknown, Unknown } from '../base/unknown.ts'
import { hangsOnEnvironment, kindOf, LOCAL_KINDS } from '../host/kinds.ts'
import type { Answer } from '../model/change.ts'
import type { Probe } from '../model/module.ts'
import { gathered, texts } from '../work/context.ts'
import { isChosen } from '../work/select.ts'
import { layer } from '../work/vars.ts'
import { keptLocal } from './local-answers.ts'
import { foretell } from './foretold.ts'
import { evaluate, number, type Ready } from './evaluate.ts'
import { FAR, upcoming, type HostRun } from './host-run.ts'
import { loopItems, loopVars } from './loop.ts'
import { questionsOf } from './plan-step.ts'
import { taskScope } from './scope.ts'
import { askerOf, environmentFor, type Hand, type Target } from './target.ts'

/** Steps of one loop that are worth a look; the rest is asked when it is reached. */
const MOST_ITEMS = 1000

/** Who looks, and whether it is under a time limit. */
type From = { readonly self: HostRun; readonly target: Target; readonly seconds?: number }

/** The questions of coming steps for this user on this host: all of them, answered or not. */
export const questionsAhead = (
  { self, target, seconds }: From,
  hand: Hand,
  playbookDir: string,
): readonly Probe[] => {
  const found: Probe[] = []
  const pending: Record<string, unknown> = {}
  const ahead = layer('coming tasks', pending, false)
  let left = self.horizon
  for (const { task, context } of upcoming(self.cursors)) {
    if (left-- <= 0) break
    if (
      !isChosen(
        gathered(context, 'tags').flatMap(tags => texts(tags.value)),
        self.world.options.select,
      )
    )
      continue
    const register = task.keywords['register']?.value
    try {
      const scope = taskScope(self.world, self.run, self.host, context, task.place.file, { ahead })
      const items = loopItems(self.world, task, scope)
      if (items instanceof Unknown) continue
      for (const [index, item] of (items ?? [undefined]).slice(0, MOST_ITEMS).entries()) {
        const loop = items && loopVars(self.world, task, scope, item, index, items)
        const inner = loop
          ? taskScope(self.world, self.run, self.host, context, task.place.file, { ahead, loop })
          : scope
        const step = evaluate(self.world, task, context, inner)
        const locals = new Map<string, Answer>()
        if (step.kind === 'skipped' || (step.kind === 'ready' && step.delegate === undefined))
          foretell(self, task, index, { step, context, locals, scope: inner })
        if (step.kind !== 'ready' || step.delegate !== undefined || task.module === 'meta') continue
        if (task.module === 'set_fact') Object.assign(pending, withoutCacheable(step.given))
        if (userOf(step) !== hand.user) continue
        // What may hang is not asked by who would wait for ever.
        if (seconds === undefined && number(self.world, context, 'timeout', inner)) continue
        const environment = environmentFor(step)
        const isSame = JSON.stringify(environment) === JSON.stringify(hand.environment)
        const local = (probe: Probe): Answer | undefined =>
          LOCAL_KINDS.has(probe.kind)
            ? keptLocal(locals, probe, {
                files: self.world.edges.files,
                templates: self.world.templates,
                task,
                scope: inner,
                playbookDir,
                managed: self.world.options.managed,
              })
            : target.state.get(probe, askerOf({ user: hand.user, environment }, probe))
        const { probes, missing } = questionsOf(step.module, step.args, hand.facts, local)
        // What is slow to ask does not last on a host that is being changed.
        const isWorth = ({ kind }: Probe): boolean =>
          !LOCAL_KINDS.has(kind) &&
          (isSame || !hangsOnEnvironment(kind)) &&
          (self.horizon === FAR || !kindOf(kind).slow)
        found.push(
          ...[...Object.values(probes), ...missing]
            .filter(probe => probe !== undefined)
            .filter(isWorth),
        )
      }
    } catch {
      // Whatever is wrong with the step is said when it is reached.
    } finally {
      if (typeof register === 'string')
        pending[register] = unknown(`the result of "${task.action.value}"`)
      if (task.module === 'set_fact')
        for (const name of Object.keys(task.args))
          if (!(name in pending)) pending[name] = unknown(`the value of "${name}"`)
    }
  }
  return found
}

const userOf = (step: Ready): string =>
  step.become ? `${step.become.method} ${step.become.user}` : ''

const withoutCacheable = ({
  cacheable: _cacheable,
  ...facts
}: Readonly<Record<string, unknown>>): Record<string, unknown> => facts
