// The name of a static import as text: templates in it may use only what is known before hosts are: extra vars,
// and what the playbook itself says above the import.
import { posix } from 'node:path'
import { error, Mistake } from '../base/diagnostic.ts'
import type { Located } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import type { Loading, Spot } from './loading.ts'
import { describe, hasTemplate } from './shapes.ts'

/** The text of a name; undefined after reporting that it is none. `instead` does the same at run time. */
export const staticName = (
  loading: Loading,
  { value, span }: Located,
  spot: Pick<Spot, 'vars' | 'place'>,
  instead?: string,
): string | undefined => {
  if (typeof value === 'string' && value.trim() !== '') {
    if (!hasTemplate(value)) return value.trim()
    const rendered = render(loading, value, spot)
    if (typeof rendered === 'string' && rendered.trim() !== '') return rendered.trim()
    loading.report(
      error(
        'import/name-not-known',
        'a name that is read before the run may use only extra vars and what the playbook says above it',
        {
          span,
          hint: instead && `use "${instead}", whose name may use any variable`,
        },
      ),
    )
    return undefined
  }
  if (typeof value === 'number') return String(value)
  loading.report(error('import/name', `a name was expected, not ${describe(value)}`, { span }))
  return undefined
}

const render = (loading: Loading, text: string, spot: Pick<Spot, 'vars' | 'place'>): unknown => {
  const { templates, staticVars } = loading.edges
  const open = new Set<string>()
  const written = new Map<string, unknown>(Object.entries(aboutHere(loading, spot)))
  for (const vars of spot.vars)
    for (const [name, value] of Object.entries(vars)) written.set(name, value)
  const scope: Scope = {
    has: name => staticVars.has(name) || written.has(name),
    names: () => new Set([...staticVars.names(), ...written.keys()]),
    get: name => {
      if (staticVars.has(name)) return staticVars.get(name)
      // A variable that needs itself has no value.
      if (!written.has(name) || open.has(name)) return undefined
      open.add(name)
      try {
        return templates.deep(written.get(name), scope)
      } finally {
        open.delete(name)
      }
    },
  }
  try {
    return templates.render(text, scope)
  } catch (problem) {
    if (problem instanceof Mistake) return undefined
    throw problem
  }
}

const aboutHere = (loading: Loading, { place }: Pick<Spot, 'place'>): Record<string, string> => ({
  playbook_dir: loading.playbookDir,
  ...(place.role && { role_path: place.role.path, role_name: posix.basename(place.role.name) }),
})
