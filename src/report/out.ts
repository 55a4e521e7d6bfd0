// Where reports go, and how much of them is wanted. The stream is given: nothing here knows of
// stdout.
import type { FindSource } from '../base/frame.ts'
import type { Clock } from '../model/edge.ts'

export type Out = {
  write(text: string): void
  /** Where Ansible's warnings go; `write` unless given. */
  warn?(text: string): void
  readonly isTTY: boolean
  columns(): number
  /** Height of the terminal, where it is known. */
  rows?(): number
  env(name: string): string | undefined
}

export type ReportOptions = {
  /** How many `-v` were given. */
  readonly verbosity: number
  /** Whether diffs are shown. */
  readonly diff: boolean
  readonly clock: Clock
  /** The user's texts, for the frames of diagnostics. */
  readonly find?: FindSource
  /** How Ansible's default callback is set up; as it comes unless said. */
  readonly screen?: Screen
}

/** Settings of Ansible's default callback. */
export type Screen = {
  /** Paths are told from the root; the folder that relative ones start from. */
  readonly folder?: string
  readonly showsCustomStats?: boolean
  readonly showsPathOnFailure?: boolean
  readonly marksCheckMode?: boolean
  readonly failsToStderr?: boolean
  readonly showsHostStart?: boolean
  /** How results are written: JSON unless said; `yaml callback` is the callback of that name. */
  readonly results?: 'json' | 'yaml' | 'yaml callback'
}
