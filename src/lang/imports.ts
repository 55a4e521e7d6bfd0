// import_tasks and import_role: unfolded where they stand, into a block that carries the import's keywords.
import { didYouMean, error, warning } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { Block, Item, Keywords, Located } from '../model/playbook.ts'
import type { Action } from './action.ts'
import { firstOf, inFolders, missingHint, taskFolders } from './find-file.ts'
import { insideOf, loadItems } from './items.ts'
import { keywordOf } from './keywords.ts'
import type { Loading, Spot } from './loading.ts'
import { keySpan, valueSpan } from './places.ts'
import { fromOptions, loadRoleUse } from './role.ts'
import { staticName } from './static-name.ts'

export type Import = {
  readonly action: Action
  readonly args: Readonly<Record<string, unknown>>
  readonly keywords: Keywords
  readonly span: Span
}

/** The block of an import; nothing, when it could not be followed. */
export const unfoldImport = (loading: Loading, what: Import, spot: Spot): readonly Item[] => {
  const { action, args } = what
  for (const name of Object.keys(args))
    if (!action.form.names.includes(name))
      loading.report(
        error('import/argument', `"${name}" is no argument of "${action.form.name}"`, {
          span: keySpan(args, name, action.value.span),
          hint: didYouMean(name, action.form.names),
        }),
      )
  return action.form.name === 'import_tasks'
    ? importTasks(loading, what, spot)
    : importRole(loading, what, spot)
}

const importTasks = (
  loading: Loading,
  { action, args, keywords, span }: Import,
  spot: Spot,
): readonly Item[] => {
  const inside = insideOf(spot, keywords)
  const file = namedBy(args, ['file'], action)
  const name = staticName(loading, file, inside, 'include_tasks')
  const path = name === undefined ? undefined : findTasks(loading, name, file.span, spot)
  if (path === undefined) return []
  if (spot.chain.includes(path)) {
    loading.report(
      error('import/cycle', `"${path}" imports itself`, {
        span: file.span,
        hint: `${[...spot.chain.slice(spot.chain.indexOf(path)), path].join(' → ')}`,
      }),
    )
    return []
  }
  const items = loadTasksOf(loading, path, inside)
  return [
    {
      kind: 'block',
      keywords: blockKeywords(keywords),
      items,
      rescue: [],
      always: [],
      origin: 'import_tasks',
      span,
    },
  ]
}

/** The path of a task file as named at a spot; its absence is reported. */
export const findTasks = (
  loading: Loading,
  name: string,
  span: Span,
  spot: Spot,
): string | undefined => {
  const paths = inFolders(name, taskFolders(spot.place, spot.kind, loading.playbookDir))
  const found = firstOf(paths, path => loading.hasFile(path))
  if ('path' in found) return found.path
  loading.report(
    error('import/missing-file', `the file "${name}" is not there`, {
      span,
      hint: missingHint(loading.edges.files, name, found.searched),
    }),
  )
  return undefined
}

/** The items of a task file. */
export const loadTasksOf = (loading: Loading, path: string, spot: Spot): readonly Item[] => {
  const yaml = loading.read(path)
  if (!yaml) return []
  if ((yaml.value === undefined || yaml.value === null) && !loading.isBroken(path))
    loading.report(warning('import/empty', `"${path}" holds no tasks`, { span: yaml.span }))
  return loadItems(loading, yaml, {
    ...spot,
    place: { ...spot.place, file: path },
    chain: [...spot.chain, path],
  })
}

const importRole = (
  loading: Loading,
  { action, args, keywords, span }: Import,
  spot: Spot,
): readonly Item[] => {
  if (spot.kind === 'handler') {
    loading.report(
      error('handler/role', `"${action.form.name}" cannot be a handler`, {
        span: action.name.span,
      }),
    )
    return []
  }
  const named = namedBy(args, ['name', 'role'], action)
  const name = staticName(loading, named, insideOf(spot, keywords), 'include_role')
  if (name === undefined) return []
  const block = loadRoleUse(
    loading,
    {
      name,
      nameSpan: named.span,
      keywords: blockKeywords(keywords),
      params: {},
      from: fromOptions(args, action.value.span),
      isIncluded: true,
      once: args['allow_duplicates'] === false,
      validates: args['rolespec_validate'] !== false,
      span,
      // What is said here of variables, all the play sees, as with the role's own.
      ...(isDict(keywords['vars']?.value) && { entryVars: keywords['vars'].value }),
    },
    spot,
  )
  return block ? [block] : []
}

/** The argument that names what is imported; the action itself where it is missing. */
export const namedBy = (
  args: Import['args'],
  names: readonly string[],
  action: Pick<Action, 'name' | 'value'>,
): Located => {
  const name = names.find(each => Object.hasOwn(args, each))
  return name === undefined
    ? { value: undefined, span: action.name.span }
    : { value: args[name], span: valueSpan(args, name, action.value.span) }
}

/** What of a task's keywords a block may carry; the import's own name is nobody's. */
export const blockKeywords = (keywords: Keywords): Block['keywords'] =>
  Object.fromEntries(
    Object.entries(keywords).filter(
      ([key]) => key !== 'name' && keywordOf(key)?.on.includes('block'),
    ),
  )
