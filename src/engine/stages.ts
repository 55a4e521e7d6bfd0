// A step whose acts need more than one request: between its scripts files come to the controller, or the host goes
// away and comes back.
import { Lost } from '../model/edge.ts'
import type { Change, Op, Output } from '../model/change.ts'
import type { Probe } from '../model/module.ts'
import { fetchFile } from './fetch.ts'
import { reconnect } from './reconnect.ts'
import type { Hand, Performed, PerformOptions, Target } from './target.ts'
import type { World } from './world.ts'

type Between = Extract<Op, { op: 'fetch' | 'reconnect' }>
type Stage = { readonly script: readonly Change[] } | { readonly between: Between }

const isBetween = (op: Op): op is Between => op.op === 'fetch' || op.op === 'reconnect'

/** Whether one request cannot do it. */
export const needsStages = (changes: readonly Change[]): boolean =>
  changes.some(change => change.ops.some(isBetween))

/** The acts in order, cut where something else comes between. Only the first script guards. */
const stagesOf = (changes: readonly Change[]): readonly Stage[] => {
  const stages: Stage[] = []
  let script: Change[] = []
  const flush = (): void => {
    if (script.length > 0) stages.push({ script })
    script = []
  }
  for (const change of changes)
    for (const op of change.ops) {
      if (isBetween(op)) {
        flush()
        stages.push({ between: op })
        continue
      }
      const last = script.at(-1)
      if (last?.subject === change.subject)
        script[script.length - 1] = { ...last, ops: [...last.ops, op] }
      else
        script.push({
          ...change,
          ops: [op],
          ...(stages.length > 0 && { before: { unknown: 'acts came between' } }),
        })
    }
  flush()
  return stages
}

/** Acts stage by stage, then asks. */
export const performInStages = async (
  world: World,
  target: Target,
  changes: readonly Change[],
  asks: readonly Probe[],
  hand: Hand,
  how: PerformOptions,
): Promise<Performed> => {
  const stages = stagesOf(changes)
  const outputs: Output[] = []
  for (const [index, stage] of stages.entries()) {
    if ('script' in stage) {
      const next = stages[index + 1]
      const goes = next !== undefined && 'between' in next && next.between.op === 'reconnect'
      const done = await target.perform(stage.script, [], hand, how).catch((problem: unknown) => {
        if (goes && problem instanceof Lost) return undefined
        throw problem
      })
      // The program may be ended before the link is.
      const cut = goes && done?.failure && done.failure.output.rc < 0
      outputs.push(...(done?.outputs ?? stage.script.flatMap(({ ops }) => ops.map(() => GONE))))
      if (done && !cut && (done.stale || done.late || done.failure)) return { ...done, outputs }
      continue
    }
    const output = await between(world, target, hand, stage.between, how)
    if (stage.between.op === 'reconnect') outputs.push(output)
    if (output.rc === 0) continue
    const failure = { op: stage.between, output }
    return { stale: false, late: false, stamp: '', failure, outputs, answers: new Map() }
  }
  return { ...(await target.perform([], asks, hand, how)), outputs }
}

/** Of a program that the end of the connection kept from answering. */
const GONE: Output = { rc: -1, out: '', err: '', ms: 0 }

const between = (
  world: World,
  target: Target,
  hand: Hand,
  op: Between,
  { seconds = Number.POSITIVE_INFINITY }: PerformOptions,
): Promise<Output> =>
  op.op === 'fetch'
    ? fetchFile(world, script => target.read(script, hand), op)
    : reconnect(world, target, () => Promise.resolve(hand), {
        ...op,
        seconds: Math.min(op.seconds, seconds),
      })
