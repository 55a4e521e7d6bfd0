import {
  absolute,
  arg,
  bareResult,
  bareReturns,
  deed,
  defineModule,
  Failure,
  nameOf,
  probe,
  Refusal,
  type Content,
  type Facts,
  type FileAnswer,
  type LocalAnswer,
  type Probe,
} from '../../src/kit/index.ts'
import { scriptOf } from './words.ts'

type Args = {
  readonly cmd: string
  readonly chdir?: string | undefined
  readonly creates?: string | undefined
  readonly removes?: string | undefined
  readonly executable?: string | undefined
  readonly decrypt: boolean
}

type Reads = {
  readonly script: Probe<LocalAnswer>
  readonly creates: Probe<FileAnswer> | undefined
  readonly removes: Probe<FileAnswer> | undefined
}
type State = { readonly creates: FileAnswer | undefined; readonly removes: FileAnswer | undefined }

const reads = ({ cmd, creates, removes, decrypt }: Args, facts: Facts): Reads => {
  const ask = (path: string | undefined): Probe<FileAnswer> | undefined =>
    path === undefined ? undefined : probe.file(absolute(path, facts))
  return {
    script: probe.local(scriptOf(cmd).src, decrypt ? {} : { decrypt: false }),
    creates: ask(creates),
    removes: ask(removes),
  }
}

/** A link that leads nowhere is nothing, as `test -e` has it. */
const exists = (file: FileAnswer | undefined): boolean =>
  file !== undefined && (file.type !== 'link' || file.real !== undefined)

/** Why it is left alone. */
const skipped = ({ creates, removes }: Args, state: State): string | undefined => {
  if (creates !== undefined && exists(state.creates))
    return `${creates} exists, matching creates option`
  if (removes !== undefined && !exists(state.removes))
    return `${removes} does not exist, matching removes option`
  return undefined
}

const contentOf = (src: string, local: LocalAnswer | undefined): Content => {
  if (!local) throw new Failure(`could not find the script ${src} on the controller`)
  if (local.type !== 'file') throw new Failure(`${local.path} is a folder, expected a script`)
  return local.text ?? { local: local.path, sha256: local.sha256, size: local.size }
}

/** A script of the controller, run on the host and gone from there afterwards. */
export default defineModule({
  name: 'script',
  summary: 'Run a script of the controller on the host.',
  freeForm: 'cmd',
  args: {
    cmd: arg.must(arg.text('The script, a file of the controller, and its arguments.')),
    chdir: arg.path('The folder to run it in.'),
    creates: arg.path('Where this path exists, the script is not run.'),
    removes: arg.path('Where this path does not exist, the script is not run.'),
    executable: arg.text('What runs the script; otherwise its own first line tells.'),
    decrypt: arg.or(arg.bool('Decrypt a script that ansible-vault encrypted.'), true),
  },
  returns: bareReturns,
  predicts: 'no',
  notes: ['The arguments go through the shell of the host, as in Ansible.'],
  reads: (args, facts): Reads => reads(args, facts),
  plan: (args, state) => {
    const { cmd, chdir, executable } = args
    if (chdir !== undefined && !chdir.startsWith('/'))
      throw new Refusal('chdir', `must be an absolute path, not "${chdir}"`)
    if (skipped(args, state) !== undefined) return []
    const { src, rest } = scriptOf(cmd)
    const line = `${executable === undefined ? '' : `${executable} `}"$0"${rest}`
    return [
      deed(cmd.trim(), [
        {
          op: 'run',
          argv: ['/bin/sh', '-c', line, '%file'],
          file: { name: nameOf(src), content: contentOf(src, state.script) },
          ok: 'any',
          live: true,
          ...(chdir !== undefined && { cwd: chdir }),
        },
      ]),
    ]
  },
  result: ({ args, before, outputs }) => {
    const why = skipped(args, before)
    return why === undefined ? bareResult(outputs[0]!) : { skipped: true, msg: why }
  },
})
