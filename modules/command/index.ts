import {
  arg,
  commandReads,
  commandResult,
  commandReturns,
  defineModule,
  Refusal,
  shlexSplit,
  toCommand,
} from '../../src/kit/index.ts'
import { expanding } from './expand.ts'

/** The words of the command. */
const words = ({
  cmd,
  argv,
}: {
  readonly cmd?: string | undefined
  readonly argv?: readonly string[] | undefined
}): readonly string[] => {
  try {
    const found = argv ?? shlexSplit(cmd ?? '')
    if (found.length > 0) return found
  } catch (problem) {
    throw new Refusal('cmd', `must be words as a shell takes them: ${(problem as Error).message}`)
  }
  throw new Refusal(argv ? 'argv' : 'cmd', 'must name a program')
}

/** A program, run by its words; no shell is in between. */
export default defineModule({
  name: 'command',
  summary: 'Run a program on the host, without a shell.',
  freeForm: 'cmd',
  args: {
    cmd: arg.text('The command line.'),
    argv: arg.list('The command as a list of words.'),
    chdir: arg.path('The folder to run it in.'),
    creates: arg.path('A path or pattern; where it exists, the command is not run.'),
    removes: arg.path('A path or pattern; where it does not exist, the command is not run.'),
    stdin: arg.text('What the program reads on its standard input.'),
    stdin_add_newline: arg.or(arg.bool('End stdin with a newline.'), true),
    strip_empty_ends: arg.or(arg.bool('Cut empty lines from the ends of stdout and stderr.'), true),
    warn: arg.bool('Means nothing any more; accepted, since older playbooks have it.'),
    expand_argument_vars: arg.or(
      arg.bool("Put in variables of the host's environment, such as $HOME."),
      true,
    ),
  },
  rules: { oneOf: [['cmd', 'argv']], exclusive: [['cmd', 'argv']] },
  unsupported: {
    executable: 'the command module takes none since Ansible 2.4; use the shell module',
  },
  returns: commandReturns,
  predicts: 'no',
  reads: (args, facts) => commandReads(args, facts),
  plan: (args, state, facts) => {
    const found = words(args)
    return toCommand(
      args.cmd?.trim() ?? found.join(' '),
      args.expand_argument_vars ? expanding(found) : found,
      args,
      state,
      facts,
    )
  },
  result: ({ args, before, outputs }) => commandResult(words(args), args, { before, outputs }),
})
