// All matches of a pattern replaced, in the whole text or between two places of it, as Ansible's replace does.
import { expand, pattern } from './pattern.ts'

export type Replacement = {
  readonly find: string
  /** May name groups: \1, \g<name>. */
  readonly by: string
  /** Patterns: only what stands between them counts. */
  readonly after?: string | undefined
  readonly before?: string | undefined
}

/** The new text, how many matches there were, and the section's pattern where it was not found. */
export type Replaced = { readonly text: string; readonly count: number; readonly missed?: string }

export const replaceIn = (text: string, wish: Replacement): Replaced => {
  const section = sectionOf(text, wish)
  if ('missed' in section) return { text, count: 0, missed: section.missed }
  const find = pattern('regexp', wish.find, { multiline: true, global: true })
  let count = 0
  const made = text.slice(section.from, section.to).replace(find, (...found: unknown[]) => {
    count += 1
    return expand('replace', wish.by, matchOf(found))
  })
  return { text: text.slice(0, section.from) + made + text.slice(section.to), count }
}

/** The match that the arguments of a replacer tell of. */
const matchOf = (found: readonly unknown[]): RegExpExecArray => {
  const groups =
    typeof found.at(-1) === 'object' ? (found.at(-1) as Record<string, string>) : undefined
  const parts = found.slice(0, groups ? -3 : -2) as string[]
  return Object.assign(parts, { groups, index: 0, input: '' }) as unknown as RegExpExecArray
}

const sectionOf = (
  text: string,
  { after, before }: Replacement,
): { from: number; to: number } | { missed: string } => {
  if (!after && !before) return { from: 0, to: text.length }
  const inner = after && before ? '(?P<subsection>.*?)' : '(?P<subsection>.*)'
  const written = `${after ?? ''}${inner}${before ?? ''}`
  const match = pattern(after ? 'after' : 'before', written, { dotAll: true, indices: true }).exec(
    text,
  )
  const place = match?.indices?.groups?.['subsection']
  return place ? { from: place[0], to: place[1] } : { missed: written }
}
