// Which key of a task is its module. Everything that can be wrong with that is said here: none, two, a misspelt
// one, or a module's arguments that slipped out from under it.
import { didYouMean, error } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { AnyModule, ArgsSpec, JsonSchema } from '../model/module.ts'
import type { Located } from '../model/playbook.ts'
import { isLikeKeyword, unknownKeyword } from './keyword-check.ts'
import { RENAMED } from './keywords.ts'
import { textArgs, type Form } from './args.ts'
import type { Loading, Spot } from './loading.ts'
import { keySpan, mergeMappings, valueSpan, withPlacesOf } from './places.ts'
import { hasTemplate } from './shapes.ts'
import { splitWords } from './split-words.ts'
import { staticName } from './static-name.ts'

type Raw = Readonly<Record<string, unknown>>

export type Action = {
  /** As written, and where. */
  readonly name: Located<string>
  /** What stands under it. */
  readonly value: Located
  readonly form: Form
  /** Without one, it is an import. */
  readonly module?: AnyModule
  readonly isLocal: boolean
}

const IMPORTS: Readonly<Record<string, Form>> = {
  import_tasks: { name: 'import_tasks', freeForm: 'file', names: ['file'] },
  import_role: {
    name: 'import_role',
    names: [
      'name',
      'role',
      'tasks_from',
      'vars_from',
      'defaults_from',
      'handlers_from',
      'allow_duplicates',
      'public',
      'rolespec_validate',
    ],
  },
}

const shortName = (name: string): string => name.replace(/^ansible\.(builtin|legacy)\./, '')

/** The form of an import, by its name as written. */
export const importForm = (name: string): Form | undefined => {
  const short = shortName(name)
  return Object.hasOwn(IMPORTS, short) ? IMPORTS[short] : undefined
}

const formOf = (module: AnyModule): Form => ({
  name: module.name,
  names: Object.entries(module.args as ArgsSpec).flatMap(([name, { schema }]) => [
    name,
    ...aliasesOf(schema),
  ]),
  ...(module.freeForm !== undefined && { freeForm: module.freeForm }),
})

const aliasesOf = ({ aliases }: JsonSchema): readonly string[] =>
  Array.isArray(aliases) ? aliases.map(String) : []

/** The action of a task among its keys that are no keywords; 'faulty' was reported, but may have been meant well. */
export const findAction = (
  loading: Loading,
  raw: Raw,
  others: readonly string[],
  span: Span,
  spot: Spot,
): Action | 'faulty' => {
  const found: Action[] = []
  const unknown: string[] = []
  for (const key of ['action', 'local_action'])
    if (Object.hasOwn(raw, key)) found.push(...oldForm(loading, raw, key, span, spot))
  for (const key of others) {
    const module = importForm(key) ? undefined : loading.edges.modules.find(key)
    const form = module ? formOf(module) : importForm(key)
    if (!form) {
      unknown.push(key)
      continue
    }
    const name = { value: key, span: keySpan(raw, key, span) }
    const value = { value: raw[key], span: valueSpan(raw, key, span) }
    found.push({ name, value, form, ...(module && { module }), isLocal: false })
  }
  const [first, second] = found
  for (const more of found.slice(1)) twoModules(loading, first!, more)
  if (first) {
    for (const key of unknown) strayKey(loading, key, first, keySpan(raw, key, span))
    return second ? 'faulty' : first
  }
  if (!Object.hasOwn(raw, 'action') && !Object.hasOwn(raw, 'local_action'))
    noModule(loading, raw, unknown, span)
  return 'faulty'
}

const twoModules = (loading: Loading, first: Action, more: Action): void =>
  loading.report(
    error(
      'task/two-modules',
      `"${more.name.value}" is a second module in one task, beside "${first.name.value}"`,
      {
        span: more.name.span,
        hint: 'begin a new task with "-", or indent it if it is an argument',
        related: [{ message: 'the first one', span: first.name.span }],
      },
    ),
  )

/** A key beside the module that is neither a keyword nor a module. */
const strayKey = (loading: Loading, key: string, action: Action, span: Span): void => {
  if (action.form.names.includes(key) && !RENAMED.has(key)) {
    loading.report(
      error(
        'task/stray-argument',
        `"${key}" is an argument of "${action.name.value}", not a keyword of a task`,
        {
          span,
          hint: `indent it under "${action.name.value}:"`,
        },
      ),
    )
    return
  }
  unknownKeyword(loading, key, 'task', span)
}

const noModule = (loading: Loading, raw: Raw, unknown: readonly string[], span: Span): void => {
  const names = loading.edges.modules.names
  // The likeliest to be the module: what holds a mapping or text and is least like a keyword.
  const [candidate] = unknown.filter(key => !isLikeKeyword(key, 'task', names))
  for (const key of unknown)
    if (key === candidate) unknownModule(loading, key, keySpan(raw, key, span))
    else unknownKeyword(loading, key, 'task', keySpan(raw, key, span), names)
  if (unknown.length > 0) return
  const [at = ''] = Object.keys(raw)
  loading.report(
    error('task/no-module', 'the task names no module', {
      span: at === '' ? span : keySpan(raw, at, span),
      hint: 'a task is a module and its arguments, for example "service: { name: nginx, state: started }"',
    }),
  )
}

/** Reports a module that nobody has. */
export const unknownModule = (loading: Loading, name: string, span: Span): void => {
  const short = name.slice(name.lastIndexOf('.') + 1)
  const { names } = loading.edges.modules
  const hint =
    didYouMean(short, [...names, ...Object.keys(IMPORTS)]) ??
    `mokplay has no such module; a file modules/${short}.ts beside the playbook can add it`
  loading.report(
    error('task/unknown-module', `"${name}" is no module that mokplay knows`, { span, hint }),
  )
}

/** `action: copy src=a dest=b`, `action: { module: copy, src: a }` and the same for `local_action`. */
const oldForm = (
  loading: Loading,
  raw: Raw,
  key: string,
  span: Span,
  spot: Spot,
): readonly Action[] => {
  const whole = valueSpan(raw, key, span)
  const value = raw[key]
  const isMapping = isDict(value)
  const text: unknown = isMapping ? value['module'] : value
  if (typeof text !== 'string' || text.trim() === '') {
    loading.report(
      error('task/no-module', `"${key}" names no module`, {
        span: whole,
        hint: `write "${key}: module name=value" or a mapping with "module:"`,
      }),
    )
    return []
  }
  const start = text.length - text.trimStart().length
  const name = splitWords(text.trim())?.[0]?.text ?? ''
  const rest = text.slice(start + name.length)
  const at = isMapping ? valueSpan(value, 'module', whole) : whole
  const place = nameSpan(loading, at, name)
  const meant = hasTemplate(name) ? namedByVariable(loading, { value: name, span: at }, spot) : name
  if (meant === undefined) return []
  const module = importForm(meant) ? undefined : loading.edges.modules.find(meant)
  const form = module ? formOf(module) : importForm(meant)
  if (!form) {
    unknownModule(loading, meant, place)
    return []
  }
  const args = isMapping
    ? mappedArgs(value, (rest.trim() !== '' && textArgs(loading, form, rest, at)) || {})
    : rest
  const argsAt = isMapping ? whole : { ...at, from: Math.min(place.to, at.to) }
  const isLocal = key === 'local_action'
  return [
    {
      name: { value: meant, span: place },
      value: { value: args, span: argsAt },
      form,
      isLocal,
      ...(module && { module }),
    },
  ]
}

/** Facts that name a module are known in the run only, but each has a module that does the same. */
const BY_FACT: readonly (readonly [RegExp, string])[] = [
  [/pkg_mgr/, 'package'],
  [/service_mgr/, 'service'],
]

/** The module that a variable names. */
const namedByVariable = (
  loading: Loading,
  named: Located<string>,
  spot: Spot,
): string | undefined =>
  BY_FACT.find(([fact]) => fact.test(named.value))?.[1] ?? staticName(loading, named, spot)

const nameSpan = (loading: Loading, at: Span, name: string): Span => {
  const written = loading.sources.get(at.file)?.text.slice(at.from, at.to) ?? ''
  const from = at.from + Math.max(0, written.indexOf(name))
  return { file: at.file, from, to: from + name.length }
}

/** The arguments of the mapping form: all but the module's name, the pairs beside it, and what `args` holds inside. */
const mappedArgs = (value: Raw, pairs: Raw): Record<string, unknown> => {
  const { module: _, args, ...rest } = value
  const own = withPlacesOf(value, args === undefined || isDict(args) ? rest : { ...rest, args })
  return mergeMappings([own, pairs, ...(isDict(args) ? [args] : [])])
}
