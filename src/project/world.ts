// A project and the edges of a run → the world the engine works in.
import { resolve } from 'node:path'
import PQueue from 'p-queue'
import { globPattern } from '../base/glob.ts'
import { Mistake } from '../base/diagnostic.ts'
import { Secrets } from '../base/secret.ts'
import { counter } from '../engine/counts.ts'
import { lazyDict } from '../engine/magic.ts'
import { teller } from '../engine/run.ts'
import { hostScope } from '../engine/scope.ts'
import { scrubbed, withoutVaulted } from '../engine/scrub.ts'
import { listener, SECRET_VARIABLES } from '../engine/secrets.ts'
import type { HostVars, RunEdges, RunOptions, World } from '../engine/world.ts'
import { hostState, type HostState } from '../host/state.ts'
import type { Reporter } from '../model/event.ts'
import type { Host } from '../model/inventory.ts'
import type { Scope } from '../model/template.ts'
import { grow } from '../work/grow.ts'
import { hostsOfGroup } from '../work/hosts.ts'
import { hostLayers } from '../work/inventory-layers.ts'
import type { Project } from './open.ts'

/** Makes the world. Nothing is connected yet. */
export const makeWorld = (
  project: Project,
  edges: RunEdges,
  options: RunOptions,
  reporters: readonly Reporter[],
  signal: AbortSignal,
): World => {
  const secrets = new Secrets()
  const hear = listener(secrets)
  const hide = withoutVaulted(project.edges.vault?.secrets ?? new Secrets())
  const queue = new PQueue({ concurrency: options.forks })
  const hosts = new Map<string, HostVars>()
  const states = new Map<string, HostState>()
  let everyone: { size: number; vars: Readonly<Record<string, unknown>> } = { size: -1, vars: {} }
  const start = startAt(options.startAt)
  const steps = stepping(options.step ? edges.ask : undefined)
  for (const password of [options.become.password, options.address.password])
    if (password !== undefined) secrets.add(password)
  let folders = project.folders
  const enter = (host: Host): void => {
    const layers = hostLayers(host, world.inventory, folders)
    // A template is no secret: its value becomes one when it is read.
    for (const { vars, trusted } of layers)
      for (const name of SECRET_VARIABLES)
        if (!trusted || !project.templates.isTemplate(vars[name])) hear(name, vars[name])
    const known = hosts.get(host.name)
    if (known) known.layers = layers
    else hosts.set(host.name, { name: host.name, facts: {}, own: {}, included: [], layers })
  }
  const world: World = {
    edges,
    options,
    secrets,
    signal,
    hosts,
    templates: project.templates,
    modules: project.modules,
    load: project.load,
    playbook: project.loaded.playbook,
    folders: project.folders,
    extra: project.options.extra ?? [],
    emit: teller(
      reporters,
      happening => scrubbed(hide(happening), secrets),
      () => edges.clock.monotonic(),
    ),
    inventory: project.inventory,
    grown: [],
    targets: new Map(),
    dead: new Set(),
    omit: `__omit_place_holder__${Buffer.from(edges.random(16)).toString('hex')}`,
    get hostvars() {
      if (everyone.size !== hosts.size)
        everyone = {
          size: hosts.size,
          vars: lazyDict(
            Object.fromEntries([...hosts.values()].map(host => [host.name, () => varsOf(host)])),
          ),
        }
      return everyone.vars
    },
    hostsOf: group => hostsOfGroup(group, world.inventory),
    stateOf: host => {
      const state = states.get(host) ?? hostState()
      states.set(host, state)
      return state
    },
    counts: counter(),
    includes: new Map(),
    addSource: project.addSource,
    frameOf: project.frameOf,
    placeOf: project.placeOf,
    missedStart: start.missed,
    started: (task, _context, self) =>
      start.isReached(
        String(task.keywords['name']?.value ?? task.action.value),
        task.module,
        self.host.name,
      ),
    stepThrough: steps,
    refreshInventory: async () => {
      world.inventory = grow(project.readInventory(), world.grown, 'add_host').inventory
      for (const host of world.inventory.hosts.values()) enter(host)
    },
    standIn: folder => {
      const playbook = [resolve(project.edges.cwd, folder)]
      if (project.options.isAlone || folders.playbook[0] === playbook[0]) return
      folders = { ...folders, playbook }
      for (const host of world.inventory.hosts.values()) enter(host)
    },
    enter: name => {
      const host = world.inventory.hosts.get(name)
      if (host) enter(host)
    },
    acts: 0,
    strangers: new Map(),
    bound: async work => (await queue.add(work)) as never,
  }
  const varsOf = (host: HostVars): Record<string, unknown> => {
    const scope = hostScope(world, host)
    return lazyDict(
      Object.fromEntries(
        [...scope.names()]
          .filter(name => name !== 'hostvars')
          .map(name => [name, () => shownValue(scope, name)]),
      ),
    )
  }
  for (const host of project.inventory.hosts.values()) enter(host)
  if (!hosts.has('localhost')) enterLocalhost(world)
  return world
}

/** What hostvars shows of a variable: as it is written, where it is made of something undefined. */
const shownValue = (scope: Scope, name: string): unknown => {
  try {
    return scope.get(name)
  } catch (problem) {
    if (problem instanceof Mistake && problem.diagnostic.code === 'template/undefined')
      return scope.source?.(name)
    throw problem
  }
}

/** localhost is always there, and worked on without ssh. */
const enterLocalhost = (world: World): void => {
  const local = { ansible_connection: 'local' }
  world.hosts.set('localhost', {
    name: 'localhost',
    layers: [{ vars: local, trusted: false, from: 'implicit localhost' }],
    facts: {},
    own: {},
    included: [],
  })
}

/** --start-at-task: nothing but the run's own turns goes before the task, for each host by itself. */
const startAt = (
  wanted: string | undefined,
): {
  isReached(name: string, module: string, host: string): boolean
  missed(): string | undefined
} => {
  if (wanted === undefined) return { isReached: () => true, missed: () => undefined }
  const begun = new Set<string>()
  const pattern = globPattern(wanted)
  return {
    isReached: (name, module, host) => {
      if (begun.has(host) || module === 'meta' || name === 'Gathering Facts') return true
      if (!pattern.test(name)) return false
      begun.add(host)
      return true
    },
    missed: () => (begun.size === 0 ? wanted : undefined),
  }
}

/** --step: each task is asked for once, whatever hosts come to it; `c` lets all others run. */
const stepping = (ask: RunEdges['ask']): World['stepThrough'] => {
  const answers = new Map<string, Promise<'run' | 'skip'>>()
  let goesOn = false
  return (name, key) => {
    if (!ask || goesOn) return answers.get(key) ?? Promise.resolve('run')
    const answer =
      answers.get(key) ??
      ask(`Perform task: ${name} (N)o/(y)es/(c)ontinue: `, { echo: true }).then(word => {
        goesOn ||= /^\s*(?:c|continue)\s*$/i.test(word)
        return goesOn || /^\s*(?:y|yes)\s*$/i.test(word) ? 'run' : 'skip'
      })
    answers.set(key, answer)
    return answer
  }
}
