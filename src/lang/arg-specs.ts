// The specification of a role's arguments: read and checked, and the task that holds the variables to it.
import { posix } from 'node:path'
import { didYouMean, error, warning } from '../base/diagnostic.ts'
import { isDict } from '../base/value.ts'
import type { Located, Role, Task } from '../model/playbook.ts'
import type { Loading } from './loading.ts'
import { keySpan, valueSpan } from './places.ts'
import type { RoleMeta } from './role-meta.ts'
import { describe } from './shapes.ts'

// prettier-ignore
const TYPES = ['bits', 'bool', 'bytes', 'dict', 'float', 'int', 'json', 'jsonarg', 'list', 'path', 'raw', 'str']
// prettier-ignore
const FIELDS = [
  'aliases', 'apply_defaults', 'author', 'choices', 'default', 'deprecated_aliases',
  'description', 'elements', 'fallback', 'mutually_exclusive', 'no_log', 'options',
  'removed_at_date', 'removed_from_collection', 'removed_in_version', 'required', 'required_by',
  'required_if', 'required_one_of', 'required_together', 'type', 'version_added',
]

/** All specifications of a role: of a file of their own, or else of its meta. */
const specsOf = (loading: Loading, path: string, meta: RoleMeta): Located => {
  const file = ['argument_specs.yml', 'argument_specs.yaml']
    .map(name => posix.join(path, 'meta', name))
    .find(each => loading.hasFile(each))
  const yaml = file === undefined ? undefined : loading.read(file)
  if (!yaml) return meta.argumentSpecs
  return isDict(yaml.value)
    ? {
        value: yaml.value['argument_specs'],
        span: valueSpan(yaml.value, 'argument_specs', yaml.span),
      }
    : { value: undefined, span: yaml.span }
}

/** The first task of a role that says what arguments its entry point takes. */
export const specTask = (
  loading: Loading,
  role: Role,
  meta: RoleMeta,
  entry: string,
): readonly Task[] => {
  const specs = specsOf(loading, role.path, meta)
  if (
    specs.value === null ||
    specs.value === undefined ||
    !isMapping(loading, specs, 'argument_specs')
  )
    return []
  for (const [name, value] of Object.entries(specs.value)) {
    const spec = { value, span: valueSpan(specs.value, name, specs.span) }
    if (value !== null && isMapping(loading, spec, name))
      checkOptions(loading, partOf(spec, 'options'))
  }
  const spec = specs.value[entry]
  if (!isDict(spec)) return []
  const span = keySpan(specs.value, entry, specs.span)
  const about = spec['short_description']
  const title = `Validating arguments against arg spec '${entry}'`
  const name = typeof about === 'string' ? `${title} - ${about}` : title
  return [
    {
      kind: 'task',
      id: loading.taskId(),
      module: 'validate_argument_spec',
      action: { value: 'ansible.builtin.validate_argument_spec', span },
      args: {
        argument_spec: isDict(spec['options']) ? spec['options'] : {},
        provided_arguments: role.params.vars,
        validate_args_context: {
          type: 'role',
          name: role.name,
          argument_spec_name: entry,
          path: role.path,
        },
      },
      argsSpan: span,
      keywords: { name: { value: name, span }, tags: { value: ['always'], span } },
      place: { file: span.file, role },
      span,
    },
  ]
}

type Mapping = Located<Readonly<Record<string, unknown>>>

const partOf = ({ value, span }: Mapping, name: string): Located => ({
  value: value[name],
  span: valueSpan(value, name, span),
})

const isMapping = (loading: Loading, located: Located, what: string): located is Mapping => {
  if (isDict(located.value)) return true
  loading.report(
    error('role/argument-specs', `"${what}" takes a mapping, not ${describe(located.value)}`, {
      span: located.span,
    }),
  )
  return false
}

/** Reports what is wrong with options, at any depth. */
const checkOptions = (loading: Loading, options: Located): void => {
  if (options.value === null || options.value === undefined) return
  if (!isMapping(loading, options, 'options')) return
  for (const [name, value] of Object.entries(options.value)) {
    const option = { value, span: valueSpan(options.value, name, options.span) }
    if (isMapping(loading, option, name)) checkOption(loading, name, option)
  }
}

const checkOption = (loading: Loading, name: string, option: Mapping): void => {
  const { value, span } = option
  for (const field of ['type', 'elements']) {
    const type = value[field]
    if (type === undefined || type === null || TYPES.includes(String(type))) continue
    loading.report(
      error('role/argument-specs', `"${field}" takes one of ${TYPES.join(', ')}`, {
        span: valueSpan(value, field, span),
        hint: didYouMean(String(type), TYPES),
      }),
    )
  }
  if (value['required'] === true && (value['default'] ?? null) !== null)
    loading.report(
      error('role/argument-specs', `"${name}" is required and has a default`, {
        span: keySpan(value, 'default', span),
        hint: 'what has a default is always there: leave one of them out',
      }),
    )
  if ((value['choices'] ?? null) !== null && !Array.isArray(value['choices']))
    loading.report(
      error('role/argument-specs', `"choices" takes a list, not ${describe(value['choices'])}`, {
        span: valueSpan(value, 'choices', span),
      }),
    )
  for (const field of Object.keys(value))
    if (!FIELDS.includes(field))
      loading.report(
        warning('role/argument-specs', `"${field}" says nothing of an argument`, {
          span: keySpan(value, field, span),
          hint: didYouMean(field, FIELDS),
        }),
      )
  checkOptions(loading, partOf(option, 'options'))
}
