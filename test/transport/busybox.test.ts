// A host whose sh is busybox.
import t from 'tap'
import { shellConforms } from './shells.ts'

t.setTimeout(170_000)
await t.test('busybox conforms', t => shellConforms(t, 'busybox'))
