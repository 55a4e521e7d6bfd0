// The lines of a known_hosts file: what each says of which hosts. Names may be hashed, listed, or patterns.
import { digest, sha256 } from '../../src/kit/index.ts'

export type HostKey = {
  /** @cert-authority or @revoked. */
  readonly marker: string | undefined
  readonly hosts: string
  readonly type: string
  readonly blob: string
}

/** What a line says; undefined for comments and what ssh would not read. */
export const parseLine = (line: string): HostKey | undefined => {
  const words = line.trim().split(/\s+/)
  if (words[0]!.startsWith('#')) return undefined
  const marker = words[0]!.startsWith('@') ? words.shift() : undefined
  const [hosts, type, blob] = words
  return hosts === undefined || type === undefined || blob === undefined
    ? undefined
    : { marker, hosts, type, blob }
}

/** HMAC-SHA1, as ssh hashes names of hosts. */
const hmac = (key: Buffer, text: string): string => {
  const pad = (byte: number): Buffer =>
    Buffer.from(Array.from({ length: 64 }, (_, at) => (key[at] ?? 0) ^ byte))
  const inner = Buffer.from(digest('sha1', Buffer.concat([pad(0x36), Buffer.from(text)])), 'hex')
  return Buffer.from(digest('sha1', Buffer.concat([pad(0x5c), inner])), 'hex').toString('base64')
}

/**
 * A line with its host hashed. The salt comes of host and key, so that a dry run tells the very line: whoever sees it
 * knows the key already, and has to try names one by one as with any salt.
 */
export const hashedLine = (host: string, line: string): string => {
  const words = line.trim().split(/\s+/)
  const salt = Buffer.from(sha256(`${host}\n${words.join(' ')}`), 'hex').subarray(0, 20)
  words[words[0]!.startsWith('@') ? 1 : 0] = `|1|${salt.toString('base64')}|${hmac(salt, host)}`
  return words.join(' ')
}

const isHashed = (hosts: string): boolean => hosts.startsWith('|1|')

const matches = (host: string, pattern: string): boolean => {
  const source = pattern
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(host)
}

/** Whether a line speaks of a host, which is in small letters. */
export const speaksOf = ({ hosts }: HostKey, host: string): boolean => {
  if (isHashed(hosts)) {
    const [, , salt = '', hash] = hosts.split('|')
    return hmac(Buffer.from(salt, 'base64'), host) === hash
  }
  const patterns = hosts.split(',')
  if (patterns.some(each => each.startsWith('!') && matches(host, each.slice(1)))) return false
  return patterns.some(each => !each.startsWith('!') && matches(host, each))
}

/** The same key for the same names; of hashed names nothing else can be told than that they fit. */
const isSame = (a: HostKey, b: HostKey): boolean =>
  a.marker === b.marker &&
  a.type === b.type &&
  a.blob === b.blob &&
  (a.hosts === b.hosts || (isHashed(a.hosts) && isHashed(b.hosts)))

const linesOf = (text: string): string[] => text.split(/(?<=\n)/).filter(line => line !== '')

/** Another key of the type, for these names alone: patterns speak of other hosts, too. */
const isOutdated = (had: HostKey, wanted: HostKey): boolean =>
  had.marker === wanted.marker &&
  had.type === wanted.type &&
  !isSame(had, wanted) &&
  (had.hosts === wanted.hosts || !/[*?]/.test(had.hosts))

/** With the line of a key, in place of others of its type; a new one stands at the end. */
export const withKey = (text: string, host: string, line: string): string => {
  const wanted = parseLine(line)!
  const theirs = (each: string, fits: (had: HostKey) => boolean): boolean => {
    const had = parseLine(each)
    return had !== undefined && speaksOf(had, host) && fits(had)
  }
  const lines = linesOf(text)
  const kept = lines.filter(each => !theirs(each, had => isOutdated(had, wanted)))
  const before = kept.join('')
  if (kept.some(each => theirs(each, had => isSame(had, wanted)))) return before
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`
}

/** Without this very key of a host. */
export const withoutKey = (text: string, host: string, line: string): string => {
  const wanted = parseLine(line)!
  return linesOf(text)
    .filter(each => {
      const had = parseLine(each)
      return !had || !speaksOf(had, host) || !isSame({ ...had, hosts: wanted.hosts }, wanted)
    })
    .join('')
}

/** Without all keys of a host; what is marked stays, as ssh-keygen -R leaves it. */
export const withoutHost = (text: string, host: string): string =>
  linesOf(text)
    .filter(line => {
      const had = parseLine(line)
      return !had || had.marker !== undefined || !speaksOf(had, host)
    })
    .join('')
