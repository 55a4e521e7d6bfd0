// A host whose sh is busybox.
import t from 'tap'
import { lacks } from '../support/programs.ts'
import { shellConforms } from './shells.ts'

t.setTimeout(170_000)
await t.test('busybox conforms', { skip: lacks('busybox') }, t => shellConforms(t, 'busybox'))
