// The controller's own shell.
import t from 'tap'
import { conforms } from './conformance.ts'
import { LOCAL } from './setup.ts'

t.setTimeout(170_000)
await t.test('a local shell conforms', t => conforms(t, { address: LOCAL }))
