import {
  arg,
  commandReads,
  commandResult,
  commandReturns,
  defineModule,
  Refusal,
  toCommand,
} from '../../src/kit/index.ts'

const lineOf = ({ cmd }: { readonly cmd: string }): string => {
  if (cmd.trim() === '') throw new Refusal('cmd', 'must be a command')
  return cmd
}

/** A command line, run by a shell of the host. */
export default defineModule({
  name: 'shell',
  summary: 'Run a command line through a shell of the host.',
  freeForm: 'cmd',
  args: {
    cmd: arg.must(arg.text('The command line.')),
    executable: arg.or(arg.path('The shell.'), '/bin/sh'),
    chdir: arg.path('The folder to run it in.'),
    creates: arg.path('A path or pattern; where it exists, the command is not run.'),
    removes: arg.path('A path or pattern; where it does not exist, the command is not run.'),
    stdin: arg.text('What the command reads on its standard input.'),
    stdin_add_newline: arg.or(arg.bool('End stdin with a newline.'), true),
    strip_empty_ends: arg.or(arg.bool('Cut empty lines from the ends of stdout and stderr.'), true),
    warn: arg.bool('Means nothing any more; accepted, since older playbooks have it.'),
  },
  returns: commandReturns,
  predicts: 'no',
  reads: (args, facts) => commandReads(args, facts),
  plan: (args, state, facts) =>
    toCommand(lineOf(args).trim(), [args.executable, '-c', args.cmd], args, state, facts),
  result: ({ args, before, outputs }) => commandResult(args.cmd, args, { before, outputs }),
})
