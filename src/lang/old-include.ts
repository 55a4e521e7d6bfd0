// The old `include`, as what it stands for: read before the run where its file is plain and nothing loops, else when
// it is reached. Pairs beside the file are variables.
import { setPlaces, placesOf } from '../base/span.ts'
import { isDict } from '../base/value.ts'
import { hasTemplate } from './shapes.ts'
import { equalsAt, joinWords, plainValue, splitWords } from './split-words.ts'

type Raw = Readonly<Record<string, unknown>>

const INCLUDE = /^(?:ansible\.(?:builtin|legacy)\.)?include$/

/** A task as it would be written today; itself, where it is no old include. */
export const withoutOldInclude = (raw: Raw): Raw => {
  const key = Object.keys(raw).find(name => INCLUDE.test(name))
  const text = key === undefined ? undefined : raw[key]
  if (key === undefined || typeof text !== 'string') return raw
  const words = splitWords(text) ?? []
  const [file, pairs] = [
    words.filter(word => !isPair(word.text)),
    words.filter(word => isPair(word.text)),
  ]
  const name = joinWords(file)
  const loops = Object.keys(raw).some(other => other === 'loop' || other.startsWith('with_'))
  const today = hasTemplate(name) || loops ? 'include_tasks' : 'import_tasks'
  const vars = {
    ...(isDict(raw['vars']) ? raw['vars'] : {}),
    ...Object.fromEntries(
      pairs.map(({ text: pair }) => {
        const at = equalsAt(pair)
        return [pair.slice(0, at), plainValue(pair.slice(at + 1))]
      }),
    ),
  }
  const { [key]: _include, ...rest } = raw
  const made = {
    // As it was written, so it is called.
    ...(today === 'include_tasks' && { name: key }),
    ...rest,
    [today]: name,
    ...(pairs.length > 0 && { vars }),
  }
  const places = placesOf(raw)
  const move = <Place>(of: ReadonlyMap<string, Place>): Map<string, Place> =>
    new Map([...of].map(([name, place]) => [name === key ? today : name, place]))
  return places
    ? setPlaces(made, { self: places.self, keys: move(places.keys), values: move(places.values) })
    : made
}

const isPair = (word: string): boolean => {
  const at = equalsAt(word)
  return at > 0 && /^\w+$/.test(word.slice(0, at))
}
