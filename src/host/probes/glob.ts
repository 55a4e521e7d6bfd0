// `glob`: which paths a pattern of the shell finds. The shell itself answers, without any process.
import { quote } from '../../base/shell.ts'
import type { GlobAnswer } from '../../model/answers.ts'
import type { Kind } from '../kind.ts'
import { absent, failed, known, utf8 } from '../kind.ts'

// With an empty IFS the pattern is not split at its blanks. A pattern that finds nothing stands for itself.
const script = (patterns: readonly string[]): string =>
  [
    `g() { IFS=; for p in $1; do if [ -e "$p" ] || [ -h "$p" ]; then printf '%s\\0' "$p"; fi; done; printf '\\0'; }`,
    ...patterns.map(pattern => `g ${quote(pattern)}`),
  ].join('\n')

export const globKind: Kind<GlobAnswer> = {
  kind: 'glob',
  script: probes => script(probes.map(probe => probe.id)),
  parse: (reply, probes) => {
    const names = reply.split('\0')
    let at = 0
    return probes.map(() => {
      const end = names.indexOf('', at)
      if (end === -1 || (end === names.length - 1 && at === end))
        return failed('the shell did not answer')
      const paths = names.slice(at, end).map(utf8)
      at = end + 1
      return paths.length > 0 ? known({ paths }) : absent
    })
  },
  show: answer => answer.paths.join('\n'),
}
