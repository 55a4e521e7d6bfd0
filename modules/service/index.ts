import {
  arg,
  defineModule,
  planUnit,
  probe,
  Refusal,
  unitReads,
  unitResult,
} from '../../src/kit/index.ts'
import { planScript } from './script.ts'

/** Services of whatever init runs: systemd, or scripts of sysvinit and OpenRC. */
export default defineModule({
  name: 'service',
  summary: 'Manage services.',
  args: {
    name: arg.must(arg.text('The service.')),
    state: arg.choice(
      'started and stopped act where needed, restarted and reloaded always.',
      'reloaded',
      'restarted',
      'started',
      'stopped',
    ),
    enabled: arg.bool('Whether it shall start at boot.'),
    arguments: arg.or(
      arg.alias(arg.text('More words for an init script; systemd takes none.'), 'args'),
      '',
    ),
    pattern: arg.text(
      'What the list of processes has while it runs, for init scripts that know no `status`.',
    ),
    runlevel: arg.or(arg.text('The runlevel that OpenRC shall start it in.'), 'default'),
    sleep: arg.int('Seconds between stop and start of an init script that is restarted.'),
    use: arg.or(arg.text('The init to go by; auto is the one that runs.'), 'auto'),
  },
  rules: { oneOf: [['state', 'enabled']] },
  returns: {
    name: 'The service.',
    state: 'started or stopped, as it was asked for.',
    enabled: 'Whether it starts at boot.',
    status: 'The properties that `systemctl show` printed before; of systemd alone.',
  },
  needs: 'systemctl, or `service` with update-rc.d or chkconfig, or rc-service and rc-update',
  predicts: 'full',
  notes: [
    'With systemd, `arguments`, `pattern`, `runlevel` and `sleep` do nothing, as with Ansible.',
  ],
  reads: ({ name, pattern }, facts) => ({
    ...unitReads(name),
    processes:
      facts.init !== 'systemd' && pattern !== undefined ? probe.command(['ps', 'axww']) : undefined,
  }),
  plan: (args, state, facts) => {
    const { use } = args
    if (!['auto', 'service', facts.init].includes(use.replace(/^ansible\.\w+\./, '')))
      throw new Refusal(
        'use',
        `must be auto: on this host ${facts.init || 'no known init'} runs, and no ${use}`,
      )
    return facts.init === 'systemd' ? planUnit(args, state) : planScript(args, state, facts)
  },
  result: ({ args, before, facts }) => {
    if (facts.init === 'systemd') return unitResult(args, before.service)
    const { status: _none, ...result } = unitResult(args, undefined)
    return result
  },
})
