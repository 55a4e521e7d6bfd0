// Hosts, groups and variables. Layers stay layers: who wins is one table's business (work/vars.ts).

export type Vars = Readonly<Record<string, unknown>>

/** Variables from one source. What is not `trusted` came from a host or a program: its texts are never templates. */
export type VarsLayer = {
  readonly vars: Vars
  readonly trusted: boolean
  /** Where it comes from, for people: a file, "play vars", "-e". */
  readonly from: string
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
  readonly via: 'ssh' | 'local'
  readonly host: string
  readonly port: number
  readonly user?: string
  readonly password?: string
  readonly keyFiles: readonly string[]
  readonly keyPassphrase?: string
  readonly agent?: string
  readonly checkHostKey: 'strict' | 'accept-new' | 'off'
  readonly knownHosts: readonly string[]
  readonly jump?: Address
  /** Seconds to connect and log in. */
  readonly timeout: number
}
