import {
  arg,
  deed,
  defineModule,
  Failure,
  planUnit,
  probe,
  Refusal,
  unitReads,
  unitResult,
} from '../../src/kit/index.ts'
import type { Facts } from '../../src/kit/index.ts'
import { planOffline, type OfflineWish } from './offline.ts'

type Where = { readonly scope: 'system' | 'user' | 'global' }

/** Whether there is a running systemd that can be asked: there is none in an image, and none for all users. */
const isOnline = ({ scope }: Where, facts: Facts): boolean =>
  scope === 'system' && facts.init === 'systemd'

const systemctl = ({ scope }: Where): readonly string[] =>
  scope === 'global' ? ['systemctl', '--global'] : ['systemctl']

/** Units of systemd: running, enabled, masked, started anew. */
export default defineModule({
  name: 'systemd',
  aliases: ['systemd_service'],
  summary: 'Manage systemd units.',
  args: {
    name: arg.alias(arg.text('The unit; .service is understood.'), 'service', 'unit'),
    state: arg.choice(
      'started and stopped act where needed, restarted and reloaded always.',
      'reloaded',
      'restarted',
      'started',
      'stopped',
    ),
    enabled: arg.bool('Whether it shall start at boot.'),
    force: arg.bool('Replace links that are in the way.'),
    masked: arg.bool('Whether it shall be impossible to start.'),
    daemon_reload: arg.or(
      arg.alias(arg.bool('Let systemd read its files again first.'), 'daemon-reload'),
      false,
    ),
    daemon_reexec: arg.or(
      arg.alias(arg.bool('Let systemd start itself anew first.'), 'daemon-reexec'),
      false,
    ),
    scope: arg.or(
      arg.choice(
        'Units of the system, or what is enabled for all users.',
        'system',
        'user',
        'global',
      ),
      'system',
    ),
    no_block: arg.or(arg.bool('Do not wait until it has started or stopped.'), false),
  },
  rules: {
    oneOf: [['state', 'enabled', 'masked', 'daemon_reload', 'daemon_reexec']],
    requiredBy: [
      ['state', ['name']],
      ['enabled', ['name']],
      ['masked', ['name']],
    ],
  },
  returns: {
    name: 'The unit.',
    state: 'started or stopped, as it was asked for.',
    enabled: 'Whether it starts at boot.',
    status: 'The properties that `systemctl show` printed before.',
  },
  needs: 'systemctl',
  predicts: 'full',
  notes: [
    'An alias (sshd of ssh.service) is enabled by its real name; Ansible fails there.',
    '`enabled: false` leaves static and generated units alone; with Ansible they are changed each time.',
    'A unit whose file in /etc/systemd/system an earlier task makes can be planned in a dry run.',
  ],
  reads: (args, facts) => {
    const { name } = args
    const online = name !== undefined && isOnline(args, facts)
    const offline = name !== undefined && !isOnline(args, facts)
    return {
      service: online ? unitReads(name).service : undefined,
      unitFile: online ? unitReads(name).unitFile : undefined,
      boot: offline ? probe.command([...systemctl(args), 'is-enabled', '--', name]) : undefined,
    }
  },
  plan: (args, state, facts) => {
    const { name, scope } = args
    if (scope === 'user')
      throw new Refusal(
        'scope',
        'must be system or global: mokplay does not manage units of a user yet',
      )
    const first = (['daemon_reexec', 'daemon_reload'] as const).flatMap(key =>
      args[key]
        ? [
            deed(TITLES[key], [{ op: 'run', argv: [...systemctl(args), key.replace('_', '-')] }], {
              counts: false,
            }),
          ]
        : [],
    )
    if (name === undefined) return first
    if (isOnline(args, facts)) return [...first, ...planUnit({ ...args, name }, state)]
    if (args.state !== undefined)
      throw new Failure(`${name} cannot be ${args.state}: ${whyOffline(args, facts)}`, { name })
    return [...first, ...planOffline({ ...args, name } as OfflineWish, systemctl(args), state.boot)]
  },
  result: ({ args, before }) =>
    args.name === undefined
      ? { name: null, status: {} }
      : unitResult({ ...args, name: args.name }, before.service),
})

const TITLES = {
  daemon_reexec: 'restart systemd itself',
  daemon_reload: 'reload the configuration of systemd',
} as const

const whyOffline = ({ scope }: Where, facts: Facts): string =>
  scope === 'global'
    ? 'what is for all users runs in no one place; give `enabled` alone'
    : `systemd does not run on this host (${facts.init || 'no init'} does); give \`enabled\` alone, or use the module service`
