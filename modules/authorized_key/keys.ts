// The lines of an authorized_keys file: told apart by their keys, as sshd does; options may stand in any order.
import { equal } from '../../src/kit/index.ts'

type Options = readonly (readonly [name: string, value: string | undefined])[]

export type Key = {
  readonly blob: string
  readonly type: string
  readonly options: Options
  readonly comment: string
}

const TYPES: ReadonlySet<string> = new Set([
  'sk-ecdsa-sha2-nistp256@openssh.com',
  'sk-ecdsa-sha2-nistp256-cert-v01@openssh.com',
  'webauthn-sk-ecdsa-sha2-nistp256@openssh.com',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp256-cert-v01@openssh.com',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp384-cert-v01@openssh.com',
  'ecdsa-sha2-nistp521',
  'ecdsa-sha2-nistp521-cert-v01@openssh.com',
  'sk-ssh-ed25519@openssh.com',
  'sk-ssh-ed25519-cert-v01@openssh.com',
  'ssh-ed25519',
  'ssh-ed25519-cert-v01@openssh.com',
  'ssh-dss',
  'ssh-rsa',
  'ssh-xmss@openssh.com',
  'ssh-xmss-cert-v01@openssh.com',
  'rsa-sha2-256',
  'rsa-sha2-512',
  'ssh-rsa-cert-v01@openssh.com',
  'rsa-sha2-256-cert-v01@openssh.com',
  'rsa-sha2-512-cert-v01@openssh.com',
  'ssh-dss-cert-v01@openssh.com',
])

/** `no-pty,from="a,b"`: commas in quotes do not part. */
export const parseOptions = (text: string): Options =>
  (text.match(/(?:[^,"']|"[^"]*"|'[^']*')+/g) ?? []).map(part => {
    const equals = part.indexOf('=')
    return equals === -1 ? [part, undefined] : [part.slice(0, equals), part.slice(equals + 1)]
  })

/** A line with a key in it; undefined for comments, and for what sshd would not take. */
export const parseKey = (line: string): Key | undefined => {
  const words = line
    .replaceAll('\\#', '#')
    .split(/[ \t\r\n]+/)
    .filter(word => word !== '')
  const at = words.findIndex(word => TYPES.has(word))
  const [type, blob, ...comment] = words.slice(at)
  if (at === -1 || type === undefined || blob === undefined || words[0]!.startsWith('#'))
    return undefined
  return {
    blob,
    type,
    options: parseOptions(words.slice(0, at).join(' ')),
    comment: comment.join(' '),
  }
}

/** The line of a key. Without a comment it ends in a blank, as Ansible writes it. */
const lineOf = ({ options, type, blob, comment }: Key): string => {
  const before = options.map(([name, value]) => (value === undefined ? name : `${name}=${value}`))
  return `${before.length > 0 ? `${before.join(',')} ` : ''}${type} ${blob} ${comment}\n`
}

const isSame = (a: Key, b: Key): boolean => {
  const plain = ({ options, ...rest }: Key) => ({
    ...rest,
    options: options.map(([name, value]) => `${name}=${value ?? ''}`).sort(),
  })
  return equal(plain(a), plain(b))
}

type Line = { readonly text: string; readonly key: Key | undefined }

const linesOf = (text: string): readonly Line[] =>
  text
    .split(/(?<=\n)/)
    .filter(line => line !== '')
    .map(line => ({ text: line.endsWith('\n') ? line : `${line}\n`, key: parseKey(line) }))

const without = (lines: readonly Line[], blob: string): readonly Line[] =>
  lines.some(({ key }) => key?.blob === blob)
    ? lines.filter(({ key }) => key?.blob !== blob)
    : lines

/** With these keys, new ones at the end; `exclusive`: and nothing else. */
export const withKeys = (text: string, keys: readonly Key[], exclusive: boolean): string => {
  const had = linesOf(text)
  let lines = had
  for (const wanted of keys) {
    const found = lines.findLast(({ key }) => key?.blob === wanted.blob)?.key
    if (found && isSame(found, wanted)) continue
    lines = [...without(lines, wanted.blob), { text: lineOf(wanted), key: wanted }]
  }
  const blobs = new Set(keys.map(({ blob }) => blob))
  if (exclusive && lines.some(({ key }) => !key || !blobs.has(key.blob)))
    lines = lines.filter(({ key }) => key && blobs.has(key.blob))
  return lines === had ? text : lines.map(line => line.text).join('')
}

/** Without these keys, whatever their options. */
export const withoutKeys = (text: string, keys: readonly Key[]): string => {
  const had = linesOf(text)
  const left = keys.reduce((lines, { blob }) => without(lines, blob), had)
  return left === had ? text : left.map(line => line.text).join('')
}
