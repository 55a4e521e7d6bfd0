// All sources of an inventory, in order, into one: files, folders of files, programs and lists of hosts.
// Decides which reader a source is for; reads nothing that only single hosts need (see vars-files.ts).
import { basename, dirname, join, resolve } from 'node:path'
import { didYouMean, error, type Diagnostic } from '../base/diagnostic.ts'
import { source, type Source } from '../base/source.ts'
import type { Exec, Files } from '../model/edge.ts'
import type { Inventory, VarsLayer } from '../model/inventory.ts'
import type { Templates } from '../model/template.ts'
import { InventoryDraft, type Reading } from './inventory-draft.ts'
import { addHosts } from './inventory-hosts.ts'
import { readInventoryIni } from './inventory-ini.ts'
import { readInventoryScript } from './inventory-script.ts'
import { readInventoryYaml } from './inventory-yaml.ts'
import { unlessSealed } from './vault-files.ts'

export type InventoryEdges = {
  readonly files: Files
  readonly exec: Exec
  readonly cwd: string
  /** For sources that make variables and groups of others. */
  readonly templates?: Templates
}

export type LoadedInventory = {
  readonly inventory: Inventory
  readonly diagnostics: readonly Diagnostic[]
  /** The texts that were read, for frames. */
  readonly sources: readonly Source[]
}

type Loading = {
  readonly edges: InventoryEdges
  readonly draft: InventoryDraft
  readonly diagnostics: Diagnostic[]
  readonly sources: Source[]
  readonly ignored: RegExp
}

/** What is no inventory in a folder, and how names of groups are taken. */
export type InventoryRules = {
  /** Ends of file names. */
  readonly ignoredEnds?: readonly string[]
  /** Regular expressions over file names. */
  readonly ignoredNames?: readonly string[]
  /** Odd letters in names of groups become _. */
  readonly safeNames?: boolean
  /** Of odd letters nothing is said. */
  readonly quietNames?: boolean
}

const NEVER = ['^\\.', '^host_vars$', '^group_vars$', '^vars_plugins$']
const ENDS = /~$|\.(?:pyc|pyo|swp|bak|rpm|md|txt|rst|orig|ini|cfg|retry)$/

/** Names in a folder that hold no inventory. */
const ignoredBy = ({ ignoredEnds, ignoredNames = [] }: InventoryRules): RegExp => {
  const ends = ignoredEnds?.map(end => `${end.replace(/[^\w~]/g, '\\$&')}$`) ?? [ENDS.source]
  return new RegExp([...NEVER, ...ignoredNames, ...ends].join('|'))
}

/** Loads all `-i` values into one inventory; later ones add to earlier ones. */
export const loadInventory = (
  values: readonly string[],
  edges: InventoryEdges,
  rules: InventoryRules = {},
): LoadedInventory => {
  const diagnostics: Diagnostic[] = []
  const loading: Loading = {
    edges,
    draft: new InventoryDraft(diagnostics, rules),
    diagnostics,
    sources: [],
    ignored: ignoredBy(rules),
  }
  const paths: string[] = []
  for (const value of values) {
    const path = resolve(edges.cwd, value)
    const stat = edges.files.stat(path)
    if (!stat && value.includes(',')) {
      loadList(loading, value)
      continue
    }
    paths.push(path)
    if (!stat) diagnostics.push(notFound(loading, value, path))
    else if (stat.type === 'directory') loadFolder(loading, path)
    else loadFile(loading, path)
  }
  return { inventory: loading.draft.finish(paths), diagnostics, sources: loading.sources }
}

const notFound = ({ edges }: Loading, value: string, path: string): Diagnostic => {
  const like = didYouMean(basename(path), edges.files.list(dirname(path)) ?? [])
  return error('inventory/not-found', `the inventory "${value}" does not exist`, {
    hint:
      like ?? (value.includes('/') ? undefined : `to name hosts, end with a comma: -i "${value},"`),
  })
}

/** Paths are shown as seen from the working folder. */
const shown = (path: string, cwd: string): string =>
  path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path

const magicOf = (path: string | undefined, from: string): VarsLayer => ({
  vars: { inventory_file: path ?? null, inventory_dir: path === undefined ? null : dirname(path) },
  trusted: false,
  from,
})

const loadList = (loading: Loading, value: string): void => {
  const text = source('-i', value)
  loading.sources.push(text)
  const magic = {
    ...magicOf(undefined, '-i'),
    vars: { inventory_file: value, inventory_dir: null },
  }
  const reading: Reading = {
    source: text,
    draft: loading.draft,
    diagnostics: loading.diagnostics,
    magic,
  }
  let from = 0
  for (const part of value.split(',')) {
    const name = part.trim()
    const at = from + part.indexOf(name)
    if (name !== '')
      addHosts(reading, name, 'ungrouped', {}, { file: '-i', from: at, to: at + name.length })
    from += part.length + 1
  }
}

const loadFolder = (loading: Loading, path: string): void => {
  for (const name of loading.edges.files.list(path) ?? []) {
    if (loading.ignored.test(name)) continue
    const inner = join(path, name)
    if (loading.edges.files.stat(inner)?.type === 'directory') loadFolder(loading, inner)
    else loadFile(loading, inner)
  }
}

const loadFile = (loading: Loading, path: string): void => {
  const { edges, draft, diagnostics } = loading
  const file = shown(path, edges.cwd)
  const bytes = unlessSealed(() => edges.files.read(path))
  if (bytes && 'sealed' in bytes) {
    const { sealed } = bytes
    diagnostics.push({ ...sealed, ...(sealed.span && { span: { ...sealed.span, file } }) })
    return
  }
  if (!bytes) {
    diagnostics.push(error('inventory/not-readable', `the inventory "${file}" cannot be read`))
    return
  }
  const isProgram = startsAsProgram(bytes)
  const isExecutable = ((edges.files.stat(path)?.mode ?? 0) & 0o111) !== 0
  const text = source(file, isProgram && isExecutable ? '' : decode(bytes))
  loading.sources.push(text)
  const magic = magicOf(path, file)
  const reading: Reading = { source: text, draft, diagnostics, magic, templates: edges.templates }
  if (isProgram && isExecutable)
    readInventoryScript({ ...reading, path, exec: edges.exec, cwd: edges.cwd })
  else if (isProgram) diagnostics.push(notExecutable(text))
  else if (isReadable(reading)) readerFor(text)(reading)
}

const notExecutable = (text: Source): Diagnostic =>
  error('inventory/not-executable', 'the inventory begins with #!, but it is not executable', {
    span: { file: text.file, from: 0, to: 2 },
    hint: `make it so: chmod +x ${text.file}`,
  })

/** A script or a binary program, as the kernel sees it. */
const startsAsProgram = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0x23 && bytes[1] === 0x21) || (bytes[0] === 0x7f && bytes[1] === 0x45)

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Bytes that are no UTF-8 are let pass in comments only, as Ansible does. */
const isReadable = ({ source: text, diagnostics }: Reading): boolean => {
  for (const { index } of text.text.matchAll(/\uFFFD/g)) {
    const line = text.text.slice(text.text.lastIndexOf('\n', index) + 1, index)
    if (/^\s*[#;]/.test(line)) continue
    const span = { file: text.file, from: index, to: index + 1 }
    diagnostics.push(
      error('inventory/encoding', 'the inventory must be written in UTF-8', { span }),
    )
    return false
  }
  return true
}

/** The reader by the name of the file, else by its first line. */
const readerFor = (text: Source): ((reading: Reading) => void) => {
  const ending = /\.([^./]*)$/.exec(text.file)?.[1]
  if (ending === 'toml') return refuseToml
  const first =
    text.text
      .split('\n')
      .map(line => line.trim())
      .find(line => line !== '' && !/^[#;]/.test(line)) ?? ''
  const isYamlName = ending === 'yml' || ending === 'yaml' || ending === 'json'
  if (isYamlName) return /^\[[^\]\s]+\]/.test(first) ? readInventoryIni : readInventoryYaml
  if (ending !== undefined) return readInventoryIni
  return /^(?:---|%YAML|\{|["']?[^\s[=]+["']?:(?:\s|$))/.test(first)
    ? readInventoryYaml
    : readInventoryIni
}

const refuseToml = ({ source: text, diagnostics }: Reading): void => {
  diagnostics.push(
    error('inventory/toml', 'mokplay does not read TOML inventories yet', {
      span: { file: text.file, from: 0, to: 0 },
      hint: 'write it as YAML: ansible-inventory --list --yaml',
    }),
  )
}
