// A host whose sh is bash.
import t from 'tap'
import { shellConforms } from './shells.ts'

t.setTimeout(170_000)
await t.test('bash conforms', t => shellConforms(t, 'bash'))
