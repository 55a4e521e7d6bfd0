// What the outside must offer. Nothing else reaches files, clocks, processes or the network.
import type { Sealed } from '../base/sealed.ts'
import type { Secrets } from '../base/secret.ts'
import type { Address, Become } from './inventory.ts'

export type FileStat = {
  readonly type: 'file' | 'directory' | 'other'
  readonly mode: number
  readonly size: number
  readonly writableByOthers: boolean
}

/** What a path itself is, links not followed. */
export type FileDetails = {
  readonly type: 'file' | 'directory' | 'link' | 'other'
  readonly mode: number
  readonly size: number
  readonly uid: number
  readonly gid: number
  /** Whole seconds since 1970. */
  readonly mtime: number
  /** Where a link points, as it says. */
  readonly target?: string
}

/** The controller's files. Synchronous, so that templates can be. Missing files are undefined, not errors. */
export interface Files {
  /** Vaulted files are opened on the way, or a Mistake is thrown; `raw`: as it lies there. */
  read(path: string, how?: 'raw'): Uint8Array | undefined
  /** Whether a file that was read was vaulted; without it none is. */
  wasVaulted?(path: string): boolean
  /** Names in a folder, sorted; undefined when it is none. */
  list(path: string): readonly string[] | undefined
  stat(path: string): FileStat | undefined
  realpath(path: string): string | undefined
  /** Owner and times too; of what a link leads to with `follow`. Without it there are no such questions. */
  details?(path: string, follow: boolean): FileDetails | undefined
}

/** Writes a file of the controller whole or not at all, its folders with it. What `chunks` throws comes back. */
export type Save = (path: string, chunks: AsyncIterable<Uint8Array>) => Promise<void>

/** Programs of the controller (lookups `pipe`, executable inventories). */
export interface Exec {
  run(
    argv: readonly string[],
    how?: { readonly cwd?: string; readonly stdin?: string; readonly seconds?: number },
  ): {
    readonly rc: number
    readonly out: string
    readonly err: string
  }
}

/** What is encrypted with vault, opened with the passwords of this run. */
export interface Vault {
  /** The text of a value; throws a Mistake where no password fits. */
  open(sealed: Sealed): string
  /** Whether a text holds something that was vaulted. */
  hides(text: string): boolean
  /** What was vaulted, and is secret by itself or by its name. */
  readonly secrets: Secrets
}

/** What the lookup `url` asks a server. */
export type FetchRequest = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly seconds: number
  readonly redirects: 'all' | 'none'
  /** Whether the server's certificate must hold. */
  readonly checked: boolean
  readonly proxied: boolean
  readonly login?: { readonly user: string; readonly password: string }
  /** The login is sent before the server asks for it. */
  readonly eager: boolean
  /** A file of certificates to trust. */
  readonly ca?: string
  readonly socket?: string
  /** Headers that do not follow a redirect. */
  readonly unredirected: readonly string[]
  readonly ciphers: readonly string[]
}

/** Asks a server, and waits: templates are synchronous. */
export type Fetch = (
  request: FetchRequest,
) =>
  | { readonly status: number; readonly reason: string; readonly body: string }
  | { readonly problem: string }

export interface Clock {
  /** Milliseconds that never go back. */
  monotonic(): number
  /** Milliseconds since 1970. */
  wall(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export interface Env {
  get(name: string): string | undefined
  all(): Readonly<Record<string, string>>
}

/** Randomness: `bytes(n)`. */
export type Random = (bytes: number) => Uint8Array

/** `late`: it was ended because its seconds were over. */
export type Reply = {
  readonly rc: number
  readonly out: Uint8Array
  readonly err: Uint8Array
  readonly late?: true
}

export type SendOptions = {
  readonly signal?: AbortSignal
  /** Bytes for the script's own standard input, and how many. */
  readonly stdin?: { readonly size: number; readonly chunks: AsyncIterable<Uint8Array> }
  readonly onOut?: (chunk: Uint8Array, from: 'out' | 'err') => void
  /** Ended on the host after so long. */
  readonly seconds?: number
}

/**
 * One `sh` on one host as one user. Scripts run one after another, each in a process group of its own, with
 * LC_ALL=C, umask 022 and the sbin folders in PATH; each sees a fresh shell.
 */
export interface Session {
  /** Runs a script (text without NUL). Throws Lost when the host is gone, Cancelled when told to stop. */
  send(script: string, how?: SendOptions): Promise<Reply>
  close(): Promise<void>
}

export interface Transport {
  /** A session as the login user, or as the user to become. Sessions are shared and kept open. */
  open(address: Address, become?: Become): Promise<Session>
  /** Ends the connections to a host. Its sessions stay good: their next request opens a new one. */
  reset(address: Address): Promise<void>
  /** Closes everything. */
  close(): Promise<void>
}

/** Why a host cannot be worked with. `kind` decides the exit code and the words. */
export type LostKind =
  'unreachable' | 'auth' | 'host-key' | 'new-host-key' | 'become' | 'lost' | 'timeout'

export class Lost extends Error {
  readonly kind: LostKind
  constructor(kind: LostKind, reason: string) {
    super(reason)
    this.name = 'Lost'
    this.kind = kind
  }
}

export class Cancelled extends Error {
  constructor() {
    super('cancelled')
    this.name = 'Cancelled'
  }
}

/** A script wrote more than a reply may hold; it was ended. */
export class Overflow extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'Overflow'
  }
}
