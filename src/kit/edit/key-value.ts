// `name = value` lines, as sysctl.conf, login.defs and /etc/default have them.

export type KeyStyle = {
  /** What stands between name and value in a new line, and in a changed one. */
  readonly by?: string
  /** What opens a comment. */
  readonly comment?: string
}

/**
 * The text with this value for the name: the last line that has it is changed and others of it go; a new one is put
 * at the end. `undefined` takes all of them out.
 */
export const keyValue = (
  text: string,
  name: string,
  value: string | undefined,
  { by = ' = ', comment = '#' }: KeyStyle = {},
): string => {
  const separator = by.trim()
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
  const nameOfLine = (line: string): string | undefined => {
    if (line.trimStart().startsWith(comment)) return undefined
    const end = separator === '' ? line.trim().search(/\s/) : line.indexOf(separator)
    return end === -1 ? undefined : (separator === '' ? line.trim() : line).slice(0, end).trim()
  }
  const valueOfLine = (line: string): string =>
    separator === ''
      ? line.trim().slice(name.length).trim()
      : line.slice(line.indexOf(separator) + separator.length).trim()
  const places = lines.flatMap((line, index) => (nameOfLine(line) === name ? [index] : []))
  const last = places.at(-1)
  if (last === undefined)
    return value === undefined ? text : [...lines, `${name}${by}${value}`, ''].join('\n')
  if (value !== undefined && places.length === 1 && valueOfLine(lines[last]!) === value) return text
  const kept = lines.flatMap((line, index) => {
    if (!places.includes(index)) return [line]
    if (index !== last || value === undefined) return []
    return valueOfLine(line) === value ? [line] : [`${name}${by}${value}`]
  })
  return kept.length === 0 ? '' : `${kept.join('\n')}\n`
}
