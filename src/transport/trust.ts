// Whether a host is the one it says to be. Decides on a key alone, before anything of ours is sent
// to it.
import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Address } from '../model/inventory.ts'
import { type KnownKey, knownName, parseKnownHosts, speaksOf } from './known-hosts.ts'

export type Verdict =
  | { readonly type: 'known' }
  | { readonly type: 'new'; readonly file: string }
  | { readonly type: 'refused'; readonly reason: string; readonly isNew: boolean }

/** Key types as they are negotiated, the best first; one of ssh-rsa's keys signs by SHA-2. */
const ALGORITHMS: readonly (readonly [type: string, algorithms: readonly string[]])[] = [
  ['ssh-ed25519', ['ssh-ed25519']],
  ['ecdsa-sha2-nistp256', ['ecdsa-sha2-nistp256']],
  ['ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384']],
  ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521']],
  ['ssh-rsa', ['rsa-sha2-512', 'rsa-sha2-256']],
]

/** What the known_hosts files of an address say of it. */
export class Trust {
  readonly #address: Address
  readonly #files: readonly string[]
  readonly #entries: KnownKey[]

  /** `files` without "~". */
  constructor(address: Address, files: readonly string[]) {
    this.#address = address
    this.#files = files
    const name = knownName(address.host, address.port)
    this.#entries = files
      .flatMap(file => parseKnownHosts(file, read(file)))
      .filter(entry => speaksOf(entry, name))
  }

  /** Host key algorithms to offer: those first whose keys are known, in the order of the files. */
  algorithms(): readonly string[] {
    const types = this.#entries.filter(entry => entry.marker === undefined).map(entry => entry.type)
    const known = new Map(ALGORITHMS)
    const first = types.flatMap(type => known.get(type) ?? [])
    return [...new Set([...first, ...ALGORITHMS.flatMap(([, algorithms]) => algorithms)])]
  }

  /** Only a certificate authority vouches for the host. */
  get wantsCertificate(): boolean {
    const markers = this.#entries.map(entry => entry.marker)
    return markers.includes('@cert-authority') && !markers.includes(undefined)
  }

  /** What to think of a key that the host has shown. */
  judge(key: Buffer): Verdict {
    const { checkHostKey } = this.#address
    const revoked = this.#entries.find(
      entry => entry.marker === '@revoked' && entry.key.equals(key),
    )
    if (revoked)
      return this.#refuse(key, `is revoked by ${place(revoked)}: find out why before going on`)
    if (checkHostKey === 'off') return { type: 'known' }
    const plain = this.#entries.filter(entry => entry.marker === undefined)
    if (plain.some(entry => entry.key.equals(key))) return { type: 'known' }
    const other = plain.find(entry => entry.type === typeOf(key)) ?? plain[0]
    if (other) return this.#refuse(key, this.#changed(other, key))
    const authority = this.#entries.find(entry => entry.marker === '@cert-authority')
    const file = this.#files[0]
    if (checkHostKey === 'accept-new' && file !== undefined && !authority)
      return { type: 'new', file }
    return this.#refuse(key, this.#unknown(file, authority), true)
  }

  #changed(other: KnownKey, key: Buffer): string {
    const { host, port } = this.#address
    const what = other.type === typeOf(key) ? 'another' : `only one of type ${short(other.type)}`
    return `is not the one expected: ${place(other)} has ${what}. Somebody may be in between; if the host was rebuilt, run ssh-keygen -R '${knownName(host, port)}' -f ${other.file}`
  }

  #unknown(file: string | undefined, authority: KnownKey | undefined): string {
    const { host, port } = this.#address
    const target = file ?? '~/.ssh/known_hosts'
    const add = `compare it with the host's own, then run ssh-keyscan -p ${port} ${host} >> ${target}`
    if (!authority) return `is not known to ${this.#files.join(' or ') || 'any file'}: ${add}`
    return `is vouched for by a certificate authority only (${place(authority)}), and certificates of hosts are not supported: ${add}`
  }

  #refuse(key: Buffer, reason: string, isNew = false): Verdict {
    const { host, port } = this.#address
    const print = `${short(typeOf(key))} ${fingerprint(key)}`
    const why = `the host key of ${host} port ${port} (${print}) ${reason}`
    return { type: 'refused', reason: why, isNew }
  }

  /** Writes a new key down: one append of one line, so that parallel writers do not mix. */
  accept(key: Buffer, file: string): void {
    const { host, port } = this.#address
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const text = read(file)
    const gap = text === '' || text.endsWith('\n') ? '' : '\n'
    const line = `${gap}${knownName(host, port)} ${typeOf(key)} ${key.toString('base64')}\n`
    appendFileSync(file, line, { mode: 0o600 })
    // The keys are exchanged anew from time to time, and judged each time.
    const hosts = knownName(host, port)
    this.#entries.push({ file, line: text.split('\n').length, hosts, type: typeOf(key), key })
  }
}

/** `SHA256:…`, as ssh-keygen prints it. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** The type that a key's blob begins with. */
export const typeOf = (key: Buffer): string => {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0
  return key.toString('latin1', 4, 4 + length)
}

const short = (type: string): string => type.replace(/^ssh-|-sha2-nistp\d+$/g, '').toUpperCase()

const place = (entry: KnownKey): string => `${entry.file} line ${entry.line}`

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
