// One section of an ini file, read as Python's configparser reads it and written as it writes one. Everything else in
// the file stays as it is, comments too.
import { linesOf } from './lines.ts'

export type IniValues = Readonly<Record<string, string>>

const header = (line: string): string | undefined => /^\[(.+)\]/.exec(line)?.[1]
const isComment = (line: string): boolean => /^\s*[#;]/.test(line)

/** Where a section begins and ends, as indices of lines; its trailing comments belong to what follows. */
const placeOf = (
  lines: readonly string[],
  section: string,
): { from: number; to: number } | undefined => {
  const from = lines.findIndex(line => header(line) === section)
  if (from === -1) return undefined
  const next = lines.findIndex((line, index) => index > from && header(line) !== undefined)
  if (next === -1) return { from, to: lines.length }
  let to = next
  while (isComment(lines[to - 1]!)) to -= 1
  return { from, to }
}

/** Names of all sections, in order. */
export const iniSections = (text: string): readonly string[] =>
  linesOf(text).flatMap(line => header(line) ?? [])

/** The values of a section; undefined when there is none. Lines of a value are joined by newlines. */
export const iniSection = (text: string, section: string): IniValues | undefined => {
  const lines = linesOf(text)
  const place = placeOf(lines, section)
  if (!place) return undefined
  const values: Record<string, string> = {}
  let name: string | undefined
  for (const line of lines.slice(place.from + 1, place.to)) {
    if (isComment(line) || line.trim() === '') continue
    const found = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line)
    if (/^\s/.test(line) && name !== undefined) values[name] = `${values[name]}\n${line.trim()}`
    else if (found) values[(name = found[1]!.toLowerCase())] = found[2]!
  }
  return values
}

/** The text with this section in place of the old one, or at the end; `undefined` takes it out. */
export const withIniSection = (
  text: string,
  section: string,
  values: IniValues | undefined,
): string => {
  const lines = linesOf(text)
  const made = values
    ? [
        `[${section}]\n`,
        ...Object.entries(values).map(
          ([name, value]) => `${name} = ${value.replaceAll('\n', '\n\t')}\n`,
        ),
        '\n',
      ]
    : []
  const place = placeOf(lines, section)
  if (place) return [...lines.slice(0, place.from), ...made, ...lines.slice(place.to)].join('')
  if (!values) return text
  const head = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return `${head}${head === '' || head.endsWith('\n\n') ? '' : '\n'}${made.join('')}`
}
