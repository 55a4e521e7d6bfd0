// Lines of fstab, as fstab(5) has them: found by their mount point, written as Ansible writes them.

export type Entry = {
  readonly src: string
  readonly name: string
  readonly fstype: string
  readonly opts: string
  readonly dump: string
  readonly passno: string
}

const FIELDS = ['src', 'name', 'fstype', 'opts', 'dump', 'passno'] as const

/** Blanks part the fields, so they are written by their codes. */
const escaped = (field: string): string =>
  field
    .replaceAll('\\', '\\134')
    .replaceAll(' ', '\\040')
    .replaceAll('\t', '\\011')
    .replaceAll('&', '\\046')

type Fields = Partial<Readonly<Record<keyof Entry, string>>>

/** The fields of a line, as they stand there; undefined for comments and what is no entry. */
const fieldsOf = (line: string): Fields | undefined => {
  const words = line.trim().split(/\s+/)
  if (words[0]!.startsWith('#') || words.length < 4 || words.length > 6) return undefined
  return Object.fromEntries(words.map((word, at) => [FIELDS[at], word]))
}

/** Swap has no mount point: its lines are told apart by what is swapped on. */
const isOf = (fields: Fields, name: string, src: string | undefined): boolean =>
  fields.name === escaped(name) &&
  !(src !== undefined && fields.name === 'none' && fields.fstype === 'swap' && fields.src !== src)

const linesOf = (text: string): readonly string[] =>
  text.split(/(?<=\n)/).filter(line => line !== '')

/** With this entry; what is so already keeps its looks. */
export const withEntry = (text: string, entry: Entry): string => {
  const wanted = FIELDS.map(field => escaped(entry[field]))
  let found = false
  let changed = false
  const lines = linesOf(text).map(line => {
    const fields = fieldsOf(line)
    if (!fields || !isOf(fields, entry.name, entry.src)) return line
    found = true
    if (FIELDS.every((field, at) => fields[field] === wanted[at])) return line
    changed = true
    return `${wanted.join(' ')}\n`
  })
  if (found) return changed ? lines.map(ended).join('') : text
  return [...lines.map(ended), `${wanted.join(' ')}\n`].join('')
}

const ended = (line: string): string => (line.endsWith('\n') ? line : `${line}\n`)

/** Without the entries of a mount point. */
export const withoutEntry = (text: string, name: string, src: string | undefined): string =>
  linesOf(text)
    .filter(line => {
      const fields = fieldsOf(line)
      return !fields || !isOf(fields, name, src)
    })
    .join('')
