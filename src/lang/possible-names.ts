// The files that a templated name may mean: `{{ item }}` of a written list, or all names in a folder that fit
// `setup-{{ ansible_os_family }}.yml`. Only the run knows which; whatever they define may be defined.
import { posix } from 'node:path'
import { isDict } from '../base/value.ts'
import type { Task } from '../model/playbook.ts'
import type { Loading } from './loading.ts'
import { hasTemplate } from './shapes.ts'

/** Loops whose items are what is written; others make them of it. */
const WRITTEN: ReadonlySet<string> = new Set([
  'first_found',
  'flattened',
  'items',
  'list',
  'loop',
  'random_choice',
])

/** The names that a task's argument may have; one, where it is plain. */
export const possibleNames = (
  task: Pick<Task, 'loop' | 'keywords' | 'place'>,
  name: unknown,
  playbookDir: string,
): readonly string[] => {
  if (typeof name !== 'string' || name.trim() === '') return []
  const known = withKnown(name.trim(), task, playbookDir)
  const control = task.keywords['loop_control']?.value
  const item =
    isDict(control) && typeof control['loop_var'] === 'string' ? control['loop_var'] : 'item'
  const inItem = new RegExp(`\\{\\{\\s*${item.replace(/\W/g, '')}\\s*\\}\\}`, 'g')
  if (!inItem.test(known)) return [known]
  const items = WRITTEN.has(task.loop?.lookup ?? '') ? loopTexts(task.loop?.terms.value) : undefined
  return items
    ? items.map(text =>
        withKnown(
          known.replace(inItem, () => text),
          task,
          playbookDir,
        ),
      )
    : [known]
}

const withKnown = (name: string, { place }: Pick<Task, 'place'>, playbookDir: string): string =>
  name
    .replace(/\{\{\s*role_path\s*\}\}/g, whole => place.role?.path ?? whole)
    .replace(/\{\{\s*playbook_dir\s*\}\}/g, () => playbookDir)

/** The texts of a written loop; `with_first_found` may hold them under `files`, with folders under `paths`. */
const loopTexts = (terms: unknown): readonly string[] | undefined => {
  if (typeof terms === 'string') return hasTemplate(terms) ? undefined : [terms]
  if (Array.isArray(terms)) {
    const lists = terms.map(loopTexts)
    return lists.some(list => list === undefined) ? undefined : lists.flatMap(list => list ?? [])
  }
  if (!isDict(terms) || terms['files'] === undefined) return undefined
  const files = loopTextsWithTemplates(terms['files'])
  const paths = loopTextsWithTemplates(terms['paths'] ?? '')
  return files && paths && paths.flatMap(path => files.map(file => posix.join(path, file)))
}

const loopTextsWithTemplates = (value: unknown): readonly string[] | undefined => {
  if (typeof value === 'string') return value.split(',')
  return Array.isArray(value) && value.every(part => typeof part === 'string') ? value : undefined
}

/** The files that a name may mean, in folders, of what fits there; undefined when the run alone can tell. */
export const possibleFiles = (
  loading: Loading,
  name: string,
  folders: readonly string[],
  isFitting: (value: unknown) => boolean,
): readonly string[] | undefined => {
  const folder = posix.dirname(name)
  if (hasTemplate(folder) || /\{[{%#][^}]*$/.test(folder)) return undefined
  const parts = posix.basename(name).split(/\{\{.*?\}\}/)
  if (parts.every(part => part === '') || parts.some(hasTemplate)) return undefined
  const fits = new RegExp(
    `^${parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`,
  )
  const bases = posix.isAbsolute(name) ? [folder] : folders.map(base => posix.join(base, folder))
  const found = bases.flatMap(base =>
    (loading.edges.files.list(base) ?? [])
      .filter(file => fits.test(file))
      .map(file => posix.join(base, file)),
  )
  const files = [...new Set(found.map(path => posix.normalize(path)))].filter(
    path => loading.hasFile(path) && isFitting(loading.read(path)?.value),
  )
  return files.length > 0 ? files : undefined
}
