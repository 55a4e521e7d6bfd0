// What a setting is: its names, its type, and what it does here. Reads nothing.

/** What a value must be. Paths are taken from the folder of the file that names them. */
export type Kind = keyof Values
export type Values = {
  readonly boolean: boolean
  readonly integer: number
  readonly float: number
  readonly text: string
  /** Separated by commas. */
  readonly list: readonly string[]
  readonly path: string
  /** Separated by colons. */
  readonly pathspec: readonly string[]
  /** Paths separated by commas. */
  readonly pathlist: readonly string[]
}

export type Setting = {
  readonly kind: Kind
  /** What holds when nobody says anything; undefined for nothing. */
  readonly default?: Values[Kind]
  /** `section.key` of ansible.cfg; of several that are set, the last wins. */
  readonly ini: readonly string[]
  /** Environment variables; of several that are set, the last wins. */
  readonly env: readonly string[]
  /** The key in mokplay.config.yml, where it is not the last of ansible.cfg. */
  readonly key?: string
  readonly choices?: readonly string[]
  /** What it does. */
  readonly about: string
  /** The setting is of no use here, and why. Its values are not even looked at. */
  readonly idle?: true
}
