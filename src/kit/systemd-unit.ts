// A unit of systemd that shall be running, enabled or masked, or be started anew: what the modules systemd and
// service share.
import { raw, unknown, type Unknown } from '../base/unknown.ts'
import type { FileAnswer, ServiceAnswer } from '../model/answers.ts'
import type { Change, Op } from '../model/change.ts'
import type { After, Probe } from '../model/module.ts'
import { change, deed } from './change.ts'
import { Failure, Refusal } from './define.ts'
import { probe } from './probe.ts'

export type UnitWish = {
  readonly name: string
  readonly state?: 'started' | 'stopped' | 'restarted' | 'reloaded' | undefined
  readonly enabled?: boolean | undefined
  readonly masked?: boolean | undefined
  readonly force?: boolean | undefined
  readonly no_block?: boolean | undefined
  /** systemd reads its files again first: what it thinks of them now is old. */
  readonly daemon_reload?: boolean | undefined
}

export type UnitState = {
  readonly service: ServiceAnswer | undefined
  readonly unitFile: FileAnswer | undefined
}

/** The questions about a unit. Of one that systemd does not know, its file may be there, or planned. */
export const unitReads = (
  name: string,
): { service: Probe<ServiceAnswer>; unitFile: After<ServiceAnswer, FileAnswer> } => ({
  service: probe.service(name),
  unitFile: probe.after(probe.service(name), service =>
    service ? undefined : probe.file(`/etc/systemd/system/${unitFileOf(name)}`),
  ),
})

/** `nginx` is nginx.service. */
export const unitOf = (name: string): string =>
  /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/.test(name)
    ? name
    : `${name}.service`

/** Instances have their template's file. */
const unitFileOf = (name: string): string => unitOf(name).replace(/@.*\./, '@.')

/** A name that systemctl takes for one unit, and for nothing else. */
export const checkUnitName = (name: string): void => {
  if (/[*?[]/.test(name)) throw new Refusal('name', `must be one unit, not a pattern: "${name}"`)
  if (!/^[\w:.\\@][\w:.\\@-]*$/.test(name))
    throw new Refusal(
      'name',
      `must be the name of a unit as in nginx or nginx.service, not "${name}"`,
    )
}

/** As Ansible says it. */
export const missing = (name: string): Failure =>
  new Failure(`Could not find the requested service ${name}: host`, { name, status: {} })

/** States that nobody can enable or disable: units without an [Install] section, or made at boot. */
const isFixed = (service: ServiceAnswer): boolean =>
  raw(service).enabled === 'static' || raw(service).enabled === 'generated'

/** The changes that make a unit as it is wished. */
export const planUnit = (wish: UnitWish, state: UnitState): Change[] => {
  checkUnitName(wish.name)
  const { service } = state
  if (service?.problem !== undefined && !wish.daemon_reload)
    throw new Failure(`Error loading unit file '${wish.name}': ${service.problem}`, {
      name: wish.name,
    })
  const exists = service !== undefined || state.unitFile !== undefined
  if (!exists && (wish.enabled !== undefined || wish.state !== undefined)) throw missing(wish.name)
  return [...toStates(wish, service), ...toRestart(wish, service)]
}

/** Masked, enabled, running: one change, since they are one answer. */
const toStates = (wish: UnitWish, service: ServiceAnswer | undefined): Change[] => {
  const { name, force, no_block } = wish
  const ops: Op[] = []
  const undo: Op[] = []
  const act = (action: string, back: string, unit: string, flags: readonly string[]): void => {
    ops.push({ op: 'run', argv: ['systemctl', ...flags, action, unit] })
    undo.unshift({ op: 'run', argv: ['systemctl', back, unit] })
  }
  const forced = force ? ['--force'] : []
  let isMasked = service?.isMasked ?? false
  let isEnabled: boolean | Unknown = service?.isEnabled ?? false
  let isRunning = service?.isRunning ?? false
  const real = service && service.unit !== unitOf(name) ? service.unit : name
  if (wish.masked !== undefined && wish.masked !== isMasked) {
    isMasked = wish.masked
    isEnabled = isMasked ? false : unknown(`whether ${name} is enabled once it is unmasked`)
    act(isMasked ? 'mask' : 'unmask', isMasked ? 'unmask' : 'mask', name, forced)
  }
  if (wish.enabled !== undefined && wish.enabled !== isEnabled && !(service && isFixed(service))) {
    // Of an indirect unit, what it names in Also= is enabled in its place.
    isEnabled =
      raw(service)?.enabled === 'indirect'
        ? unknown(`whether ${name} is enabled by itself`)
        : wish.enabled
    act(wish.enabled ? 'enable' : 'disable', wish.enabled ? 'disable' : 'enable', real, forced)
  }
  const later = no_block ? ['--no-block'] : []
  const isStopping = service?.active === 'deactivating'
  if (wish.state === 'stopped' ? isRunning || isStopping : wish.state !== undefined && !isRunning) {
    isRunning = wish.state !== 'stopped'
    act(isRunning ? 'start' : 'stop', isRunning ? 'stop' : 'start', name, later)
  }
  if (ops.length === 0) return []
  const more = { ...(service && { undo }), ...(no_block && { lenient: true }) }
  // A mask hides what is below it, and even that nothing is.
  if (wish.masked === false && wish.enabled === undefined && wish.state === undefined)
    return [
      {
        ...change(probe.service(name), service, undefined, ops, {
          ...more,
          title: `unmask ${name}`,
        }),
        after: { unknown: `what ${name} is without its mask` },
      },
    ]
  const after: ServiceAnswer = {
    unit: service?.unit ?? unitOf(name),
    load: isMasked ? 'masked' : 'loaded',
    active: isRunning ? 'active' : 'inactive',
    enabled: enabledWord(service, isEnabled, isMasked),
    isRunning,
    isEnabled: isEnabled as boolean,
    isMasked,
    ...fresh(name),
  }
  return [change(probe.service(name), service, after, ops, more)]
}

/** What each start makes anew. */
const fresh = (name: string): Pick<ServiceAnswer, 'invocation' | 'status'> => ({
  invocation: unknown(`the invocation of ${name}`) as unknown as string,
  status: unknown(`the status of ${name}`) as unknown as ServiceAnswer['status'],
})

const enabledWord = (
  service: ServiceAnswer | undefined,
  isEnabled: boolean | Unknown,
  isMasked: boolean,
): string => {
  if (isMasked) return 'masked'
  if (typeof isEnabled !== 'boolean') return isEnabled as unknown as string
  return service && service.isEnabled === isEnabled
    ? service.enabled
    : isEnabled
      ? 'enabled'
      : 'disabled'
}

/** A running unit that shall be started anew, or read its configuration again. */
const toRestart = (
  { name, state, no_block }: UnitWish,
  service: ServiceAnswer | undefined,
): Change[] => {
  if ((state !== 'restarted' && state !== 'reloaded') || !service?.isRunning) return []
  const action = state === 'restarted' ? 'restart' : 'reload'
  const op: Op = {
    op: 'run',
    argv: ['systemctl', ...(no_block ? ['--no-block'] : []), action, name],
  }
  const title = `${action} ${name}`
  // Only a start gives a unit another invocation.
  if (action === 'reload') return [deed(title, [op])]
  const lenient = { lenient: no_block === true }
  // The restart must give it another invocation; that it runs as before is what later tasks may build upon.
  const after: ServiceAnswer = { ...raw(service), ...fresh(name) }
  return [
    change(probe.service(name), service, 'must differ', [op], { title, ...lenient }),
    change(probe.service(name), service, after, [], { counts: false, ...lenient }),
  ]
}

/** name, state, enabled and status, as Ansible returns them. */
export const unitResult = (
  wish: UnitWish,
  before: ServiceAnswer | undefined,
): Readonly<Record<string, unknown>> => ({
  name: wish.name,
  ...(wish.enabled !== undefined && { enabled: wish.enabled }),
  ...(wish.state !== undefined && { state: wish.state === 'stopped' ? 'stopped' : 'started' }),
  status: raw(before)?.status ?? {},
})
