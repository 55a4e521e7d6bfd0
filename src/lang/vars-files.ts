// group_vars and host_vars: a file or a folder of files for each group and host, beside the inventory and beside
// the playbook. Read only when a host needs them, and once.
import { extname, join } from 'node:path'
import { error, warning, type Diagnostic } from '../base/diagnostic.ts'
import { source, type Source } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { Files } from '../model/edge.ts'
import type { Inventory, VarsLayer } from '../model/inventory.ts'
import { readYaml } from './read-yaml.ts'
import { unlessSealed } from './vault-files.ts'

export type VarsFiles = {
  /** The layers of one group or host beside one folder; later ones win. */
  readonly of: (kind: 'group' | 'host', name: string, folder: string) => readonly VarsLayer[]
  /** What was wrong with the files read so far. */
  readonly diagnostics: readonly Diagnostic[]
  /** The files read so far, for frames. */
  readonly sources: readonly Source[]
}

const ENDINGS = ['', '.yml', '.yaml', '.json']

/** Opens the vars files of a run. Paths are shown as seen from `cwd`. */
export const openVarsFiles = (files: Files, cwd: string): VarsFiles => {
  const diagnostics: Diagnostic[] = []
  const sources: Source[] = []
  const folders = new Map<string, ReadonlySet<string>>()
  const found = new Map<string, readonly VarsLayer[]>()

  const namesIn = (folder: string): ReadonlySet<string> => {
    let names = folders.get(folder)
    if (!names) folders.set(folder, (names = new Set(files.list(folder) ?? [])))
    return names
  }
  const shown = (path: string): string =>
    path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path

  const readFile = (path: string): VarsLayer[] => {
    const bytes = unlessSealed(() => files.read(path))
    if (bytes && 'sealed' in bytes) {
      const from = shown(path)
      const span = bytes.sealed.span && { ...bytes.sealed.span, file: from }
      return [{ vars: {}, trusted: true, from, sealed: { ...bytes.sealed, ...(span && { span }) } }]
    }
    const text = source(shown(path), new TextDecoder().decode(bytes ?? new Uint8Array()))
    sources.push(text)
    const span = { file: text.file, from: 0, to: 0 }
    if (!bytes) {
      diagnostics.push(
        error('vars-file/not-readable', `the variables in "${text.file}" cannot be read`, { span }),
      )
      return []
    }
    const { value, span: whole, diagnostics: wrong } = readYaml(text)
    diagnostics.push(...wrong)
    if (value === undefined || value === null || wrong.some(({ severity }) => severity === 'error'))
      return []
    if (isDict(value)) return [{ vars: value, trusted: true, from: text.file }]
    const what = Array.isArray(value) ? 'a list' : 'a text'
    diagnostics.push(
      error('vars-file/not-a-mapping', `a file of variables must be a mapping, not ${what}`, {
        span: { ...whole, to: Math.min(whole.to, lineEnd(text.text, whole.from)) },
        hint: 'write one "name: value" a line',
      }),
    )
    return []
  }
  const readFolder = (path: string): VarsLayer[] =>
    [...namesIn(path)].flatMap(name => {
      const inner = join(path, name)
      const ending = extname(name)
      if (/^\.|~$/.test(name) || !ENDINGS.includes(ending)) return []
      if (files.stat(inner)?.type !== 'directory') return readFile(inner)
      return ending === '' ? readFolder(inner) : []
    })

  const warnOfSecond = (folder: string, used: string, name: string): void => {
    const second = ENDINGS.map(ending => name + ending).find(
      other => other !== used && namesIn(folder).has(other),
    )
    if (second === undefined) return
    diagnostics.push(
      warning(
        'vars-file/shadowed',
        `"${shown(join(folder, second))}" is not read, for "${used}" stands beside it`,
        {
          hint: 'put both into one folder',
        },
      ),
    )
  }
  const of: VarsFiles['of'] = (kind, name, folder) => {
    // A name from an inventory program must not lead out of the folder.
    if (name.includes('/') || name === '..' || name === '.') return []
    const below = join(folder, `${kind}_vars`)
    const used = ENDINGS.map(ending => name + ending).find(file => namesIn(below).has(file))
    if (used === undefined) return []
    const path = join(below, used)
    let layers = found.get(path)
    if (!layers) {
      layers = files.stat(path)?.type === 'directory' ? readFolder(path) : readFile(path)
      found.set(path, layers)
      warnOfSecond(below, used, name)
    }
    return layers
  }
  return { of, diagnostics, sources }
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

/** The folders beside the sources of an inventory; where one is named twice, its last place counts. */
export const inventoryFolders = (inventory: Inventory, files: Files): readonly string[] => {
  const folders = new Set<string>()
  for (const path of inventory.sources) {
    const folder = files.stat(path)?.type === 'directory' ? path : join(path, '..')
    folders.delete(folder)
    folders.add(folder)
  }
  return [...folders]
}
