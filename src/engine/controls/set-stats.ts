// set_stats: figures of the run itself. Its result holds them; the record, and so all reports, add them up.
import { failedDraft } from '../result.ts'
import { ok, type Control } from './control.ts'

export const setStats: Control = async ({ ready }) => {
  const { data, per_host, aggregate } = ready.args as {
    readonly data: Readonly<Record<string, unknown>>
    readonly per_host: boolean
    readonly aggregate: boolean
  }
  const wrong = Object.keys(data).find(name => !/^[A-Za-z_]\w*$/.test(name))
  if (wrong !== undefined)
    return failedDraft(
      `The variable name '${wrong}' is not valid. Variables must start with a letter or underscore character, and contain only letters, numbers and underscores.`,
    )
  return ok({ ansible_stats: { data, per_host, aggregate } })
}
