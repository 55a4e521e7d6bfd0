// Hosts without setsid: bash has job control, dash must give up its whole shell to end a job.
import t from 'tap'
import { shellConforms } from './shells.ts'

t.setTimeout(170_000)
const skip = process.getuid?.() === 0 ? false : 'hiding setsid needs root'
await t.test('bash without setsid conforms', { skip }, t =>
  shellConforms(t, 'bash', { setsid: false }),
)
await t.test('dash without setsid conforms', { skip }, t =>
  shellConforms(t, 'dash', { setsid: false }),
)
