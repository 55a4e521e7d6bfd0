// Lookups of files on the controller: file, template, fileglob, first_found, lines of a command's
// output excepted.
import { posix } from 'node:path'
import { isDict } from '../../base/value.ts'
import { isUnknown, UnknownRead } from '../../base/unknown.ts'
import type { Scope } from '../../model/template.ts'
import { withFileNames } from '../file-names.ts'
import { globFiles } from '../glob.ts'
import { parseHeader } from '../header.ts'
import { reread } from '../reread.ts'
import { str } from '../print.ts'
import { Problem, typeProblem } from '../problem.ts'
import type { Run } from '../run.ts'
import { known, truth, Undefined } from '../values.ts'
import type { Lookup, Lookups, Options } from './lookup.ts'
import { findFile, folderFor, mustFind, searchFolders } from './search.ts'

const read = (path: string, run: Run): string =>
  new TextDecoder().decode(run.edges.files.read(path) ?? new Uint8Array())

const file: Lookup = {
  run: (terms, { rstrip = true, lstrip = false }, run) =>
    terms.map(term => {
      let text = read(mustFind(str(term), 'files', run), run)
      if (truth(lstrip)) text = text.replace(/^\s+/, '')
      return truth(rstrip) ? text.replace(/\s+$/, '') : text
    }),
}

/** A scope with some variables more, for template_vars. */
const withVars = (scope: Scope, vars: unknown): Scope =>
  isDict(vars)
    ? {
        ...scope,
        get: name => (Object.hasOwn(vars, name) ? vars[name] : scope.get(name)),
        has: name => Object.hasOwn(vars, name) || scope.has(name),
        names: () => new Set([...scope.names(), ...Object.keys(vars)]),
      }
    : scope

const textOr = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

const MARKS = {
  variable_start_string: 'variableStart',
  variable_end_string: 'variableEnd',
  comment_start_string: 'commentStart',
  comment_end_string: 'commentEnd',
} as const

const marksOf = (options: Options): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(MARKS)
      .filter(([name]) => options[name] !== undefined && options[name] !== null)
      .map(([name, mark]) => [mark, str(options[name])]),
  )

const template: Lookup = {
  run: (terms, options, run) =>
    terms.map(term => {
      if (run.depth > 20)
        throw new Problem('template/budget', 'lookup "template" calls itself too deeply')
      const path = mustFind(str(term), 'templates', run)
      const { text, options: header } = parseHeader(read(path, run))
      const marks = { ...marksOf(options), ...header.marks }
      const find = (name: string) => {
        const beside = posix.join(posix.dirname(path), name)
        const found = run.edges.files.stat(beside) ? beside : findFile(name, 'templates', run)
        return found === undefined ? undefined : { file: found, text: read(found, run) }
      }
      const managed = textOr(run.edges.setting?.('DEFAULT_MANAGED_STR'))
      const { files } = run.edges
      const named = withFileNames(run.scope, { name: str(term), path, files, managed })
      const scope = withVars(named, options['template_vars'])
      const made = run.renderFile(text, scope, { ...header, file: path, marks, find }, run)
      if (isUnknown(made)) throw new UnknownRead(made)
      const isData = truth(options['convert_data'] ?? true) && typeof made === 'string'
      return isData ? reread(made) : made
    }),
}

const fileglob: Lookup = {
  run: (terms, _options, run) =>
    terms.flatMap(term => {
      const pattern = str(term)
      const [folder, name] = [posix.dirname(pattern), posix.basename(pattern)]
      // A folder is looked for as itself; a bare name in all places.
      const folders = pattern.includes('/')
        ? [folderFor(folder, 'files', run)]
        : searchFolders('files', run)
      for (const one of folders) {
        const found = globFiles(posix.join(one, name), run.edges.files)
        if (found.length > 0) return found
      }
      return []
    }),
}

const texts = (value: unknown, separators: RegExp): string[] => {
  if (value === undefined || value === null || value instanceof Undefined) return []
  if (Array.isArray(value)) return value.flatMap(one => texts(one, separators))
  return str(known(value))
    .split(separators)
    .map(one => one.trim())
    .filter(one => one !== '')
}

/** The paths that first_found tries, and whether finding none is well. */
const wanted = (
  terms: readonly unknown[],
  options: Options,
): { names: string[]; skip: boolean } => {
  const names: string[] = []
  let skip = truth(options['skip'] ?? false)
  const take = ({ files, paths, skip: own }: Options): void => {
    if (own !== undefined) skip = truth(own)
    const folders = texts(paths, /[,:;]/)
    for (const folder of folders.length > 0 ? folders : [''])
      for (const name of texts(files, /[,;]/)) names.push(posix.join(folder, name))
  }
  const visit = (term: unknown): void => {
    if (term instanceof Undefined) return
    if (Array.isArray(term)) term.forEach(visit)
    else if (isDict(term)) take(term)
    else if (typeof term === 'string') names.push(term)
    else throw typeProblem('first_found wants names of files, or dicts with files and paths')
  }
  if (options['files'] !== undefined) take(options)
  terms.forEach(visit)
  return { names, skip }
}

const firstFound: Lookup = {
  lenient: true,
  run: (terms, options, run) => {
    const { names, skip } = wanted(terms, options)
    for (const name of names) {
      const found = ['files', 'templates', 'vars', 'tasks']
        .map(kind => findFile(name, kind, run))
        .find(path => path !== undefined)
      if (found !== undefined) return [found]
    }
    if (skip) return []
    throw new Problem('template/missing', `none of these files was found: ${names.join(', ')}`, {
      hint: 'say skip: true where none is needed',
    })
  },
}

export const fileLookups: Lookups = { file, template, fileglob, first_found: firstFound }
