// Lookups of variables, of the environment and of programs on the controller.
import { regexOf } from '../regex.ts'
import { str } from '../print.ts'
import { Problem } from '../problem.ts'
import type { Run } from '../run.ts'
import { splitLines } from '../text.ts'
import { known, Undefined } from '../values.ts'
import type { Lookups } from './lookup.ts'

const pipe = (commandLine: string, run: Run): string => {
  const cwd = run.scope.get('playbook_dir')
  const { rc, out, err } = run.edges.exec.run(
    ['/bin/sh', '-c', commandLine],
    typeof cwd === 'string' ? { cwd } : {},
  )
  if (rc === 0) return out
  throw new Problem(
    'template/type',
    `lookup: the command "${commandLine}" failed with exit code ${rc}${err === '' ? '' : `: ${err.trim()}`}`,
  )
}

export const systemLookups: Lookups = {
  env: {
    run: (terms, { default: other = '' }, run) =>
      terms.map(term => run.edges.env.get(str(term)) ?? other),
  },
  vars: {
    lenient: true,
    run: (terms, options, run) =>
      terms.map(term => {
        const name = str(known(term))
        const found = run.scope.get(name)
        if (found !== undefined) return found
        if (options['default'] !== undefined && !(options['default'] instanceof Undefined))
          return options['default']
        throw new Problem('template/undefined', `no variable found with this name: ${name}`)
      }),
  },
  varnames: {
    run: (terms, _options, run) =>
      terms.flatMap(term => {
        const regex = regexOf(str(term))
        return [...run.scope.names()].filter(name => {
          regex.lastIndex = 0
          return regex.test(name)
        })
      }),
  },
  pipe: {
    run: (terms, _options, run) => terms.map(term => pipe(str(term), run).replace(/\s+$/, '')),
  },
  lines: {
    run: (terms, _options, run) => terms.flatMap(term => splitLines(pipe(str(term), run), false)),
  },
}
