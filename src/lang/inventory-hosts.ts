// One host as a file writes it: a name with ranges and port, and its variables. Shared by all static forms.
import { error, nearest, warning } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { placeOfKey } from '../base/span.ts'
import type { Vars, VarsLayer } from '../model/inventory.ts'
import { KNOWN_VARIABLES } from './connection-variables.ts'
import type { Reading } from './inventory-draft.ts'
import { expandRange, splitPort } from './ranges.ts'

/** Adds the hosts that a name with ranges stands for to a group. */
export const addHosts = (
  reading: Reading,
  name: string,
  group: string,
  vars: Vars,
  span: Span,
): void => {
  const { draft, diagnostics, magic } = reading
  warnOfOddName(reading, name, span)
  const split = splitPort(name)
  const expanded = expandRange(split?.host ?? name)
  if ('problem' in expanded) {
    diagnostics.push(error('inventory/range', expanded.problem, { span, hint: expanded.hint }))
    return
  }
  const port = split?.port
  if (port !== undefined && (port < 1 || port > 65535))
    diagnostics.push(error('inventory/port', `the port ${port} must be from 1 to 65535`, { span }))
  warnOfMisspelt(reading, vars)
  const layer: VarsLayer = { vars, trusted: true, from: reading.source.file }
  for (const host of expanded.hosts) {
    draft.addHost(host, group, magic, { port, at: span })
    draft.addHostVars(host, layer)
  }
}

/** Adds variables to a group. */
export const addGroupVars = (reading: Reading, group: string, vars: Vars): void => {
  warnOfMisspelt(reading, vars)
  reading.draft.addGroupVars(group, { vars, trusted: true, from: reading.source.file })
}

/** Ansible takes these names as they are; no one can have meant them. */
const warnOfOddName = (reading: Reading, name: string, span: Span): void => {
  if (!/^-|[=,;()'"\s\p{Cc}]/u.test(name)) return
  const hint = name.includes('=')
    ? 'variables of all hosts belong under [all:vars]'
    : name.includes(',')
      ? 'write one host a line'
      : undefined
  reading.diagnostics.push(
    warning('inventory/host-name', `"${name}" is taken for the name of a host`, { span, hint }),
  )
}

const PREFIX = 'ansible_'
const ENDINGS = [...KNOWN_VARIABLES].map(name => name.slice(PREFIX.length))

const warnOfMisspelt = (reading: Reading, vars: Vars): void => {
  for (const name of Object.keys(vars)) {
    if (!name.startsWith(PREFIX) || KNOWN_VARIABLES.has(name)) continue
    const like = nearest(name.slice(PREFIX.length), ENDINGS)
    if (like === undefined || like[0] !== name[PREFIX.length]) continue
    reading.diagnostics.push(
      warning('inventory/variable-name', `"${name}" is no variable that says how to reach a host`, {
        span: placeOfKey(vars, name),
        hint: `did you mean "${PREFIX}${like}"?`,
      }),
    )
  }
}
