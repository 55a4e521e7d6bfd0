// `apt-lists`: when apt's lists were last brought up to date, by the stamp that is left then or by the folder's own time.
import type { AptListsAnswer } from '../../model/answers.ts'
import { absent, known, type Kind } from '../kind.ts'

export const aptListsKind: Kind<AptListsAnswer> = {
  kind: 'apt-lists',
  script: () => `for f in /var/lib/apt/periodic/update-success-stamp /var/lib/apt/lists; do
  if [ -e "$f" ]; then stat -c %Y "$f"; date +%s; break; fi
done`,
  parse: (text, probes) => {
    const [updated, now] = text.split('\n').map(Number)
    return probes.map(() => (updated && now ? known({ updated, age: now - updated }) : absent))
  },
  // How old they are by the time of asking is nobody's promise.
  same: () => true,
  show: ({ updated }) => ({ updated: String(updated) }),
}
