// `service NAME`: one `systemctl show` for all units; where another init runs, its script is asked for its status.
import { quote } from '../../base/shell.ts'
import type { ServiceAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Facts, Probe } from '../../model/module.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'
import { parseUnits, unitAnswer } from './service-parse.ts'

type Asked = readonly Probe<ServiceAnswer>[]

/** A single strange name would end systemctl before it has answered for the others. */
const isName = (name: string): boolean => /^[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]*$/.test(name)

/** A template without its instance: `getty@` is no unit, but can be enabled. */
const isTemplate = (name: string): boolean => /@(\.|$)/.test(name)

const isShown = (name: string): boolean => isName(name) && !isTemplate(name)

/** The init script that a name may mean. */
const scriptOf = (name: string): string => quote(name.replace(/\.service$/, ''))

/** A sign for each: whether there is an init script, and whether the runlevels start it. Builtins only. */
const initScripts = (probes: Asked): string =>
  `s() { if [ -x "/etc/init.d/$1" ]; then r=i; for l in /etc/rc[2345].d/S??"$1" /etc/rc.d/rc[2345].d/S??"$1"; do [ -e "$l" ] && r=I; done; else r=-; fi; printf $r; }
${probes.map(({ id }) => (isShown(id) ? `s ${scriptOf(id)}` : 'printf -- -')).join('\n')}
echo`

const systemdScript = (probes: Asked): string => {
  const shown = probes.filter(({ id }) => isShown(id))
  return [
    initScripts(probes),
    ...probes.flatMap(({ id }) =>
      isName(id) && isTemplate(id)
        ? [`printf 'T %s\\n' "$(systemctl is-enabled -- ${quote(id)})"`]
        : [],
    ),
    ...(shown.length === 0
      ? []
      : [`systemctl --no-pager show -- ${shown.map(({ id }) => quote(id)).join(' ')}`]),
  ].join('\n')
}

const parseSystemd = (text: string, probes: Asked): Answer<ServiceAnswer>[] => {
  const [signs = '', ...lines] = text.split('\n')
  const templates = lines.filter(line => line.startsWith('T ')).map(line => line.slice(2))
  const units = parseUnits(utf8(lines.filter(line => !line.startsWith('T ')).join('\n')))
  return probes.map(({ id }, index) => {
    if (!isName(id)) return absent
    if (isTemplate(id)) return templateAnswer(id, templates.shift() ?? '')
    const unit = units.shift()
    if (!unit) return failed('systemctl did not answer')
    return unitAnswer(unit, signs[index] ?? '-')
  })
}

const templateAnswer = (id: string, state: string): Answer<ServiceAnswer> =>
  state === '' || state === 'not-found'
    ? absent
    : unitAnswer(
        { Id: id, LoadState: 'loaded', ActiveState: 'inactive', UnitFileState: state },
        '-',
      )

/** `N STATUS ENABLED` for each script, or a lone sign for none. */
const scriptStatus = (probes: Asked, facts: Facts): string => {
  const openrc = facts.init === 'openrc'
  const status = openrc
    ? 'rc-service "$1" status'
    : 'if command -v service; then service "$1" status; else "/etc/init.d/$1" status; fi'
  const links = openrc
    ? '/etc/runlevels/*/"$1"'
    : '/etc/rc[2345].d/S??"$1" /etc/rc.d/rc[2345].d/S??"$1"'
  return `s() {
  if [ ! -x "/etc/init.d/$1" ]; then echo -; return; fi
  (${status}) >/dev/null 2>&1
  c=$? e=disabled
  for l in ${links}; do if [ -e "$l" ]; then e=enabled; fi; done
  echo "$c $e"
}
${probes.map(({ id }) => (isShown(id) && !id.includes('/') ? `s ${scriptOf(id)}` : 'echo -')).join('\n')}`
}

const parseScripts = (text: string, probes: Asked): Answer<ServiceAnswer>[] => {
  const lines = text.split('\n')
  return probes.map(({ id }, index) => {
    const match = /^(\d+) (enabled|disabled)$/.exec(lines[index] ?? '')
    if (!match) return lines[index] === '-' ? absent : failed('its init script did not answer')
    const isRunning = match[1] === '0'
    return known({
      unit: id,
      load: 'loaded',
      active: isRunning ? 'active' : 'inactive',
      enabled: match[2]!,
      isRunning,
      isEnabled: match[2] === 'enabled',
      isMasked: false,
      invocation: '',
      status: {},
    })
  })
}

export const serviceKind: Kind<ServiceAnswer> = {
  kind: 'service',
  script: (probes, facts) =>
    facts.init === 'systemd' ? systemdScript(probes) : scriptStatus(probes, facts),
  parse: (text, probes, facts) =>
    facts.init === 'systemd' ? parseSystemd(text, probes) : parseScripts(text, probes),
  // Words like activating or enabled-runtime are all the same to who asked for "started" and "enabled".
  same: (promised, found) =>
    (['isRunning', 'isEnabled', 'isMasked'] as const).every(
      key => typeof promised[key] !== 'boolean' || promised[key] === found[key],
    ),
  show: ({ active, enabled }) => ({ active: String(active), enabled: String(enabled) }),
}
