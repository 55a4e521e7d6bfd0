// What `systemctl show` prints of units, and what follows from it.
import type { ServiceAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import { absent, known } from '../kind.ts'

type Properties = Readonly<Record<string, string>>

/** States for which `systemctl is-enabled` exits with 0. */
const ENABLED: ReadonlySet<string> = new Set([
  'enabled',
  'enabled-runtime',
  'static',
  'alias',
  'generated',
])

/** What Ansible takes for running: an enabled kubelet is restarted for ever until its node has joined. */
const RUNNING: ReadonlySet<string> = new Set(['active', 'activating', 'reloading'])

/** The properties of each unit, in order. Values may span lines, and even hold empty ones. */
export const parseUnits = (text: string): Properties[] => {
  const units: Record<string, string>[] = []
  let unit: Record<string, string> | undefined
  let last: string | undefined
  for (const line of text.replace(/\n+$/, '').split('\n')) {
    const pair = /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s.exec(line)
    if (pair && unit === undefined) {
      unit = {}
      units.push(unit)
    }
    if (pair && unit) unit[(last = pair[1]!)] = pair[2]!
    else if (line === '' && !isOpen(unit, last)) unit = undefined
    else if (unit && last !== undefined) unit[last] += `\n${line}`
  }
  return units
}

/** `ExecStart={ path=… ; argv[]=… }` is not over before its brace. */
const isOpen = (unit: Properties | undefined, last: string | undefined): boolean => {
  const value = last === undefined ? undefined : unit?.[last]
  return value !== undefined && value.startsWith('{') && !value.trimEnd().endsWith('}')
}

/** A unit's answer; `script` says whether there is an init script of its name (i), started by the runlevels (I). */
export const unitAnswer = (status: Properties, script: string): Answer<ServiceAnswer> => {
  const load = status['LoadState'] ?? ''
  const active = status['ActiveState'] ?? ''
  if (load === 'not-found' && script === '-' && !RUNNING.has(active)) return absent
  const state = status['UnitFileState'] ?? ''
  const isScript = script !== '-' && (load === 'not-found' || state === 'generated')
  const enabled = isScript ? (script === 'I' ? 'enabled' : 'disabled') : state
  const problem = load === 'masked' || load === 'not-found' ? '' : (status['LoadError'] ?? '')
  return known({
    unit: status['Id'] ?? '',
    load,
    active,
    enabled,
    isRunning: RUNNING.has(active),
    isEnabled: ENABLED.has(enabled),
    isMasked: enabled === 'masked',
    invocation: status['InvocationID'] ?? '',
    ...(problem !== '' && { problem }),
    status,
  })
}
