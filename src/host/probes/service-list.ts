// `service-list all`: every service that the host's init knows, and how it is.
import type { ListedService, ServiceListAnswer } from '../../model/list-answers.ts'
import { absent, known, utf8, type Kind } from '../kind.ts'

// Scripts of an older init: chkconfig knows them by their runlevels, else `service` by a sign for each.
const SCRIPTS_OF_INIT = `if command -v chkconfig >/dev/null; then
  { chkconfig --list || chkconfig; } 2>/dev/null | while read -r name levels; do
    case $levels in *3:o[nf]*) ;; *) continue ;; esac
    if service "$name" status >/dev/null 2>&1 </dev/null; then s=running; else s=stopped; fi
    printf '%s|%s|%s\\n' "$name" "$s" "$levels"
  done
elif command -v service >/dev/null; then service --status-all; fi`

const SCRIPTS: Readonly<Record<string, string>> = {
  systemd: [
    'systemctl list-units --no-pager --plain --no-legend --type service --all',
    `printf '\\036\\n'`,
    'systemctl list-unit-files --no-pager --no-legend --type service --all',
    `printf '\\036\\n'`,
    `systemctl show --no-pager --property=Names --property=ActiveState '*.service'`,
    `printf '\\036\\n'`,
    // Scripts of an older init stand beside the units, under their own names.
    SCRIPTS_OF_INIT,
  ].join('\n'),
  openrc: `rc-update show -v; printf '\\036\\n'; rc-status -a -s -m`,
  sysvinit: SCRIPTS_OF_INIT,
}

/** States of a unit that say more than what its file says. */
const BAD = ['not-found', 'masked', 'failed']

const words = (line: string): string[] => line.trim().split(/\s+/)
const lines = (text = ''): string[] => text.split('\n').filter(line => line.trim() !== '')

const ofSystemd = (text: string): ListedService[] => {
  const [units, files, shown, scripts] = text.split('\x1e\n')
  const found = new Map<string, ListedService>()
  for (const line of lines(units)) {
    const [name = '', load = '', active = '', sub = ''] = words(line)
    const bad = BAD.find(state => [load, active, sub].includes(state))
    const state = sub === 'running' ? 'running' : 'stopped'
    found.set(name, { name, state, status: bad ?? active, source: 'systemd' })
  }
  const active = statesByName(shown)
  for (const line of lines(files)) {
    const [name = '', status = ''] = words(line)
    const unit = found.get(name)
    if (!unit) {
      // A template runs under other names only.
      const state = active.get(name) ?? (name.includes('@.') ? 'unknown' : 'inactive')
      found.set(name, { name, state, status, source: 'systemd' })
    } else if (!BAD.includes(unit.status!)) found.set(name, { ...unit, status })
  }
  return [...ofSysv(scripts ?? ''), ...found.values()]
}

/** A unit's state under each of its names. */
const statesByName = (shown = ''): ReadonlyMap<string, string> =>
  new Map(
    shown.split('\n\n').flatMap(part => {
      const names = /^Names=(.*)$/m.exec(part)?.[1] ?? ''
      const state = /^ActiveState=(.*)$/m.exec(part)?.[1] ?? ''
      return words(names).map(name => [name, state] as const)
    }),
  )

const ofSysv = (text: string): ListedService[] => [
  ...[...text.matchAll(/^\s*\[ ([+-]) \]\s+(.+)$/gm)].map(([, sign, name = '']): ListedService => ({
    name,
    state: sign === '+' ? 'running' : 'stopped',
    source: 'sysv',
  })),
  ...[...text.matchAll(/^(\S+)\|(\w+)\|(.*)$/gm)].map(
    ([, name = '', state = '', levels = '']): ListedService => ({
      name,
      state,
      status: levels.includes('3:on') ? 'enabled' : 'disabled',
      source: 'sysv',
    }),
  ),
]

const ofOpenrc = (text: string): ListedService[] => {
  const [levels = '', states = ''] = text.split('\x1e\n')
  const runlevels = new Map(
    [...levels.matchAll(/^\s*(\S+) *\|(.*)$/gm)].map(([, name = '', where = '']) => [
      name,
      where.trim() === '' ? null : words(where),
    ]),
  )
  return [...states.matchAll(/^ (\S+)\s+\[\s*(\S+).*\]$/gm)].map(([, name = '', state = '']) => ({
    name,
    runlevels: runlevels.get(name) ?? null,
    state,
    source: 'openrc',
  }))
}

const READERS: Readonly<Record<string, (text: string) => ListedService[]>> = {
  systemd: ofSystemd,
  openrc: ofOpenrc,
  sysvinit: ofSysv,
}

export const serviceListKind: Kind<ServiceListAnswer> = {
  kind: 'service-list',
  script: (_, { init }) => SCRIPTS[init] ?? ':',
  parse: (text, probes, { init }) => {
    const read = READERS[init]
    const answer = read ? known({ services: read(utf8(text)) }) : absent
    return probes.map(() => answer)
  },
}
