// One play: its hosts in batches, and in each batch every host on its own way, in step with the others.
import { posix } from 'node:path'
import { error, Mistake } from '../base/diagnostic.ts'
import { source } from '../base/source.ts'
import { isUnknown } from '../base/unknown.ts'
import { isDict } from '../base/value.ts'
import { readYaml } from '../lang/read-yaml.ts'
import { Cancelled } from '../model/edge.ts'
import type { VarsLayer } from '../model/inventory.ts'
import type { Item, Play, Task } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import { cutBatches } from '../work/batches.ts'
import type { Context } from '../work/context.ts'
import { matchHosts } from '../work/hosts.ts'
import { scopeOver } from '../work/vars.ts'
import { barrier } from './barrier.ts'
import { unlessGathered } from './gathering.ts'
import { contextsOfRoles, flush, handlersOf } from './handlers.ts'
import { FAR, Stop, type HostRun } from './host-run.ts'
import type { PlayRun } from './play-run.ts'
import { askFor } from './prompts.ts'
import { rolesIn, taskScope } from './scope.ts'
import { runHandler, walk } from './walk.ts'
import type { World } from './world.ts'

/** Runs a play on its hosts. Returns false when the run must end here. */
export const runPlay = async (world: World, play: Play): Promise<boolean> => {
  world.standIn(posix.dirname(play.file))
  const root: Context = { keywords: play.keywords }
  const extra = [...world.extra].reverse()
  const prompted = await askFor(world, play, scopeOver([...extra, play.vars], world.templates))
  const scope = scopeOver([...extra, ...prompted, play.vars], world.templates)
  const name = String(world.templates.deep(play.name.value, scope, play.name.span))
  const hosts = hostsOf(world, play, scope)
  if (hosts.every(host => world.dead.has(host))) {
    world.emit({ type: 'play.empty', play: name, pattern: String(play.hosts.value) })
    return true
  }
  const said = (keyword: string): unknown =>
    play.keywords[keyword]
      ? world.templates.deep(play.keywords[keyword].value, scope, play.keywords[keyword].span)
      : undefined
  const serial = said('serial')
  const sizes = (serial === undefined ? [] : Array.isArray(serial) ? serial : [serial]) as (
    number | string
  )[]
  const items = itemsOf(
    play,
    said('gather_facts') !== false &&
      !['no', 'false', 'False', '0'].includes(String(said('gather_facts'))),
  )
  const strategy = String(said('strategy')).split('.').at(-1)
  for (const all of cutBatches(ordered(hosts, play, world), sizes)) {
    const batch = all.filter(host => !world.dead.has(host))
    if (batch.length === 0) continue
    const run: PlayRun = {
      play,
      root,
      prompted,
      hosts,
      batch,
      barrier: barrier(batch, strategy === 'free' || strategy === 'host_pinned'),
      roles: rolesIn(play.roles.concat(importedRoles(play))),
      varsFiles: new Map(),
      handlers: handlersOf(play.handlers, root, contextsOfRoles(items, root)),
      notified: new Map(),
      announced: new Set(),
      once: new Map(),
      places: new Map(),
      failed: new Set(),
    }
    world.emit({ type: 'play.start', play: name, hosts: batch })
    const percent = said('max_fail_percentage')
    const forces = said('force_handlers') === true || world.options.forceHandlers === true
    const options = {
      forces,
      ...(percent !== undefined && percent !== null && { percent: Number(percent) }),
    }
    // A host that is pinned goes its way to the end before another takes its place.
    const lanes = strategy === 'host_pinned' ? world.options.forks : batch.length
    const waiting = [...batch]
    const lane = async (): Promise<void> => {
      for (let host = waiting.shift(); host !== undefined; host = waiting.shift())
        await runHost(world, run, host, items, options)
    }
    await Promise.all(batch.slice(0, lanes).map(lane))
    for (const host of run.failed) world.dead.add(host)
    if (world.signal.aborted) return false
    if (run.stopped === 'errors') {
      world.emit({
        type: 'play.stop',
        play: name,
        reason: 'a task failed where any error is fatal',
      })
      return false
    }
    if (run.stopped === 'end_play') return true
    // As Ansible: a whole batch that failed ends the run.
    if (batch.every(host => run.failed.has(host))) return false
  }
  return true
}

const importedRoles = (play: Play): Play['roles'] =>
  [...play.preTasks, ...play.tasks, ...play.postTasks].flatMap(item =>
    item.kind === 'block' ? [item] : [],
  )

const hostsOf = (world: World, play: Play, scope: Scope): readonly string[] => {
  const value = world.templates.deep(play.hosts.value, scope, play.hosts.span)
  if (isUnknown(value))
    throw new Mistake(
      error('play/unknown-hosts', 'the hosts of a play must be known when it begins', {
        span: play.hosts.span,
      }),
    )
  const pattern = Array.isArray(value) ? value.map(String) : String(value)
  const { hosts, diagnostics } = matchHosts(pattern, world.inventory, { files: world.edges.files })
  for (const found of diagnostics)
    world.emit({
      type: 'diagnostic',
      diagnostic: { ...found, span: found.span ?? play.hosts.span },
      frame: world.frameOf({ ...found, span: found.span ?? play.hosts.span }),
    })
  const { limit } = world.options
  return hosts.filter(host => !limit || limit.has(host))
}

const ordered = (hosts: readonly string[], play: Play, world: World): readonly string[] => {
  switch (play.keywords['order']?.value) {
    case 'sorted':
      return [...hosts].sort()
    case 'reverse_sorted':
      return [...hosts].sort().reverse()
    case 'reverse_inventory':
      return [...hosts].reverse()
    case 'shuffle': {
      const keyed = hosts.map(
        host => [Buffer.from(world.edges.random(8)).toString('hex'), host] as const,
      )
      return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, host]) => host)
    }
    default:
      return hosts
  }
}

/** The play's sections as one list, with the handlers' turns between them. */
const itemsOf = (play: Play, gathers: boolean): readonly Item[] => {
  const turn = (index: number): Item =>
    ownTask(play, `flush-${index}`, 'meta', { free_form: 'flush_handlers' }, 'always')
  return [
    ...(gathers ? [gatherTask(play)] : []),
    ...(play.preTasks.length > 0 ? [...play.preTasks, turn(0)] : []),
    ...play.roles,
    ...play.tasks,
    turn(1),
    ...(play.postTasks.length > 0 ? [...play.postTasks, turn(2)] : []),
  ]
}

/** A task that nobody wrote. */
const ownTask = (
  play: Play,
  name: string,
  module: string,
  args: Readonly<Record<string, unknown>>,
  tags: string,
): Task => ({
  kind: 'task',
  id: `${play.file}:${play.span.from}:${name}`,
  module,
  action: { value: module, span: play.span },
  args,
  argsSpan: play.span,
  keywords: { tags: { value: tags, span: play.span }, when: { value: true, span: play.span } },
  place: { file: play.file },
  span: play.span,
})

const gatherTask = (play: Play): Task => {
  const { gather_subset: subset, fact_path: path } = play.keywords
  const args = {
    ...(subset && { gather_subset: subset.value }),
    ...(path && { fact_path: path.value }),
  }
  const task = ownTask(play, 'facts', 'setup', args, 'always')
  return {
    ...task,
    action: { value: 'gather_facts', span: play.span },
    keywords: { ...task.keywords, name: { value: 'Gathering Facts', span: play.span } },
  }
}

type HostOptions = { readonly forces: boolean; readonly percent?: number }

const runHost = async (
  world: World,
  run: PlayRun,
  name: string,
  items: readonly Item[],
  options: HostOptions,
): Promise<void> => {
  const host = world.hosts.get(name)
  if (!host) throw new Error(`no variables are known of the host "${name}"`)
  const self: HostRun = {
    world,
    run,
    host,
    cursors: [],
    horizon: FAR,
    inHandler: false,
    ran: 0,
    completed: new Set(),
    foretold: new Map(),
  }
  try {
    for (const { sealed } of host.layers) if (sealed) throw new Mistake(sealed)
    run.varsFiles.set(name, loadVarsFiles(world, run, self))
    await walk(self, unlessGathered(world, name, items), run.root, [])
  } catch (problem) {
    await leave(self, problem, options)
  } finally {
    run.barrier.leave(name)
  }
}

/** A host that goes no further: counted, and its handlers run where they are forced. */
const leave = async (
  self: HostRun,
  problem: unknown,
  { forces, percent }: HostOptions,
): Promise<void> => {
  const { world, run, host } = self
  if (problem instanceof Cancelled) return
  if (problem instanceof Mistake) {
    run.failed.add(host.name)
    world.counts.add(host.name, { status: 'failed' })
    world.emit({
      type: 'diagnostic',
      diagnostic: problem.diagnostic,
      frame: world.frameOf(problem.diagnostic),
    })
    return
  }
  if (!(problem instanceof Stop)) throw problem
  if (problem.kind !== 'failed' && problem.kind !== 'unreachable') return
  if (problem.isFatal) run.stopped ??= 'errors'
  if (percent !== undefined && (run.failed.size / run.batch.length) * 100 > percent)
    run.stopped ??= 'errors'
  if (!forces || problem.kind === 'unreachable' || self.inHandler) return
  try {
    await flush(self, [Number.MAX_SAFE_INTEGER], runHandler)
  } catch (again) {
    if (!(again instanceof Stop)) throw again
  }
}

/** vars_files for a host: names may hold its variables; of a list inside the list the first that exists. */
const loadVarsFiles = (world: World, run: PlayRun, self: HostRun): readonly VarsLayer[] => {
  const layers: VarsLayer[] = []
  for (const located of run.play.varsFiles) {
    const scope = taskScope(world, run, self.host, run.root, run.play.file)
    const names = (
      Array.isArray(located.value) ? (located.value as unknown[]) : [located.value]
    ).map(name => String(world.templates.deep(name, scope, located.span)))
    const paths = names.flatMap(name => {
      const folder = posix.dirname(run.play.file)
      return posix.isAbsolute(name)
        ? [name]
        : [posix.join(folder, name), posix.join(folder, 'vars', name)]
    })
    const path = paths.find(candidate => world.edges.files.stat(candidate)?.type === 'file')
    if (path === undefined) {
      if (Array.isArray(located.value)) continue
      throw new Mistake(
        error('vars-file/missing', `the file of variables "${names[0]}" is not there`, {
          span: located.span,
        }),
      )
    }
    const text = source(path, Buffer.from(world.edges.files.read(path) ?? []).toString('utf8'))
    world.addSource(text)
    const { value, span, diagnostics } = readYaml(text)
    const wrong = diagnostics.find(found => found.severity === 'error')
    if (wrong) throw new Mistake(wrong)
    if (value !== undefined && value !== null && !isDict(value))
      throw new Mistake(
        error('vars-file/not-a-mapping', 'a file of variables must be a mapping', { span }),
      )
    layers.push({ vars: (value ?? {}) as VarsLayer['vars'], trusted: true, from: path })
    run.varsFiles.set(self.host.name, [...layers])
  }
  return layers
}
