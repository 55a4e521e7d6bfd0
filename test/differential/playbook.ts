// The playbook of a module's cases, the same for both engines, and the scripts that it runs on the hosts.
import { dirOf, withDir, type Case, type Cases } from './case.ts'

/** Everything below DIR that a user would call the end state; times aside, since the hosts are two. */
const LOOK = String.raw`find . -mindepth 1 -printf '%P %y %m %u %g %l\n' | sort
find . -type f -exec sha256sum {} + | sort -k 2`

export type Engine = 'mokplay' | 'ansible'

/** Steps of a case, in order. A dry run is mokplay's alone: the real one's forecast is not what we measure. */
export type Step = 'before' | 'forecast' | 'first' | 'look' | 'again' | 'after'

/** The name of a step's task in both playbooks. */
export const stepName = (index: number, step: Step): string => `${index} ${step}`

/** What lies on both hosts before the run: path → sh. */
export const scriptsOf = ({ cases }: Cases): Readonly<Record<string, string>> =>
  Object.fromEntries(
    cases.flatMap((of, index) => {
      const script = (step: Step, text: string): [string, string] => [
        `${dirOf(index)}.${step}`,
        `cd ${dirOf(index)} || exit\n${String(withDir(text, dirOf(index)))}\n`,
      ]
      return [
        script('before', of.before ?? ':'),
        // One engine looks over a terminal, where both streams are one.
        script('look', `exec 2>/dev/null\n${of.look ?? LOOK}`),
        script('after', of.after ?? ':'),
      ]
    }),
  )

/** `raw` costs the real one the least. */
const scriptTask = (engine: Engine, index: number, step: Step) => ({
  name: stepName(index, step),
  [engine === 'mokplay' ? 'command' : 'raw']: `sh ${dirOf(index)}.${step}`,
  ...(step === 'after' && { ignore_errors: true }),
})

const moduleTask = (name: string, of: Case, index: number, step: Step) => ({
  name: stepName(index, step),
  ignore_errors: true,
  ...(withDir(of.task ?? {}, dirOf(index)) as object),
  [name]: withDir(of.args ?? {}, dirOf(index)),
  ...(step === 'forecast' && { check_mode: true }),
})

/** The playbook as JSON, which is YAML. */
export const playbookOf = (cases: Cases, engine: Engine): string => {
  const name = engine === 'mokplay' ? cases.module : cases.real
  const tasks = cases.cases.flatMap((of, index) => [
    scriptTask(engine, index, 'before'),
    ...(engine === 'mokplay' ? [moduleTask(name, of, index, 'forecast')] : []),
    moduleTask(name, of, index, 'first'),
    scriptTask(engine, index, 'look'),
    moduleTask(name, of, index, 'again'),
    scriptTask(engine, index, 'after'),
  ])
  return JSON.stringify(
    [{ hosts: 'twin', gather_facts: cases.facts === true, tasks }],
    undefined,
    1,
  )
}
