// The format of known_hosts, as sshd(8) has it. Text in, entries and matches out; decides nothing.
import { createHmac, timingSafeEqual } from 'node:crypto'

export type KnownKey = {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly marker?: '@revoked' | '@cert-authority'
  /** Comma-separated patterns, or one `|1|salt|hash`. */
  readonly hosts: string
  readonly type: string
  readonly key: Buffer
}

/**
 * All entries of a file; comments and lines that make no sense are passed over, as OpenSSH does.
 */
export const parseKnownHosts = (file: string, text: string): readonly KnownKey[] =>
  text.split('\n').flatMap((line, index) => {
    const words = line.trim().split(/\s+/)
    const marker = words[0] === '@revoked' || words[0] === '@cert-authority' ? words[0] : undefined
    const [hosts, type, key] = marker ? words.slice(1) : words
    if (!hosts || hosts.startsWith('#') || hosts.startsWith('@') || !type || !key) return []
    const entry = { file, line: index + 1, hosts, type, key: Buffer.from(key, 'base64') }
    return [marker ? { ...entry, marker } : entry]
  })

/** How known_hosts names a host: `web1`, or `[web1]:2222` off the usual port. */
export const knownName = (host: string, port: number): string => {
  const name = host.toLowerCase()
  return port === 22 ? name : `[${name}]:${port}`
}

/** Whether an entry speaks of a host; `!pattern` wins over all others of its line. */
export const speaksOf = (entry: KnownKey, name: string): boolean => {
  if (entry.hosts.startsWith('|1|')) return hashMatches(entry.hosts, name)
  let found = false
  for (const pattern of entry.hosts.split(',')) {
    const negated = pattern.startsWith('!')
    if (!globMatches(negated ? pattern.slice(1) : pattern, name)) continue
    if (negated) return false
    found = true
  }
  return found
}

const hashMatches = (hosts: string, name: string): boolean => {
  const [salt = '', hash = ''] = hosts.slice(3).split('|')
  const wanted = Buffer.from(hash, 'base64')
  const got = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  return wanted.length === got.length && timingSafeEqual(wanted, got)
}

/** `*` and `?` only: brackets are part of a name with a port. */
const globMatches = (pattern: string, name: string): boolean => {
  const source = pattern
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.')
  return new RegExp(`^${source}$`).test(name)
}
