// What questions about software are answered with: packages of the system and of Python, keys, repositories.

/** `package SPEC`; absent where nothing of it is installed. */
export type PackageAnswer = {
  /** What is installed of it; version is [epoch:]version-release, as the package manager writes it. */
  readonly installed: readonly {
    readonly name: string
    readonly version: string
    readonly arch: string
  }[]
}

/** `transaction ARGS…`: what the package manager would do if told so. */
export type TransactionAnswer = {
  readonly pending: readonly {
    readonly does: 'install' | 'upgrade' | 'downgrade' | 'reinstall' | 'remove' | 'module'
    readonly name: string
    readonly arch: string
    readonly version: string
    readonly from?: string
  }[]
  /** Of a planned one: the steps that were pending. */
  readonly done?: TransactionAnswer['pending']
  /** Why it cannot be done, as a sentence. */
  readonly trouble?: string
}

/** `apt-lists`: seconds since 1970, and how long ago that was. */
export type AptListsAnswer = { readonly updated: number; readonly age: number }

/** `pip WHERE`: the packages of a Python; absent where there is no pip, or no such environment. */
export type PipAnswer = {
  /** The words that call pip. */
  readonly program: readonly string[]
  /** Versions by names as PEP 503 has them. */
  readonly packages: Readonly<Record<string, string>>
  /** Of a planned one: what will have come, with its version, and what will be gone (null). */
  readonly done?: Readonly<Record<string, string | null>>
}

/** `git PATH`: the repository at a path; absent where there is none, or no git to ask. */
export type GitAnswer = {
  /** What is checked out; empty where there is nothing yet. */
  readonly commit: string
  /** The branch that is checked out; empty for a commit or tag. */
  readonly branch: string
  /** Where git keeps it. */
  readonly folder: string
  readonly bare: boolean
  /** URLs of remotes by their names. */
  readonly remotes: Readonly<Record<string, string>>
  /** The branch that a remote's HEAD led to, by the remote's name. */
  readonly defaults: Readonly<Record<string, string>>
  /** Files that git knows and that are not as it knows them. */
  readonly modified: readonly string[]
  /** Paths of submodules, and whether each is where the repository wants it. */
  readonly submodules: Readonly<Record<string, boolean>>
  /** Of a bare one: commits by the full names of branches and tags. */
  readonly refs?: Readonly<Record<string, string>>
}

/** `git-remote URL …`: what a repository elsewhere has; absent where there is no git to ask. */
export type GitRemoteAnswer = {
  /** By full names; what a tag points to stands under its name with ^{}. */
  readonly refs: Readonly<Record<string, string>>
  /** What git complained of when it could not ask. */
  readonly trouble?: string
}

/** `rpm-keys`: the keys that rpm trusts; absent where there is no rpm. */
export type RpmKeysAnswer = {
  /** Fingerprints of each key and its subkeys, by the name that rpm gave it: gpg-pubkey-6f7a3d1c-5c3e1f00. */
  readonly keys: Readonly<Record<string, readonly string[]>>
}
