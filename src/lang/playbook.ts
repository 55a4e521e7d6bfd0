// A playbook file → its plays, those of imported playbooks in their place.
import { posix } from 'node:path'
import { didYouMean, error, warning } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { Keywords, Play } from '../model/playbook.ts'
import { importForm } from './action.ts'
import { missingHint } from './find-file.ts'
import { readKeywords } from './keyword-check.ts'
import type { Loading, Yaml } from './loading.ts'
import {
  firstLine,
  keySpan,
  listOfParts,
  mergeMappings,
  partsOf,
  valueSpan,
  withPlacesOf,
} from './places.ts'
import { loadPlay } from './play.ts'
import { collectionFolders } from './role-find.ts'
import { describe } from './shapes.ts'
import { staticName } from './static-name.ts'

type Raw = Readonly<Record<string, unknown>>

const IMPORT = /^(?:ansible\.(?:builtin|legacy)\.)?import_playbook$/
/** Of the keywords, those that an import hands on to each play. */
const ON_IMPORT = ['name', 'tags', 'vars', 'when']

/** The plays of a playbook file. `chain` holds the playbooks that are being imported right now. */
export const loadPlays = (
  loading: Loading,
  file: string,
  chain: readonly string[],
): readonly Play[] => {
  const yaml = loading.read(file)
  if (!yaml || loading.isBroken(file)) return []
  const { value, span } = yaml
  if (value === null || value === undefined) {
    loading.report(warning('playbook/empty', `"${file}" holds no plays`, { span }))
    return []
  }
  if (!Array.isArray(value)) {
    loading.report(notAPlaybook(yaml))
    return []
  }
  return value.flatMap((raw: unknown, index) =>
    loadEntry(loading, yaml, raw, valueSpan(value, index, span), [...chain, file]),
  )
}

const notAPlaybook = ({ value, span, text }: Yaml) =>
  error('playbook/not-a-list', `a playbook is a list of plays, not ${describe(value)}`, {
    span: firstLine(span, text),
    hint:
      isDict(value) && Object.hasOwn(value, 'hosts')
        ? 'begin the play with "- hosts:"'
        : 'a play begins with "- hosts:"',
  })

const loadEntry = (
  loading: Loading,
  yaml: Yaml,
  raw: unknown,
  span: Span,
  chain: readonly string[],
): readonly Play[] => {
  const line = firstLine(span, yaml.text)
  if (!isDict(raw)) {
    loading.report(
      error('play/shape', `a play must be a mapping, not ${describe(raw)}`, {
        span: line,
        hint: 'a play begins with "- hosts:"',
      }),
    )
    return []
  }
  const importKey = Object.keys(raw).find(key => IMPORT.test(key))
  if (importKey !== undefined) return importPlaybook(loading, raw, importKey, span, chain)
  const module = Object.hasOwn(raw, 'hosts')
    ? undefined
    : Object.keys(raw).find(key => isAction(loading, key))
  if (module !== undefined) {
    loading.report(
      error('play/is-a-task', 'a task stands where a play was expected', {
        span: keySpan(raw, module, line),
        hint: module.endsWith('include')
          ? 'write "import_playbook"'
          : 'put it under "tasks:" of a play with "hosts:"',
      }),
    )
    return []
  }
  const play = loadPlay(loading, raw, span, chain.at(-1) ?? '')
  return play ? [play] : []
}

const isAction = (loading: Loading, key: string): boolean =>
  ['block', 'action', 'include'].includes(key) ||
  importForm(key) !== undefined ||
  loading.edges.modules.find(key) !== undefined

const importPlaybook = (
  loading: Loading,
  raw: Raw,
  key: string,
  span: Span,
  chain: readonly string[],
): readonly Play[] => {
  const { [key]: _file, ...others } = raw
  for (const other of Object.keys(others)) {
    if (ON_IMPORT.includes(other)) continue
    loading.report(
      error('import/playbook-keyword', `"${other}" cannot stand at "${key}"`, {
        span: keySpan(raw, other, span),
        hint: didYouMean(other, ON_IMPORT) ?? `beside it stand ${ON_IMPORT.join(', ')}`,
      }),
    )
  }
  const given = Object.fromEntries(
    ON_IMPORT.filter(name => Object.hasOwn(raw, name)).map(name => [name, raw[name]]),
  )
  const withTask = readKeywords(loading, withPlacesOf(raw, given), 'task', span).keywords
  const named = { value: raw[key], span: valueSpan(raw, key, span) }
  const vars = withTask['vars']?.value
  const from = chain.at(-1) ?? ''
  const name = staticName(loading, named, {
    place: { file: from },
    vars: isDict(vars) ? [vars] : [],
  })
  if (name === undefined) return []
  const file = findPlaybook(loading, name, from)
  if (file === undefined || chain.includes(file)) {
    loading.report(
      file === undefined
        ? error('import/missing-file', `the playbook "${name}" is not there`, {
            span: named.span,
            hint: missingHint(loading.edges.files, name, [posix.join(posix.dirname(from), name)]),
          })
        : error('import/cycle', `"${file}" imports itself`, {
            span: named.span,
            hint: [...chain.slice(chain.indexOf(file)), file].join(' → '),
          }),
    )
    return []
  }
  const outer = loading.playbookDir
  loading.playbookDir = posix.dirname(file)
  const plays = loadPlays(loading, file, chain)
  loading.playbookDir = outer
  return plays.map(play => handOn(play, withTask))
}

const findPlaybook = (loading: Loading, name: string, from: string): string | undefined => {
  const beside = posix.isAbsolute(name)
    ? posix.normalize(name)
    : posix.join(posix.dirname(from), name)
  const collection = /^(\w+)\.(\w+)\.(\w+)$/.exec(name)
  const inCollection = collection
    ? collectionFolders(loading).flatMap(folder =>
        ['.yml', '.yaml'].map(end =>
          posix.join(
            folder,
            'ansible_collections',
            collection[1]!,
            collection[2]!,
            'playbooks',
            collection[3]! + end,
          ),
        ),
      )
    : []
  return [beside, ...inCollection].find(path => loading.hasFile(path))
}

/** What stands at the import reaches each play: its variables win, its tags and conditions add up. */
const handOn = (play: Play, { tags, vars, when }: Keywords): Play => {
  const keywords: Record<string, Play['keywords'][string]> = { ...play.keywords }
  for (const [name, more] of [
    ['tags', tags],
    ['when', when],
  ] as const) {
    if (!more) continue
    const own = keywords[name]
    keywords[name] = own ? listOfParts([...partsOf(more), ...partsOf(own)], more.span) : more
  }
  if (!isDict(vars?.value)) return { ...play, keywords }
  return {
    ...play,
    keywords,
    vars: { ...play.vars, vars: mergeMappings([play.vars.vars, vars.value]) },
  }
}
