// Lines of apt's sources: `deb [options] URI suite component…`, switched off by a # before them.

const TYPES = ['deb', 'deb-src']

export type Source = {
  /** Without needless blanks; '' for a line that is none. */
  readonly source: string
  readonly isOn: boolean
  readonly comment: string
}

/** What a line says. */
export const sourceIn = (line: string): Source => {
  const trimmed = line.trim()
  const isOn = !trimmed.startsWith('#')
  const rest = isOn ? trimmed : trimmed.slice(1)
  const hash = rest.indexOf('#', 1)
  const words = (hash === -1 ? rest : rest.slice(0, hash)).trim().split(/\s+/)
  return {
    source: TYPES.includes(words[0]!) ? words.join(' ') : '',
    isOn,
    comment: hash === -1 ? '' : rest.slice(hash + 1).trim(),
  }
}

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** Whether a text has such a source, switched on or not. */
export const knows = (text: string, source: string): boolean =>
  linesOf(text).some(line => sourceIn(line).source === source)

/** The text with all such sources switched on. */
export const switchedOn = (text: string, source: string): string =>
  linesOf(text)
    .map(line => {
      const found = sourceIn(line)
      if (found.source !== source || found.isOn) return line
      return `${source}${found.comment === '' ? '' : ` # ${found.comment}`}\n`
    })
    .join('')

/** The text without such sources; those that are switched off stay. */
export const without = (text: string, source: string): string =>
  linesOf(text)
    .filter(line => {
      const found = sourceIn(line)
      return found.source !== source || !found.isOn
    })
    .join('')

/** The text with one more source. */
export const withSource = (text: string, source: string): string =>
  `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${source}\n`

/** The file that Ansible would choose for a source. */
export const fileNameFor = (source: string): string => {
  const [where = ''] = source
    .replace(/\[[^\]]+\]/g, '')
    .replace(/\w+:\/\//g, '')
    .split(/\s+/)
    .filter(word => word !== '' && !TYPES.includes(word))
  const place = where.includes('@') ? where.slice(where.indexOf('@') + 1) : where
  return `${place
    .replace(/[^a-zA-Z0-9]/g, ' ')
    .trim()
    .split(/\s+/)
    .join('_')}.list`
}
