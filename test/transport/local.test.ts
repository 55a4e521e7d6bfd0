// The controller's own shell.
import { createRequire } from 'node:module'
import t from 'tap'
import { conforms } from './conformance.ts'
import { LOCAL, newTransport } from './setup.ts'

t.setTimeout(170_000)
await t.test('ssh2 is not loaded where nobody needs it', async t => {
  const transport = newTransport()
  await transport.open(LOCAL)
  await transport.close()
  const { cache } = createRequire(import.meta.url)
  t.notOk(Object.keys(cache).some(file => file.includes('/ssh2/')))
})

await t.test('a local shell conforms', t => conforms(t, { address: LOCAL }))
