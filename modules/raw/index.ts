import { arg, bareResult, bareReturns, deed, defineModule, Refusal } from '../../src/kit/index.ts'

/** A command line handed to the host as it is, where nothing but a shell is there. */
export default defineModule({
  name: 'raw',
  summary: 'Run a command line on a host that has nothing but a shell.',
  freeForm: 'free_form',
  args: {
    free_form: arg.must(arg.alias(arg.text('The command line.'), 'cmd')),
    executable: arg.or(arg.path('The shell.'), '/bin/sh'),
  },
  returns: bareReturns,
  predicts: 'no',
  reads: () => ({}),
  plan: ({ free_form: line, executable }) => {
    if (line.trim() === '') throw new Refusal('free_form', 'must be a command')
    const argv = [executable, '-c', line]
    return [deed(line.trim(), [{ op: 'run', argv, ok: 'any', live: true }])]
  },
  result: ({ outputs }) => bareResult(outputs[0]!),
})
