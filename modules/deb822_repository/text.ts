// A source of apt as a paragraph of deb822 text, field by field as Ansible writes it.

/** The name of a file for a repository. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[_\s]+/g, '-')
    .replace(/[^a-z0-9-]+/g, '')

const fieldOf = (argument: string): string => {
  if (argument === 'name') return 'X-Repolib-Name'
  if (argument === 'uris') return 'URIs'
  return argument
    .split('_')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('-')
}

/** Lines of a value stand below its field; one that is empty is a dot. */
const several = (value: string): string =>
  `\n${value
    .trim()
    .split(/\r?\n/)
    .map(line => `    ${line.trim() || '.'}`)
    .join('\n')}`

const valueOf = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.join(' ')
  return String(value)
}

/** The paragraph: one field for each argument, in their order. */
export const paragraph = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([argument, given]) => {
      const value = valueOf(given)
      const text = value.includes('\n') ? several(value) : value
      return `${fieldOf(argument)}:${text === '' || text.startsWith('\n') ? '' : ' '}${text}\n`
    })
    .join('')
