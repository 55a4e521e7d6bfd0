import { arg, defineModule, Failure, probe } from '../../src/kit/index.ts'

/** Answers when the host can be reached and has a shell: the shortest whole module there is. */
export default defineModule({
  name: 'ping',
  summary: 'Find out whether a host answers.',
  args: { data: arg.or(arg.text('What to answer with; "crash" makes the task fail.'), 'pong') },
  returns: { ping: 'The value of `data`.' },
  predicts: 'full',
  reads: () => ({ root: probe.file('/') }),
  plan: ({ data }, { root }) => {
    if (data === 'crash') throw new Failure('boom')
    if (!root) throw new Failure('the host has no root folder')
    return []
  },
  result: ({ args }) => ({ ping: args.data }),
})
