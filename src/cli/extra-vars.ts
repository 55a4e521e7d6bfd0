// -e: `k=v k2="v 2"`, JSON or YAML, or @file. Each becomes a layer of its own; later ones win.
import { error, Mistake } from '../base/diagnostic.ts'
import { shellWords } from '../base/shlex.ts'
import { source, type Source } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import { readYaml } from '../lang/read-yaml.ts'
import type { Files } from '../model/edge.ts'
import type { VarsLayer } from '../model/inventory.ts'

/** The layers of all -e values. Throws Mistake for one that cannot be read. */
export const extraVars = (
  values: readonly string[],
  files: Files,
  addSource: (source: Source) => void,
): readonly VarsLayer[] =>
  values.map(value => {
    const vars = value.startsWith('@')
      ? fromFile(value.slice(1), files, addSource)
      : /^\s*[{[]/.test(value)
        ? fromYaml(source('-e', value), addSource)
        : fromPairs(value)
    return { vars, trusted: true, from: `-e ${value.startsWith('@') ? value : ''}`.trim() }
  })

const fromFile = (
  path: string,
  files: Files,
  addSource: (source: Source) => void,
): Readonly<Record<string, unknown>> => {
  const bytes = files.read(path)
  if (!bytes) throw new Mistake(error('vars/extra', `-e: the file "${path}" cannot be read`))
  return fromYaml(source(path, Buffer.from(bytes).toString('utf8')), addSource)
}

const fromYaml = (
  text: Source,
  addSource: (source: Source) => void,
): Readonly<Record<string, unknown>> => {
  addSource(text)
  const { value, span, diagnostics } = readYaml(text)
  const wrong = diagnostics.find(found => found.severity === 'error')
  if (wrong) throw new Mistake(wrong)
  if (value === undefined || value === null) return {}
  if (isDict(value)) return value
  throw new Mistake(
    error('vars/extra', '-e takes a mapping', {
      span,
      hint: 'write {"name": "value"} or name=value',
    }),
  )
}

const fromPairs = (text: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    shellWords(text).words.map(({ text: word }) => {
      const at = word.indexOf('=')
      if (at <= 0)
        throw new Mistake(error('vars/extra', `-e takes name=value, JSON or @file, not "${word}"`))
      return [word.slice(0, at), word.slice(at + 1)]
    }),
  )
