// Services that are scripts in /etc/init.d: of sysvinit, or of OpenRC.
import { change, deed, missingUnit, probe, raw, Refusal } from '../../src/kit/index.ts'
import type { Change, CommandAnswer, Facts, Op, ServiceAnswer } from '../../src/kit/index.ts'

type Wish = {
  readonly name: string
  readonly state?: 'started' | 'stopped' | 'restarted' | 'reloaded' | undefined
  readonly enabled?: boolean | undefined
  readonly arguments: string
  readonly pattern?: string | undefined
  readonly runlevel: string
  readonly sleep?: number | undefined
}

type State = {
  readonly service: ServiceAnswer | undefined
  readonly processes: CommandAnswer | undefined
}

/** The changes that make a service of an init script as it is wished. */
export const planScript = (wish: Wish, { service, processes }: State, facts: Facts): Change[] => {
  const { name, pattern } = wish
  if (!/^\w[\w.@+-]*$/.test(name))
    throw new Refusal('name', `must be the name of a service as in nginx, not "${name}"`)
  if (!service) throw missingUnit(name)
  if (pattern === undefined)
    return [...toStates(wish, service, facts), ...toRestart(wish, service.isRunning, facts)]
  // What the script cannot tell, no question can verify: starting by a pattern is a deed.
  const isRunning = (processes?.out ?? '').includes(pattern)
  return [
    ...toStates({ ...wish, state: undefined }, service, facts),
    ...byPattern(wish, isRunning, facts),
    ...toRestart(wish, isRunning, facts),
  ]
}

const call = ({ name, arguments: more }: Wish, action: string, facts: Facts): Op => ({
  op: 'run',
  argv: [
    facts.init === 'openrc' ? 'rc-service' : 'service',
    name,
    action,
    ...more.split(/\s+/).filter(word => word !== ''),
  ],
})

/** The program that links a script into the runlevels. */
const enabling = ({ name, runlevel }: Wish, enabled: boolean, facts: Facts): Op[] => {
  const run = (...argv: readonly string[]): Op => ({ op: 'run', argv })
  if (facts.init === 'openrc') return [run('rc-update', enabled ? 'add' : 'delete', name, runlevel)]
  if (facts.os.family === 'RedHat')
    return [run('chkconfig', '--add', name), run('chkconfig', name, enabled ? 'on' : 'off')]
  return [
    run('update-rc.d', name, 'defaults'),
    run('update-rc.d', name, enabled ? 'enable' : 'disable'),
  ]
}

const nextState = ({ state }: Wish, isRunning: boolean): 'start' | 'stop' | undefined => {
  if (state === undefined) return undefined
  if (state === 'stopped') return isRunning ? 'stop' : undefined
  return isRunning ? undefined : 'start'
}

const toStates = (wish: Wish, service: ServiceAnswer, facts: Facts): Change[] => {
  const { name, enabled = service.isEnabled } = wish
  const action = nextState(wish, service.isRunning)
  const isRunning = action === undefined ? service.isRunning : action === 'start'
  const ops = [
    ...(enabled === service.isEnabled ? [] : enabling(wish, enabled, facts)),
    ...(action === undefined ? [] : [call(wish, action, facts)]),
  ]
  if (ops.length === 0) return []
  const after: ServiceAnswer = {
    ...raw(service),
    active: isRunning ? 'active' : 'inactive',
    enabled: enabled ? 'enabled' : 'disabled',
    isRunning,
    isEnabled: enabled,
  }
  // Scripts may take long to say so: Ansible does not look again either.
  return [change(probe.service(name), service, after, ops, { lenient: true })]
}

const byPattern = (wish: Wish, isRunning: boolean, facts: Facts): Change[] => {
  const action = nextState(wish, isRunning)
  return action === undefined ? [] : [deed(`${action} ${wish.name}`, [call(wish, action, facts)])]
}

const toRestart = (wish: Wish, isRunning: boolean, facts: Facts): Change[] => {
  const { name, state, sleep } = wish
  if (!isRunning) return []
  if (state === 'reloaded') return [deed(`reload ${name}`, [call(wish, 'reload', facts)])]
  if (state !== 'restarted') return []
  const ops: Op[] =
    sleep === undefined
      ? [call(wish, 'restart', facts)]
      : [
          call(wish, 'stop', facts),
          { op: 'run', argv: ['sleep', String(sleep)] },
          call(wish, 'start', facts),
        ]
  return [deed(`restart ${name}`, ops)]
}
