// Hosts without setsid: bash has job control, dash must give up its whole shell to end a job.
import t from 'tap'
import { shellConforms } from './shells.ts'

t.setTimeout(170_000)
await t.test('bash without setsid conforms', t => shellConforms(t, 'bash', true))
await t.test('dash without setsid conforms', t => shellConforms(t, 'dash', true))
