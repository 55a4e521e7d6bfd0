// What a task leaves with the host's variables: registered results and facts.
import { isDict } from '../base/value.ts'
import { isUnknown, unknown } from '../base/unknown.ts'
import { MAGIC } from '../lang/checks/magic.ts'
import { BECOME_VARIABLES, CONNECTION_VARIABLES } from '../lang/connection-variables.ts'
import { flag, type Ready } from './evaluate.ts'
import { taskScope } from './scope.ts'
import type { Ended, TaskRun } from './task-run.ts'
import type { HostVars } from './world.ts'

/** Sets a variable of the host, as `register` and `set_fact` do. */
export const remember = ({ self }: TaskRun, name: string, value: unknown): void => {
  self.host.own = { ...self.host.own, [name]: value }
}

/**
 * Names that decide how a host is reached, or that the run itself gives: no host may set them by what it tells of
 * itself.
 */
const OURS: ReadonlySet<string> = new Set([
  ...Object.values(CONNECTION_VARIABLES).flat(),
  ...Object.values(BECOME_VARIABLES).flat(),
  ...Object.keys(MAGIC),
  'item',
])
const GUARDED =
  /^ansible_(?:pass|(?:become|control_path|doas|remote|runuser|scp|sftp|shell|ssh|su|sudo|winrm)(?:_.*)?|pipelining|.*_interpreter)$/
const isGuarded = (name: string): boolean =>
  OURS.has(name) || (GUARDED.test(name) && !name.startsWith('ansible_ssh_host_key_'))

/** Facts that a module returned, under the names that playbooks use. */
export const learnFacts = (of: TaskRun, ended: Pick<Ended, 'registered' | 'delegate'>): void => {
  const { registered } = ended
  const facts = isDict(registered) ? registered['ansible_facts'] : undefined
  if (of.task.module === 'set_fact' || !isDict(facts) || isUnknown(facts)) return
  const host = hostOfFacts(of, ended.delegate)
  const named = Object.entries(facts).map(
    ([name, value]) => [name.startsWith('ansible_') ? name : `ansible_${name}`, value] as const,
  )
  // Facts that are not the system's own (package_facts: packages) go by their bare name, too.
  const bare = Object.entries(facts).filter(([name]) => !name.startsWith('ansible_'))
  host.facts = {
    ...host.facts,
    ...Object.fromEntries(
      [...named, ...(of.task.module === 'setup' ? [] : bare)].filter(([name]) => !isGuarded(name)),
    ),
  }
}

/** Facts that a step would have told, had it run. */
export const doubtFacts = (host: HostVars, { module, args }: Ready, why: string): void => {
  const names = module.gives?.(args) ?? []
  if (names.length > 0)
    host.facts = { ...host.facts, ...Object.fromEntries(names.map(name => [name, unknown(why)])) }
}

/** Variables that a set_fact would set, where only the run can tell whether it does. */
export const doubtSet = ({ self, task }: TaskRun, why: string): void => {
  if (task.module !== 'set_fact') return
  const names = Object.keys(task.args).filter(name => name !== 'cacheable' && !name.includes('{'))
  const doubted = Object.fromEntries(names.map(name => [name, unknown(why)]))
  self.host.own = { ...self.host.own, ...doubted }
}

/** delegate_facts: they belong to the host that was asked. */
export const hostOfFacts = (
  { self, task, context }: TaskRun,
  delegate: string | undefined,
): HostVars => {
  if (delegate === undefined) return self.host
  const theirs = flag(
    self.world,
    context,
    'delegate_facts',
    taskScope(self.world, self.run, self.host, context, task.place.file),
  )
  return (theirs && self.world.hosts.get(delegate)) || self.host
}
