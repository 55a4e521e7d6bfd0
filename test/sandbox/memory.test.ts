// A sandbox whose folder lies on an overlay, as everything does in a container: overlays do not stack there.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { run, skip } from './support.ts'

const reason = skip()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'sandbox-memory-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
const program = fileURLToPath(new URL('as-user.js', import.meta.url))
const script = `set -e
cd "${folder}"
mkdir lower upper work home
mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work overlay home
HOME="${folder}/home" exec "${process.execPath}" "${program}"`
const said = await run('unshare', ['--mount', 'sh', '-c', script])
const seen = said.code === 0 ? JSON.parse(said.out) : {}

t.test('what hosts write is kept in memory, and a note says so each time', async t => {
  t.equal(said.code, 0, said.err)
  t.match(seen.notes, [/cannot hold overlays.*in memory/])
})

t.test('such a host works as others do', async t => {
  t.match(seen.name, { code: 0, out: 'host2\n0\nhost2\n' })
  t.match(seen.work, { code: 0, out: 'alice\nalice\n1\nalice\n' })
  t.same(seen.down, ['host1', 'host2'])
})
