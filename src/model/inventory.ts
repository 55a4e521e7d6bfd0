// Hosts, groups and variables. Layers stay layers: who wins is one table's business (work/vars.ts).
import type { Diagnostic } from '../base/diagnostic.ts'

export type Vars = Readonly<Record<string, unknown>>

/** Variables from one source. What is not `trusted` came from a host or a program: its texts are never templates. */
export type VarsLayer = {
  readonly vars: Vars
  readonly trusted: boolean
  /** Where it comes from, for people: a file, "play vars", "-e". */
  readonly from: string
  /** Why nothing is in it: no password opens the file. Whoever needs it fails by this. */
  readonly sealed?: Diagnostic
}

export type Group = {
  readonly name: string
  /** Hosts named directly in the group. */
  readonly hosts: readonly string[]
  readonly children: readonly string[]
  /** From inventory files, in the order they were read. */
  readonly layers: readonly VarsLayer[]
  /** `ansible_group_priority`; 1 unless set. */
  readonly priority: number
}

export type Host = {
  readonly name: string
  /** All groups the host is in, parents before children, `all` first. */
  readonly groups: readonly string[]
  /** From inventory files, in the order they were read. */
  readonly layers: readonly VarsLayer[]
  /** localhost that nobody listed. */
  readonly implicit?: true
}

/** Hosts and groups in the order they were first seen; `all` and `ungrouped` are always there. */
export type Inventory = {
  readonly hosts: ReadonlyMap<string, Host>
  readonly groups: ReadonlyMap<string, Group>
  /** Paths of the sources, in order: group_vars and host_vars lie beside them. */
  readonly sources: readonly string[]
}

/** How to become another user on a host. */
export type Become = {
  readonly method: string
  readonly user: string
  readonly flags?: string
  readonly exe?: string
  readonly password?: string
}

/** How to reach a host: what its connection variables and the command line say. */
export type Address = {
  /** `ssh` is our own, `openssh` the program of that name. */
  readonly via: 'ssh' | 'openssh' | 'local' | 'docker' | 'podman' | 'chroot'
  /** For containers their name, for chroot the folder. */
  readonly host: string
  readonly port: number
  readonly user?: string
  readonly password?: string
  readonly keyFiles: readonly string[]
  /** Of the agent's keys only those count whose public half a key file has. */
  readonly onlyKeyFiles?: true
  readonly keyPassphrase?: string
  readonly agent?: string
  readonly checkHostKey: 'strict' | 'accept-new' | 'off'
  readonly knownHosts: readonly string[]
  readonly jump?: Address
  /** A command on the controller that leads to the host by its streams; ssh's tokens stand in it. */
  readonly proxy?: string
  /** The program that leads there in place of the usual one, and words that come before all others. */
  readonly program?: readonly string[]
  readonly openssh?: SshCall
  /** Seconds to connect and log in. */
  readonly timeout: number
  /** Seconds between signs of life, and how many may go unanswered. */
  readonly alive?: { readonly seconds?: number; readonly missed?: number }
}

/** What OpenSSH is called with for a host: to connect, or to be asked what it would do. */
export type SshCall = {
  /** Options in the order that counts, and the destination. */
  readonly words: readonly string[]
  /** The configuration file that they name. */
  readonly file?: string
  /** Its configuration has a say in what the address leaves open. */
  readonly ask?: true
  /** The socket of a connection that the user keeps open. */
  readonly master?: string
}

/** What the inventory says of logging in to a host, where it is only on the way to another. */
export type Login = Partial<
  Pick<Address, 'host' | 'port' | 'user' | 'password' | 'keyFiles' | 'keyPassphrase'>
>
