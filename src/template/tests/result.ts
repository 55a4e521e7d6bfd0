// Tests on what a task registered: did it fail, change, run?
import { isDict } from '../../base/value.ts'
import { findUnknown, isUnknown, UnknownRead } from '../../base/unknown.ts'
import type { TestPlugin, Tests } from '../plugin.ts'
import { typeProblem } from '../problem.ts'
import { truth, typeName } from '../values.ts'

type Result = Record<string, unknown>

const asked = (name: string, run: (result: Result) => boolean): TestPlugin => ({
  takes: ['result'],
  run: ([value]) => {
    if (!isDict(value))
      throw typeProblem(`the '${name}' test wants the result of a task, not '${typeName(value)}'`)
    return run(value)
  },
})

const flag = (result: Result, key: string): boolean => {
  const value = Object.hasOwn(result, key) ? result[key] : false
  if (isUnknown(value)) throw new UnknownRead(value)
  return truth(value)
}

const changed = (result: Result): boolean => {
  if (Object.hasOwn(result, 'changed') || !Array.isArray(result['results']))
    return flag(result, 'changed')
  const unknown = findUnknown(result['results'])
  if (unknown) throw new UnknownRead(unknown)
  return result['results'].some(one => isDict(one) && flag(one, 'changed'))
}

const failed = asked('failed', result => flag(result, 'failed'))
const succeeded = asked('succeeded', result => !flag(result, 'failed'))
const change = asked('changed', changed)
const skipped = asked('skipped', result => flag(result, 'skipped'))

const finishedKey = (name: 'started' | 'finished'): TestPlugin =>
  asked(name, result => !Object.hasOwn(result, name) || flag(result, name))

export const resultTests: Tests = {
  failed,
  failure: failed,
  succeeded,
  success: succeeded,
  successful: succeeded,
  changed: change,
  change,
  skipped,
  skip: skipped,
  unreachable: asked('unreachable', result => flag(result, 'unreachable')),
  reachable: asked('reachable', result => !flag(result, 'unreachable')),
  started: finishedKey('started'),
  finished: finishedKey('finished'),
}
