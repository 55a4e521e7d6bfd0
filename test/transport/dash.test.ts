// A host whose sh is dash.
import t from 'tap'
import { shellConforms } from './shells.ts'

t.setTimeout(170_000)
await t.test('dash conforms', t => shellConforms(t, 'dash'))
