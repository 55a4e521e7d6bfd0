import {
  arg,
  change,
  defineModule,
  edit,
  explainMissing,
  probe,
  targetOf,
  targetReads,
  textOf,
  toText,
} from '../../src/kit/index.ts'
import type { Change } from '../../src/kit/index.ts'
import { decide } from './decide.ts'
import { withKernelArgument } from './kernel-argument.ts'

/** The mode and policy of SELinux: in its configuration, at once as far as can be, and for the kernel at boot. */
export default defineModule({
  name: 'selinux',
  summary: 'Set the mode and policy of SELinux.',
  args: {
    state: arg.must(arg.choice('The mode it shall be in.', 'enforcing', 'permissive', 'disabled')),
    policy: arg.text('The policy it shall follow: targeted. Needed unless state is disabled.'),
    configfile: arg.or(
      arg.alias(arg.path('The file that says so at boot.'), 'conf', 'file'),
      '/etc/selinux/config',
    ),
    update_kernel_param: arg.or(
      arg.bool('Add selinux=0 to the kernel command line, or take it out, with grubby.'),
      false,
    ),
  },
  returns: {
    msg: 'What was changed.',
    configfile: 'The configuration file.',
    policy: 'The policy.',
    state: 'The mode.',
    reboot_required: 'Whether only a reboot makes it so.',
    warnings: 'What a reboot has yet to do.',
  },
  needs:
    'getenforce and setenforce (libselinux-utils) on the host; grubby for update_kernel_param.',
  predicts: 'full',
  reads: ({ configfile, policy, update_kernel_param }) => ({
    ...targetReads(configfile, { want: 'text' }),
    usual: probe.file('/etc/selinux/config', { want: 'text' }),
    policyFolder: policy === undefined ? undefined : probe.file(`/etc/selinux/${policy}/policy`),
    mode: probe.command(['getenforce']),
    kernels: update_kernel_param ? probe.command(['grubby', '--info=ALL']) : undefined,
  }),
  plan: (args, state, facts) => {
    const { policy, mode, kernel } = decide(args, state)
    const { path, file, via } = targetOf(args.configfile, state.file, state.real)
    const before = textOf(path, file)
    const withPolicy = edit.key(before, 'SELINUXTYPE', policy, { by: '=' })
    const text = edit.key(policy === undefined ? before : withPolicy, 'SELINUX', args.state, {
      by: '=',
    })
    const changes: Change[] = text === before ? [] : toText(path, file, text, { via }, facts)
    if (mode !== undefined)
      changes.push(
        change(
          probe.command(['getenforce']),
          state.mode,
          { rc: 0, out: mode === 'enforcing' ? 'Enforcing' : 'Permissive', err: '' },
          [{ op: 'run', argv: ['setenforce', mode === 'enforcing' ? '1' : '0'] }],
          { touches: [], title: 'SELinux mode' },
        ),
      )
    if (kernel)
      changes.push(
        change(
          probe.command(['grubby', '--info=ALL']),
          state.kernels,
          { ...state.kernels!, out: withKernelArgument(state.kernels!.out, kernel.isOff) },
          [
            {
              op: 'run',
              argv: [
                'grubby',
                '--update-kernel=ALL',
                kernel.isOff ? '--args' : '--remove-args',
                'selinux=0',
              ],
            },
          ],
          // Where grubby puts a word is its own affair.
          {
            touches: ['file /boot/**', 'file /etc/default/grub'],
            title: 'kernel command line',
            lenient: true,
          },
        ),
      )
    return changes
  },
  explain: explainMissing({ setenforce: 'libselinux-utils' }),
  result: ({ args, before }) => {
    const { policy, messages, warnings, reboot } = decide(args, before)
    return {
      msg: messages.join(', '),
      configfile: args.configfile,
      policy,
      state: args.state,
      reboot_required: reboot,
      ...(warnings.length > 0 && { warnings }),
    }
  },
})
