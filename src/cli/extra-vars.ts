// -e: `k=v k2="v 2"`, JSON or YAML, or @file. Each becomes a layer of its own; later ones win.
import { error, type Diagnostic } from '../base/diagnostic.ts'
import { source, type Source, type Span } from '../base/source.ts'
import { setPlaces } from '../base/span.ts'
import { dict, isDict } from '../base/value.ts'
import { readYaml } from '../lang/read-yaml.ts'
import { equalsAt, plainValue, splitWords } from '../lang/split-words.ts'
import type { Files } from '../model/edge.ts'
import type { VarsLayer } from '../model/inventory.ts'

export type ExtraVars = {
  readonly layers: readonly VarsLayer[]
  readonly diagnostics: readonly Diagnostic[]
  /** The texts that were read, for frames. */
  readonly sources: readonly Source[]
}

type Reading = {
  readonly files: Files
  readonly diagnostics: Diagnostic[]
  readonly sources: Source[]
}
type Vars = Readonly<Record<string, unknown>>

const HINT = 'write name=value, {"name": "value"} or @file'

/** The layers of all -e values, and what is wrong with them. */
export const extraVars = (values: readonly string[], files: Files): ExtraVars => {
  const reading: Reading = { files, diagnostics: [], sources: [] }
  const layers = values.map((value, index) => {
    const name = values.length > 1 ? `-e (${index + 1})` : '-e'
    const isFile = value.startsWith('@')
    const vars = isFile ? fromFile(reading, value.slice(1)) : fromText(reading, source(name, value))
    return { vars, trusted: true, from: isFile ? `-e ${value}` : '-e' }
  })
  return { layers, ...reading }
}

const fromFile = (reading: Reading, path: string): Vars => {
  const bytes = reading.files.read(path)
  if (bytes) return fromYaml(reading, source(path, Buffer.from(bytes).toString('utf8')))
  reading.diagnostics.push(
    error('vars/extra', `-e: the file "${path}" cannot be read`, { hint: HINT }),
  )
  return {}
}

const fromText = (reading: Reading, text: Source): Vars =>
  /^\s*[{[]/.test(text.text) ? fromYaml(reading, text) : fromPairs(reading, text)

const fromYaml = ({ diagnostics, sources }: Reading, text: Source): Vars => {
  sources.push(text)
  const { value, span, diagnostics: found } = readYaml(text)
  diagnostics.push(...found)
  if (isDict(value)) return value
  if (value !== undefined && value !== null)
    diagnostics.push(error('vars/extra', '-e takes a mapping', { span, hint: HINT }))
  return {}
}

const fromPairs = ({ diagnostics, sources }: Reading, text: Source): Vars => {
  sources.push(text)
  const whole = { file: text.file, from: 0, to: text.text.length }
  const words = splitWords(text.text)
  if (!words) {
    diagnostics.push(
      error('vars/extra', '-e: a quote or a {{ does not end', { span: whole, hint: HINT }),
    )
    return {}
  }
  const vars = dict()
  const keys = new Map<string, Span>()
  const places = new Map<string, Span>()
  for (const { text: word, from } of words) {
    const at = equalsAt(word)
    const span = { file: text.file, from, to: from + word.length }
    if (at <= 0) {
      const what = `-e takes name=value, JSON or @file, not "${word}"`
      diagnostics.push(error('vars/extra', what, { span }))
      continue
    }
    const name = word.slice(0, at).trim()
    vars[name] = plainValue(word.slice(at + 1))
    keys.set(name, { ...span, to: from + at })
    places.set(name, { ...span, from: from + at + 1 })
  }
  return setPlaces(vars, { self: whole, keys, values: places })
}
