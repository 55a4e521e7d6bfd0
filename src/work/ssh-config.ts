// The user's ~/.ssh/config, as far as it says how a host is reached: an alias there works here too. What it says
// beside that is OpenSSH's own business.
import { mergeOptions, noOptions, readConfigOption, type SshOptions } from './ssh-arguments.ts'

/** A file's text, and the name for errors. */
export type SshConfig = { readonly file: string; readonly text: string }

/** What the configuration says of a host by the name it was given; the first mention counts. */
export const configOptions = (
  config: SshConfig | undefined,
  host: string,
  home: string,
): SshOptions => {
  const options = noOptions()
  let applies = true
  for (const { key, value } of linesOf(config?.text ?? '')) {
    if (key === 'host') applies = matchesAny(value.split(/\s+/), host)
    else if (key === 'match') applies = matchesAll(value, host)
    else if (applies) readConfigOption(options, config?.file ?? '', home, key, value)
  }
  const { hostName } = options
  return hostName === undefined
    ? options
    : mergeOptions({ ...noOptions(), hostName: hostName.replaceAll('%h', host) }, options)
}

function* linesOf(text: string): Generator<{ key: string; value: string }> {
  for (const line of text.split('\n')) {
    const [, key, value = ''] = /^\s*([A-Za-z]\w*)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? []
    if (key !== undefined) yield { key: key.toLowerCase(), value: value.replace(/^"(.*)"$/, '$1') }
  }
}

/** One pattern must match, and none with a ! before it. */
const matchesAny = (patterns: readonly string[], host: string): boolean => {
  const denied = patterns
    .filter(pattern => pattern.startsWith('!'))
    .map(pattern => pattern.slice(1))
  if (denied.some(pattern => matches(pattern, host))) return false
  return patterns.some(pattern => matches(pattern, host))
}

const matches = (pattern: string, host: string): boolean => {
  const source = pattern
    .replace(/^"(.*)"$/, '$1')
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'i').test(host)
}

/** `Match all` and `Match host …`; what hangs on users, programs or networks is left out. */
const matchesAll = (conditions: string, host: string): boolean => {
  if (conditions.toLowerCase() === 'all') return true
  const [, patterns] = /^(?:original)?host\s+(\S+)$/i.exec(conditions) ?? []
  return patterns !== undefined && matchesAny(patterns.split(','), host)
}
