// The settings of this machine, this folder and this environment, each with where it comes from. Flags win over all
// of them; then MOKPLAY_*, mokplay.config.yml, ANSIBLE_*, ansible.cfg, in this order.
import { dirname } from 'node:path'
import { didYouMean, error, warning, type Diagnostic } from '../../base/diagnostic.ts'
import { position, source, type Source } from '../../base/source.ts'
import { placeOfKey, placeOfValue } from '../../base/span.ts'
import { isDict } from '../../base/value.ts'
import { readYaml } from '../../lang/read-yaml.ts'
import { coerce } from './coerce.ts'
import { findAnsible, findOwn, OWN_FILE, type Places } from './find.ts'
import { readIni, type Written } from './ini.ts'
import type { Setting, Values } from './model.ts'
import { keyOf, ownVariables, SETTINGS, type SettingName, type ValueOf } from './table.ts'

export type Found = {
  readonly value: Values[keyof Values] | undefined
  /** `default`, the name of a variable, or file:line:column. */
  readonly origin: string
}

export type Settings = {
  /** What holds; undefined when nothing is said and there is no default. */
  readonly get: <Name extends SettingName>(name: Name) => ValueOf<Name> | undefined
  /** What somebody said; undefined when it is the default. */
  readonly said: <Name extends SettingName>(name: Name) => ValueOf<Name> | undefined
  readonly found: ReadonlyMap<string, Found>
  /** The files that were read. */
  readonly paths: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: readonly Source[]
}

type Candidate = Written | { readonly value: string; readonly variable: string }
type Reading = { readonly diagnostics: Diagnostic[]; readonly sources: Source[] }

/** Reads the settings. Mistakes are in `diagnostics`; what is wrong is as if it were not said. */
export const loadSettings = (places: Places): Settings => {
  const reading: Reading = { diagnostics: [], sources: [] }
  const own = readOwn(places, reading)
  const ansible = readAnsible(places, reading)
  const found = new Map<string, Found>()
  for (const [name, setting] of SETTINGS) {
    const key = keyOf(name, setting)
    const said = [
      { from: lastSet(ownVariables(name, setting), places), folder: places.cwd },
      { from: own.values.get(key), folder: own.folder },
      { from: lastSet(setting.env, places), folder: places.cwd },
      { from: lastOf(setting.ini, ansible), folder: ansible.folder },
    ]
    found.set(name, decide(key, setting, said, places, reading))
  }
  return {
    get: name => found.get(name)?.value as never,
    said: name =>
      (found.get(name)?.origin === 'default' ? undefined : found.get(name)?.value) as never,
    found,
    paths: [own.path, ansible.path].filter(path => path !== undefined),
    ...reading,
  }
}

/** The first of what was said that is right. */
const decide = (
  key: string,
  setting: Setting,
  said: readonly { readonly from: Candidate | undefined; readonly folder: string }[],
  places: Places,
  { diagnostics, sources }: Reading,
): Found => {
  for (const { from, folder } of said) {
    if (!from || from.value === null) continue
    const origin = originOf(from, sources)
    if (setting.idle) return { value: String(from.value), origin }
    const env = (name: string): string | undefined => places.env.get(name)
    const coerced = coerce(setting, from.value, { ...places, folder, env })
    if ('problem' in coerced) diagnostics.push(wrong(from, key, coerced))
    else if (coerced.value !== undefined) return { value: coerced.value, origin }
  }
  return { value: homely(setting.default, places.home), origin: 'default' }
}

const homely = (value: Setting['default'], home: string): Setting['default'] =>
  Array.isArray(value)
    ? value.map(item => (typeof item === 'string' ? item.replace(/^~(?=\/)/, home) : item))
    : value

const lastOf = (keys: readonly string[], { values }: File): Written | undefined =>
  keys.map(key => values.get(key)).findLast(value => value !== undefined)

const lastSet = (names: readonly string[], { env }: Places): Candidate | undefined => {
  const variable = names.findLast(name => env.get(name) !== undefined)
  return variable === undefined ? undefined : { variable, value: env.get(variable) ?? '' }
}

const originOf = (candidate: Candidate, sources: readonly Source[]): string => {
  if ('variable' in candidate) return candidate.variable
  const { file, from } = candidate.span
  const text = sources.find(one => one.file === file)
  if (!text) return file
  const { line, column } = position(text, from)
  return `${file}:${line}:${column}`
}

const wrong = (
  candidate: Candidate,
  name: string,
  { problem, hint }: { readonly problem: string; readonly hint?: string | undefined },
): Diagnostic =>
  'variable' in candidate
    ? error('config/value', `the environment variable ${candidate.variable} ${problem}`, { hint })
    : error('config/value', `"${name}" ${problem}`, { span: candidate.span, hint })

type File = {
  readonly path?: string
  readonly folder: string
  readonly values: ReadonlyMap<string, Written>
}
const NOTHING: File = { folder: '', values: new Map() }

const textOf = (path: string, { files, cwd }: Places): Source | undefined => {
  const bytes = files.read(path)
  const shown = path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path
  return bytes && source(shown, Buffer.from(bytes).toString('utf8'))
}

const readAnsible = (places: Places, { diagnostics, sources }: Reading): File => {
  const { path, diagnostics: found } = findAnsible(places)
  diagnostics.push(...found)
  const text = path === undefined ? undefined : textOf(path, places)
  if (path === undefined || !text) return NOTHING
  sources.push(text)
  const { values, diagnostics: wrongLines } = readIni(text)
  diagnostics.push(...wrongLines)
  return { path, folder: dirname(path), values }
}

const readOwn = (places: Places, { diagnostics, sources }: Reading): File => {
  const { path, diagnostics: found } = findOwn(places)
  diagnostics.push(...found)
  if (path === undefined) return NOTHING
  const text = textOf(path, places)
  if (!text) {
    diagnostics.push(error('config/file', `the file ${path} cannot be read`))
    return NOTHING
  }
  sources.push(text)
  const { value, span, diagnostics: wrongYaml } = readYaml(text)
  diagnostics.push(...wrongYaml)
  if (value === undefined || value === null) return { ...NOTHING, path }
  if (!isDict(value)) {
    diagnostics.push(error('config/file', `${OWN_FILE} must be a mapping of settings`, { span }))
    return { ...NOTHING, path }
  }
  const values = new Map<string, Written>()
  for (const [key, item] of Object.entries(value)) {
    diagnostics.push(...objections(value, key))
    values.set(key, { value: item, span: placeOfValue(value, key) ?? span })
  }
  return { path, folder: dirname(path), values }
}

const KEYS = new Map([...SETTINGS].map(([name, setting]) => [keyOf(name, setting), setting]))

const objections = (whole: object, key: string): readonly Diagnostic[] => {
  const span = placeOfKey(whole, key)
  const setting = KEYS.get(key)
  if (!setting)
    return [
      error('config/unknown', `"${key}" is no setting`, {
        span,
        hint: didYouMean(key, KEYS.keys()) ?? 'mokplay config shows all settings',
      }),
    ]
  if (!setting.idle) return []
  return [warning('config/idle', `"${key}" has no effect here: ${setting.about}`, { span })]
}
