// The places where variables are defined, as Ansible's documentation counts them, the weakest first: for the manual,
// for `mokplay vars --explain`, and for the test that walks all of them beside the real one.
import type { Rung } from './vars.ts'

export type Level = {
  readonly number: number
  /** In the words of Ansible's documentation. */
  readonly title: string
  /** The rung of the ladder that it stands on; none for what is no variable. */
  readonly rung?: Rung
}

const rows = [
  ['command line values, such as --user (no variables)'],
  ['role defaults', 'role defaults'],
  ['inventory file group vars', 'inventory and its files'],
  ['inventory group_vars/all', 'inventory and its files'],
  ['playbook group_vars/all', 'inventory and its files'],
  ['inventory group_vars/*', 'inventory and its files'],
  ['playbook group_vars/*', 'inventory and its files'],
  ['inventory file host vars', 'inventory and its files'],
  ['inventory host_vars/*', 'inventory and its files'],
  ['playbook host_vars/*', 'inventory and its files'],
  ['host facts and cached set_facts', 'facts'],
  ['play vars', 'play vars'],
  ['play vars_prompt', 'play vars'],
  ['play vars_files', 'vars_files'],
  ['role vars', 'role vars'],
  ['block vars', 'block vars'],
  ['task vars', 'task vars'],
  ['include_vars', 'include_vars'],
  ['set_fact and registered vars', 'set_fact and register'],
  ['role and include_role parameters', 'role and include parameters'],
  ['include parameters', 'role and include parameters'],
  ['extra vars', 'extra vars'],
] as const satisfies readonly (readonly [string, Rung?])[]

export type LevelTitle = (typeof rows)[number][0]

/** All levels, the weakest first. */
export const LEVELS: readonly Level[] = rows.map(([title, rung], index) => ({
  number: index + 1,
  title,
  ...(rung !== undefined && { rung }),
}))

/** The level of a title. */
export const levelOf = (title: LevelTitle): Level => LEVELS.find(one => one.title === title)!
