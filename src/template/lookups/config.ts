// `config`: the values of settings, by the names that Ansible's documentation gives them.
import { str } from '../print.ts'
import { notYet, Problem, typeProblem } from '../problem.ts'
import type { Lookup } from './lookup.ts'

export const config: Lookup = {
  run: (terms, { on_missing: missing = 'error', plugin_type: type, plugin_name: plugin }, run) => {
    if (!['error', 'warn', 'skip'].includes(str(missing)))
      throw typeProblem(`config: on_missing is error, warn or skip, not '${str(missing)}'`)
    if ((type === undefined) !== (plugin === undefined))
      throw typeProblem('config wants plugin_type and plugin_name together')
    if (plugin !== undefined) throw notYet('config lookup of the settings of a plug-in')
    return terms.flatMap(term => {
      if (typeof term !== 'string') throw typeProblem('config wants the names of settings')
      const found = run.edges.setting?.(term)
      if (found !== undefined) return [found]
      if (missing !== 'error') return []
      throw new Problem('template/missing', `there is no setting "${term}"`, {
        hint: 'mokplay config list shows all; on_missing=skip leaves it out',
      })
    })
  },
}
