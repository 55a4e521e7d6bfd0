// A result as Ansible's default callback dumps it.
import type { Result } from '../model/event.ts'
import type { Vars } from '../model/inventory.ts'
import { yamlCallbackResult, yamlResult } from './classic-yaml.ts'
import type { Screen } from './out.ts'
import { pythonJson } from './python-json.ts'

const CENSORED =
  "the output has been hidden due to the fact that 'no_log: true' was specified for this result"

// Told by the first word of the line, or internal.
const NEVER = new Set(['failed', 'skipped', 'exception', 'warnings', 'deprecations'])
const ONLY_VVV = new Set(['invocation', 'diff'])
const DEBUG_HIDES = new Set(['changed', 'skip_reason', 'invocation'])

const kept = (vars: Vars, keep: (name: string) => boolean): Record<string, unknown> =>
  Object.fromEntries(Object.entries(vars).filter(([name]) => keep(name)))

/** Results that are shown at any verbosity, over many lines. */
export const alwaysDumped = (module: string, { status, hidden, quiet }: Result): boolean =>
  (module === 'debug' || module === 'assert') && status !== 'skipped' && !hidden && !quiet

/** Modules whose results are never shown: facts would fill the screen. */
export const neverDumped = (module: string): boolean =>
  module === 'setup' || module === 'gather_facts'

const shown = (module: string, result: Result, verbosity: number): Record<string, unknown> => {
  const { vars, status, reason } = result
  if (result.hidden && module === 'debug') return { censored: CENSORED }
  if (result.hidden) return { changed: status === 'changed', ...vars, censored: CENSORED }
  if (module === 'debug' && (status !== 'failed' || 'msg' in vars))
    return 'msg' in vars
      ? { msg: vars.msg }
      : kept(vars, name => !NEVER.has(name) && !DEBUG_HIDES.has(name))
  const all = kept(
    vars,
    name =>
      !NEVER.has(name) && !name.startsWith('_ansible_') && (verbosity > 2 || !ONLY_VVV.has(name)),
  )
  const trouble = status === 'failed' || status === 'unreachable'
  return {
    ...(trouble && !('msg' in all) && { changed: false, msg: reason ?? '' }),
    ...all,
    ...(status === 'unreachable' && { unreachable: true }),
  }
}

/** The JSON of Ansible's shorter callbacks: facts are no exception there. */
export const dumpIndented = (
  module: string,
  result: Result,
  verbosity: number,
  indent: 0 | 4,
): string => pythonJson(shown(module, result, verbosity), indent)

/** What stands after `=> `. */
export const dumpResult = (
  module: string,
  result: Result,
  verbosity: number,
  form: Screen['results'] = 'json',
): string => {
  const values = shown(module, result, verbosity)
  if (form === 'yaml') return yamlResult(values)
  if (form === 'yaml callback') return yamlCallbackResult(values)
  return pythonJson(values, alwaysDumped(module, result) || verbosity > 2 ? 4 : 0)
}
