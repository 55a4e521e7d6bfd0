// Where a variable of a host is defined: every place that can be told without a run, each with its level. What only
// some tasks see, or only the run sets, is told apart.
import { placeOfKey, placeOfValue } from '../base/span.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { Seen } from '../lang/checks/walk.ts'
import type { Host, Inventory, VarsLayer } from '../model/inventory.ts'
import type { Keywords, Play, Role } from '../model/playbook.ts'
import { groupsInOrder } from './hosts.ts'
import type { VarsFolders } from './inventory-layers.ts'
import { levelOf, type Level, type LevelTitle } from './precedence.ts'

export type Definition = {
  readonly level: Level
  /** A file, "-e", or what else brings it. */
  readonly from: string
  /** Where the name stands; absent for what has no text. */
  readonly span?: Span
  /** As it is written, templates in it; absent for what only the run can tell. */
  readonly value?: unknown
  /** Seen by some tasks only, or once a task has run. */
  readonly partly?: true
}

/** What is known of a host before anything runs. */
export type Standing = {
  readonly host: Host
  readonly inventory: Inventory
  readonly folders: VarsFolders
  readonly extra: readonly VarsLayer[]
  /** The play whose variables count, with all that is in it, and its vars_files as they were read. */
  readonly play?: {
    readonly play: Play
    readonly inside: Iterable<Seen>
    readonly varsFiles: readonly VarsLayer[]
  }
}

type Found = { readonly title: LevelTitle; readonly layer: VarsLayer; readonly partly?: true }

const placed = (layers: readonly VarsLayer[], title: LevelTitle, partly = false): Found[] =>
  layers.map(layer => ({ title, layer, ...(partly && { partly: true as const }) }))

const ofInventory = ({ host, inventory, folders }: Standing): Found[] => {
  const groups = groupsInOrder(host, inventory)
  const all = groups.filter(({ name }) => name === 'all')
  const others = groups.filter(({ name }) => name !== 'all')
  const files = (
    kind: 'group' | 'host',
    of: readonly { name: string }[],
    where: readonly string[],
  ) => where.flatMap(folder => of.flatMap(({ name }) => folders.of(kind, name, folder)))
  return [
    ...placed(
      [...all, ...others].flatMap(({ layers }) => layers),
      'inventory file group vars',
    ),
    ...placed(files('group', all, folders.inventory), 'inventory group_vars/all'),
    ...placed(files('group', all, folders.playbook), 'playbook group_vars/all'),
    ...placed(files('group', others, folders.inventory), 'inventory group_vars/*'),
    ...placed(files('group', others, folders.playbook), 'playbook group_vars/*'),
    ...placed(host.layers, 'inventory file host vars'),
    ...placed(files('host', [host], folders.inventory), 'inventory host_vars/*'),
    ...placed(files('host', [host], folders.playbook), 'playbook host_vars/*'),
  ]
}

const own = (keywords: Keywords, from: string): VarsLayer[] => {
  const vars = keywords['vars']?.value
  return isDict(vars) ? [{ vars, trusted: true, from }] : []
}

const told = (name: string, value: unknown, from: string): VarsLayer => ({
  vars: { [name]: value },
  trusted: true,
  from,
})

/** What blocks and tasks define. Registered results and prompts have no value yet. */
const ofPlay = (name: string, standing: NonNullable<Standing['play']>): Found[] => {
  const { play, varsFiles } = standing
  const roles = new Set<Role>()
  const blocks: Found[] = []
  const tasks: Found[] = []
  const facts: Found[] = []
  const params: Found[] = []
  for (const one of standing.inside) {
    if (one.kind === 'block') {
      if (one.block.role) roles.add(one.block.role)
      blocks.push(...placed(own(one.block.keywords, one.block.span.file), 'block vars', true))
    }
    if (one.kind !== 'task') continue
    const { task } = one
    const includes = /^include_(?:tasks|role)$/.test(task.module)
    const vars = placed(
      own(task.keywords, task.span.file),
      includes ? 'include parameters' : 'task vars',
      true,
    )
    ;(includes ? params : tasks).push(...vars)
    if (task.module === 'set_fact' && Object.hasOwn(task.args, name))
      facts.push(
        ...placed(
          [{ vars: task.args, trusted: true, from: 'set_fact' }],
          'set_fact and registered vars',
          true,
        ),
      )
    if (task.keywords['register']?.value === name)
      facts.push(
        ...placed([told(name, undefined, 'register')], 'set_fact and registered vars', true),
      )
  }
  const each = (of: (role: Role) => VarsLayer): VarsLayer[] => [...roles].map(of)
  const prompts = [play.keywords['vars_prompt']?.value ?? []].flat()
  const isAsked = prompts.some(prompt => isDict(prompt) && prompt['name'] === name)
  return [
    ...placed([play.vars], 'play vars'),
    ...placed(isAsked ? [told(name, undefined, 'vars_prompt')] : [], 'play vars_prompt'),
    ...placed(varsFiles, 'play vars_files'),
    ...placed(
      each(role => role.defaults),
      'role defaults',
    ),
    ...placed(
      each(role => role.vars),
      'role vars',
    ),
    ...blocks,
    ...tasks,
    ...facts,
    ...placed(
      each(role => role.params),
      'role and include_role parameters',
      true,
    ),
    ...params,
  ]
}

/** All definitions of a variable for a host, the weakest first: the last that is not `partly` holds everywhere. */
export const explain = (name: string, standing: Standing): readonly Definition[] => {
  const all = [
    ...ofInventory(standing),
    ...(standing.play ? ofPlay(name, standing.play) : []),
    ...placed(standing.extra, 'extra vars'),
  ]
  return all
    .filter(({ layer }) => Object.hasOwn(layer.vars, name))
    .map(({ title, layer, partly }) => {
      const span = placeOfKey(layer.vars, name) ?? placeOfValue(layer.vars, name)
      const value = layer.vars[name]
      return {
        level: levelOf(title),
        from: layer.from,
        ...(span && { span }),
        ...(value !== undefined && { value }),
        ...(partly && { partly }),
      }
    })
    .sort((a, b) => a.level.number - b.level.number)
}
