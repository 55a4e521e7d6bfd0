import { arg, change, defineModule, Failure, probe, Refusal } from '../../src/kit/index.ts'
import type { KernelModuleAnswer, Op } from '../../src/kit/index.ts'
import { withLoading, withOptions, withoutLoading, words } from './persistent.ts'

/** Modules of the kernel: loaded now, and if wanted after each boot. */
export default defineModule({
  name: 'modprobe',
  summary: 'Load or unload kernel modules.',
  args: {
    name: arg.must(arg.text('The module.')),
    params: arg.or(arg.text('Parameters for it, as modprobe takes them.'), ''),
    state: arg.or(arg.choice('Whether it shall be in the kernel.', 'present', 'absent'), 'present'),
    persistent: arg.or(
      arg.choice(
        'Whether files in /etc/modules-load.d and /etc/modprobe.d shall load it at boot; disabled leaves them alone.',
        'disabled',
        'absent',
        'present',
      ),
      'disabled',
    ),
  },
  returns: { name: 'The module.', params: 'Its parameters.', state: 'What was asked for.' },
  needs: 'modprobe, where something is to be loaded or unloaded',
  predicts: 'full',
  notes: [
    'What is built into the kernel counts as loaded.',
    'Parameters are given when the module is loaded; those of a loaded one are left alone, as Ansible does.',
  ],
  reads: ({ name, persistent }) => ({
    module: probe.kernelModule(name, persistent === 'disabled' ? {} : { files: true }),
  }),
  plan: (args, { module }) => {
    const { name, params } = args
    if (!/^\w[\w.-]*$/.test(name)) throw new Refusal('name', 'must be a module as in br_netfilter')
    const loaded = module?.loaded ?? 'no'
    const ops: Op[] = []
    if (args.state === 'present' && loaded === 'no')
      ops.push({ op: 'run', argv: ['modprobe', name, ...words(params)] })
    if (args.state === 'absent' && loaded === 'builtin')
      throw new Failure(`${name} is built into the kernel: it cannot be unloaded`, {
        name,
        params,
        state: args.state,
      })
    if (args.state === 'absent' && loaded === 'loaded')
      ops.push({ op: 'run', argv: ['modprobe', '-r', name] })
    const before = module?.files ?? {}
    const files = { ...before, ...filesOf(args, before) }
    for (const [path, text] of Object.entries(files))
      if (text !== before[path]) ops.push({ op: 'write', path, content: text })
    if (ops.length === 0) return []
    const after: KernelModuleAnswer = {
      loaded: args.state === 'absent' ? 'no' : loaded === 'no' ? 'loaded' : loaded,
      files,
    }
    const isFilesOnly = ops.every(({ op }) => op === 'write')
    return [
      change(
        probe.kernelModule(name, args.persistent === 'disabled' ? {} : { files: true }),
        module,
        after,
        ops,
        {
          ...(isFilesOnly && { touches: Object.keys(files).map(path => `file ${path}`) }),
          // The name may be an alias of a module that is called otherwise.
          lenient: true,
        },
      ),
    ]
  },
  result: ({ args: { name, params, state } }) => ({ name, params, state }),
})

type Files = Readonly<Record<string, string>>

/** The files that must be other than they are. */
const filesOf = (
  { name, params, persistent }: { name: string; params: string; persistent: string },
  files: Files,
): Files => {
  if (persistent === 'disabled') return {}
  if (persistent === 'absent')
    return { ...withoutLoading(name, files), ...withOptions(name, [], files) }
  return { ...withLoading(name, files), ...withOptions(name, words(params), files) }
}
