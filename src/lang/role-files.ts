// The files of a role: which of its names they may have, and the variables in them.
import { posix } from 'node:path'
import { error } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { VarsLayer } from '../model/inventory.ts'
import type { Located } from '../model/playbook.ts'
import { missingHint } from './find-file.ts'
import { checkVariableNames } from './keyword-check.ts'
import type { Loading } from './loading.ts'
import { mergeMappings } from './places.ts'
import { describe } from './shapes.ts'

const ENDINGS = ['.yml', '.yaml', '.json']

/** The path of a part of a role: `main` where nothing is named, else the named file, which must be there. */
export const rolePart = (
  loading: Loading,
  rolePath: string,
  folder: string,
  named?: Located<string>,
): string | undefined => {
  const name = named?.value ?? 'main'
  const base = posix.join(rolePath, folder, name)
  const paths = named
    ? ['', ...ENDINGS].map(end => base + end)
    : [...ENDINGS, ''].map(end => base + end)
  const found = paths.find(path => loading.hasFile(path))
  if (found === undefined && named)
    loading.report(
      error('role/missing-part', `the role has no file "${posix.join(folder, name)}"`, {
        span: named.span,
        hint: missingHint(loading.edges.files, name, paths.slice(1, 3)),
      }),
    )
  return found
}

/** The variables of `defaults` or `vars`: of a file, or of all files in a folder of that name. */
export const roleVars = (
  loading: Loading,
  rolePath: string,
  folder: 'defaults' | 'vars',
  named?: Located<string>,
): VarsLayer => {
  const whole = posix.join(rolePath, folder, named?.value ?? 'main')
  const paths = loading.hasFolder(whole)
    ? filesBelow(loading, whole)
    : [rolePart(loading, rolePath, folder, named)]
  const read = paths.flatMap(path =>
    path === undefined ? [] : [{ path, vars: readVars(loading, path) }],
  )
  return {
    vars: read.length === 1 ? read[0]!.vars : mergeMappings(read.map(({ vars }) => vars)),
    trusted: true,
    from: read[0]?.path ?? whole,
  }
}

const MOST_LEVELS = 10

const filesBelow = (loading: Loading, folder: string, level = 0): readonly string[] =>
  (loading.edges.files.list(folder) ?? []).flatMap(name => {
    const path = posix.join(folder, name)
    if (name.startsWith('.') || name.endsWith('~')) return []
    if (loading.hasFolder(path))
      return level < MOST_LEVELS ? filesBelow(loading, path, level + 1) : []
    return ['', ...ENDINGS].includes(posix.extname(name)) ? [path] : []
  })

/** The mapping in a file of variables; empty when there is none. */
export const readVars = (loading: Loading, path: string): Readonly<Record<string, unknown>> => {
  const yaml = loading.read(path)
  if (!yaml || yaml.value === null || yaml.value === undefined) return {}
  if (isDict(yaml.value)) {
    checkVariableNames(loading, yaml.value, yaml.span)
    return yaml.value
  }
  const span: Span = { ...yaml.span, to: yaml.span.from + 1 }
  loading.report(
    error(
      'vars/not-a-mapping',
      `a file of variables holds a mapping, not ${describe(yaml.value)}`,
      { span },
    ),
  )
  return {}
}
