// validate_argument_spec: variables of the host against a specification of role arguments.
import { posix } from 'node:path'
import { findUnknown } from '../../base/unknown.ts'
import { isDict } from '../../base/value.ts'
import { specErrors } from '../../registry/arg-spec.ts'
import { failedDraft, unknownDraft } from '../result.ts'
import { ok, type Control } from './control.ts'

export const validateArgumentSpec: Control = async ({ ready, scope }) => {
  const {
    argument_spec: given,
    provided_arguments: provided,
    validate_args_context: about,
  } = ready.args
  const spec = isDict(given) ? given : {}
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(spec)) if (scope.has(name)) values[name] = scope.get(name)
  Object.assign(values, provided)
  const hidden = findUnknown(values)
  if (hidden) return unknownDraft(hidden.why)
  const errors = specErrors(spec, values)
  const path = isDict(about) ? about['path'] : undefined
  const context = {
    validate_args_context: {
      ...(isDict(about) ? about : {}),
      ...(typeof path === 'string' && { path: posix.resolve(path) }),
    },
  }
  if (errors.length === 0) return ok({ ...context, msg: 'The arg spec validation passed' })
  return failedDraft(`Validation of arguments failed:\n${errors.join('\n')}`, {
    ...context,
    argument_errors: errors,
    argument_spec_data: spec,
  })
}
