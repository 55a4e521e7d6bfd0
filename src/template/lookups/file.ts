// Lookups of files on the controller: file, template, fileglob, first_found, lines of a command's
// output excepted.
import { posix } from 'node:path'
import { isDict } from '../../base/value.ts'
import { isUnknown, UnknownRead } from '../../base/unknown.ts'
import { globFiles } from '../glob.ts'
import { parseHeader } from '../header.ts'
import { str } from '../print.ts'
import { Problem, typeProblem } from '../problem.ts'
import type { Run } from '../run.ts'
import { known, truth, Undefined } from '../values.ts'
import type { Lookup, Lookups, Options } from './lookup.ts'
import { candidates, findFile, searchFolders } from './search.ts'

const read = (path: string, run: Run): string =>
  new TextDecoder().decode(run.edges.files.read(path) ?? new Uint8Array())

const mustFind = (name: string, kind: string, run: Run): string => {
  const found = findFile(name, kind, run)
  if (found !== undefined) return found
  throw new Problem('template/undefined', `file "${name}" was not found on the controller`, {
    hint: `looked at ${candidates(name, kind, run).join(', ')}`,
  })
}

const file: Lookup = {
  run: (terms, { rstrip = true, lstrip = false }, run) =>
    terms.map(term => {
      let text = read(mustFind(str(term), 'files', run), run)
      if (truth(lstrip)) text = text.replace(/^\s+/, '')
      return truth(rstrip) ? text.replace(/\s+$/, '') : text
    }),
}

/** A scope with some variables more, for template_vars. */
const withVars = (run: Run, vars: unknown) => {
  if (!isDict(vars)) return run.scope
  const { scope } = run
  return {
    get: (name: string) => (Object.hasOwn(vars, name) ? vars[name] : scope.get(name)),
    has: (name: string) => Object.hasOwn(vars, name) || scope.has(name),
    names: () => new Set([...scope.names(), ...Object.keys(vars)]),
  }
}

const template: Lookup = {
  run: (terms, options, run) =>
    terms.map(term => {
      if (run.depth > 20)
        throw new Problem('template/budget', 'lookup "template" calls itself too deeply')
      const path = mustFind(str(term), 'templates', run)
      const { text, options: header } = parseHeader(read(path, run))
      const marks = {
        ...(options['variable_start_string'] !== undefined && {
          variableStart: str(options['variable_start_string']),
        }),
        ...(options['variable_end_string'] !== undefined && {
          variableEnd: str(options['variable_end_string']),
        }),
        ...header.marks,
      }
      const find = (name: string) => {
        const beside = posix.join(posix.dirname(path), name)
        const found = run.edges.files.stat(beside) ? beside : findFile(name, 'templates', run)
        return found === undefined ? undefined : { file: found, text: read(found, run) }
      }
      const made = run.renderFile(
        text,
        withVars(run, options['template_vars']),
        { ...header, file: path, marks, find },
        run,
      )
      if (isUnknown(made)) throw new UnknownRead(made)
      return made
    }),
}

const fileglob: Lookup = {
  run: (terms, _options, run) =>
    terms.flatMap(term => {
      const pattern = str(term)
      if (pattern.startsWith('/')) return globFiles(pattern, run.edges.files)
      for (const folder of searchFolders('files', run)) {
        const found = globFiles(posix.join(folder, pattern), run.edges.files)
        if (found.length > 0) return found
      }
      return []
    }),
}

const texts = (value: unknown): string[] => {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value.flatMap(texts)
  return str(known(value))
    .split(/[,;]/)
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
    const folders = texts(paths)
    for (const folder of folders.length > 0 ? folders : [''])
      for (const name of texts(files)) names.push(posix.join(folder, name))
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
    throw new Problem('template/undefined', `none of these files was found: ${names.join(', ')}`, {
      hint: 'say skip: true where none is needed',
    })
  },
}

export const fileLookups: Lookups = { file, template, fileglob, first_found: firstFound }
