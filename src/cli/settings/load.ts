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
    const candidates = [
      lastSet(ownVariables(name, setting), places),
      own.values.get(keyOf(name, setting)),
      lastSet(setting.env, places),
      setting.ini.map(key => ansible.values.get(key)).findLast(value => value !== undefined),
    ]
    found.set(name, valueOf(setting, candidates, { own: own.path, ansible: ansible.path }))
  }

  function valueOf(
    setting: Setting,
    candidates: readonly (Candidate | undefined)[],
    paths: { own: string | undefined; ansible: string | undefined },
  ): Found {
    for (const [rank, candidate] of candidates.entries()) {
      if (!candidate || candidate.value === null) continue
      const path = rank === 1 ? paths.own : rank === 3 ? paths.ansible : undefined
      const origin = originOf(candidate, reading.sources)
      if (setting.idle) return { value: String(candidate.value), origin }
      const folder = path === undefined ? places.cwd : dirname(path)
      const env = (name: string) => places.env.get(name)
      const coerced = coerce(setting, candidate.value, { ...places, folder, env })
      if ('problem' in coerced) reading.diagnostics.push(wrong(candidate, coerced))
      else if (coerced.value !== undefined) return { value: coerced.value, origin }
    }
    return { value: homely(setting.default, places.home), origin: 'default' }
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

const homely = (value: Setting['default'], home: string): Setting['default'] =>
  Array.isArray(value)
    ? value.map(item => (typeof item === 'string' ? item.replace(/^~(?=\/)/, home) : item))
    : value

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
  { problem, hint }: { readonly problem: string; readonly hint?: string | undefined },
): Diagnostic =>
  'variable' in candidate
    ? error('config/value', `the environment variable ${candidate.variable} ${problem}`, { hint })
    : error('config/value', `the setting ${problem}`, { span: candidate.span, hint })

type File = { readonly path: string | undefined; readonly values: ReadonlyMap<string, Written> }
const NOTHING: File = { path: undefined, values: new Map() }

const textOf = (path: string, { files, cwd }: Places): Source | undefined => {
  const bytes = files.read(path)
  const shown = path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path
  return bytes && source(shown, Buffer.from(bytes).toString('utf8'))
}

const readAnsible = (places: Places, { diagnostics, sources }: Reading): File => {
  const { path, diagnostics: found } = findAnsible(places)
  diagnostics.push(...found)
  const text = path === undefined ? undefined : textOf(path, places)
  if (!text) return NOTHING
  sources.push(text)
  const { values, diagnostics: wrongLines } = readIni(text)
  diagnostics.push(...wrongLines)
  return { path, values }
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
  return { path, values }
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
