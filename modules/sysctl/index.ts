import {
  arg,
  change,
  defineModule,
  edit,
  probe,
  Refusal,
  targetOf,
  targetReads,
  textOf,
  toText,
} from '../../src/kit/index.ts'
import type { Change } from '../../src/kit/index.ts'

/** Kernel parameters: the line in the file that survives a reboot, and the live value. */
export default defineModule({
  name: 'sysctl',
  summary: 'Set kernel parameters.',
  args: {
    name: arg.must(arg.alias(arg.text('The parameter, with dots: net.ipv4.ip_forward.'), 'key')),
    value: arg.alias(arg.text('What it shall be.'), 'val'),
    state: arg.or(arg.choice('Whether the file shall have it.', 'present', 'absent'), 'present'),
    reload: arg.or(arg.bool('Set the live value too.'), true),
    sysctl_set: arg.or(arg.bool('Set the live value too, even with `reload: false`.'), false),
    ignoreerrors: arg.or(arg.bool('Pass over parameters that the kernel does not know.'), false),
    sysctl_file: arg.or(arg.path('The file that keeps it over reboots.'), '/etc/sysctl.conf'),
  },
  rules: { requiredIf: [['state', 'present', ['value']]] },
  needs: 'sysctl (procps or busybox) where a live value is to be changed',
  predicts: 'full',
  notes: [
    '`reload` sets the live value of this one parameter; Ansible runs `sysctl -p`, which takes up all other lines of the file too.',
    'With `ignoreerrors`, a parameter that the kernel does not know is written to the file and counts as set; with Ansible the task is changed each time.',
  ],
  reads: ({ name, sysctl_file }) => ({
    ...targetReads(sysctl_file, { want: 'text' }),
    live: probe.sysctl(name.trim()),
  }),
  plan: (args, state, facts) => {
    const name = args.name.trim()
    if (!/^[^\s=#;/.-][^\s=]*$/.test(name) || name.split(/[./]/).includes(''))
      throw new Refusal('name', 'must be a parameter as in net.ipv4.ip_forward')
    const value = args.state === 'absent' ? undefined : valueOf(args.value)
    const { path, file } = targetOf(args.sysctl_file, state.file, state.real)
    const before = textOf(path, file)
    const after = edit.key(before, name, value, { by: '=' })
    const kept = after === before ? [] : toText(path, file, after, {}, facts)
    if (value === undefined || !(args.reload || args.sysctl_set)) return kept
    return [...kept, ...toLive(name, value, state.live, args.ignoreerrors)]
  },
})

/** Words for yes and no are 1 and 0, as Ansible has them. */
const valueOf = (value: string | undefined): string => {
  const text = (value ?? '').trim()
  if (text.includes('\n')) throw new Refusal('value', 'must be one line')
  if (/^(y|yes|on|true|t)$/i.test(text)) return '1'
  return /^(n|no|off|false|f)$/i.test(text) ? '0' : text
}

const toLive = (
  name: string,
  value: string,
  live: string | undefined,
  ignoreerrors: boolean,
): Change[] => {
  const wanted = value.split(/\s+/).join(' ')
  if (live === wanted || (live === undefined && ignoreerrors)) return []
  const flags = ignoreerrors ? ['-e'] : []
  const run = {
    op: 'run',
    argv: ['sysctl', ...flags, '-w', `${name}=${value}`],
    ...(ignoreerrors && { ok: 'any' as const }),
  } as const
  return [
    change(probe.sysctl(name), live, wanted, [run], {
      touches: companions(name),
      lenient: ignoreerrors,
      ...(live !== undefined && {
        undo: [{ op: 'run', argv: ['sysctl', '-w', `${name}=${live}`] }],
      }),
    }),
  ]
}

/** Parameters that the kernel sets together with this one. */
const companions = (name: string): readonly string[] => {
  if (name === 'net.ipv4.ip_forward') return ['sysctl net.ipv4.conf.*.forwarding']
  if (name === 'net.ipv4.conf.all.forwarding')
    return ['sysctl net.ipv4.conf.*.forwarding', 'sysctl net.ipv4.ip_forward']
  const all = /^(net\.ipv6\.conf)\.all\.(\w+)$/.exec(name)
  return all ? [`sysctl ${all[1]}.*.${all[2]}`] : []
}
