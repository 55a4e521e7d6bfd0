// Texts in sections of `name = value`, as Python's configparser reads them: comments on lines of their own, values
// that go on in deeper lines, a DEFAULT section that all share, and %(name)s in values.
import { Problem, typeProblem } from './problem.ts'

type Section = Map<string, string | null>
export type ConfigText = {
  /** A value; undefined when the section has no such name. */
  get(section: string, name: string): string | null | undefined
  /** All names and values of a section; throws where there is none of its name. */
  items(section: string): readonly (readonly [string, string | null])[]
}

export type ConfigRules = {
  readonly file: string
  readonly caseSensitive: boolean
  readonly allowNoValue: boolean
}

const HEADER = /^\[([^\]]+)\]/
const PAIR = /^(.*?)\s*(?:[=:]\s*(.*))?$/
const DEEPEST = 10

export const readConfigText = (text: string, rules: ConfigRules): ConfigText => {
  const { file, caseSensitive, allowNoValue } = rules
  const nameOf = (name: string): string => (caseSensitive ? name : name.toLowerCase())
  const sections = new Map<string, Section>([['DEFAULT', new Map()]])
  let section: Section | undefined
  let open: { name: string; depth: number } | undefined
  const wrong = (at: number, what: string): Problem =>
    new Problem('template/type', `${file}, line ${at + 1}: ${what}`)

  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const value = line.trim()
    const depth = line.length - line.trimStart().length
    if (value === '' || '#;'.includes(value[0]!)) {
      if (value === '' && open && section) append(section, open.name, '')
      continue
    }
    if (section && open && depth > open.depth) {
      append(section, open.name, value)
      continue
    }
    const header = HEADER.exec(value)?.[1]
    if (header !== undefined) {
      if (header !== 'DEFAULT' && sections.has(header))
        throw wrong(at, `the section [${header}] is there twice`)
      section = sections.get(header) ?? new Map<string, string | null>()
      sections.set(header, section)
      open = undefined
      continue
    }
    if (!section) throw wrong(at, 'a section as "[name]" was expected first')
    const [, key = '', given] = PAIR.exec(value) ?? []
    if (key === '' || (given === undefined && !allowNoValue))
      throw wrong(at, '"name = value" was expected')
    const name = nameOf(key)
    if (section.has(name)) throw wrong(at, `"${name}" is there twice in its section`)
    section.set(name, given ?? null)
    open = { name, depth }
  }
  for (const all of sections.values())
    for (const [name, value] of all) all.set(name, value?.replace(/\n+$/, '') ?? null)

  const bare = (of: string, name: string): string | null | undefined => {
    const own = sections.get(of)
    return own?.has(name) ? own.get(name) : sections.get('DEFAULT')!.get(name)
  }
  const filled = (of: string, value: string, depth = 0): string => {
    if (depth > DEEPEST) throw typeProblem(`${file}: a value of [${of}] is made of itself`)
    return value.replace(/%(?:(%)|\(([^)]+)\)s|)/g, (_all, percent?: string, name?: string) => {
      if (percent) return '%'
      const found = name === undefined ? undefined : bare(of, nameOf(name))
      if (found === undefined || found === null)
        throw typeProblem(`${file}: "%" stands before what is no name of [${of}]`, 'write %%')
      return filled(of, found, depth + 1)
    })
  }
  const must = (of: string): void => {
    if (!sections.has(of) || of === 'DEFAULT')
      throw typeProblem(`${file} has no section "${of}"`, [...sections.keys()].slice(1).join(', '))
  }
  const get = (of: string, name: string): string | null | undefined => {
    if (of !== 'DEFAULT') must(of)
    const found = bare(of, nameOf(name))
    return typeof found === 'string' ? filled(of, found) : found
  }
  return {
    get,
    items: of => {
      must(of)
      const names = new Set([...sections.get('DEFAULT')!.keys(), ...sections.get(of)!.keys()])
      return [...names].map(name => [name, get(of, name) ?? null] as const)
    },
  }
}

const append = (section: Section, name: string, line: string): void =>
  void section.set(name, `${section.get(name) ?? ''}\n${line}`)
