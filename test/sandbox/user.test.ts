// A sandbox of a user without root, who exists in a mount namespace of this test alone: the machine gets no account.
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { root } from '../support/root.ts'
import { run, skip } from './support.ts'

const reason =
  skip() ||
  (existsSync('/usr/bin/newuidmap') || process.env['CI'] ? false : 'newuidmap is not installed')
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

const ID = 41414
const folder = mkdtempSync(join(tmpdir(), 'sandbox-user-'))
const home = mkdtempSync(join(tmpdir(), 'sandbox-home-'))
t.teardown(() => [folder, home].forEach(path => rmSync(path, { recursive: true, force: true })))
chmodSync(folder, 0o755)
chownSync(home, ID, ID)
const add = (name: string, line: string): void =>
  writeFileSync(join(folder, name), `${readFileSync(`/etc/${name}`, 'utf8')}${line}\n`)
add('passwd', `guest-of-test:x:${ID}:${ID}::${home}:/bin/sh`)
add('group', `guest-of-test:x:${ID}:`)
for (const name of ['subuid', 'subgid'])
  writeFileSync(join(folder, name), `guest-of-test:4000000:65536\n`)

// The repository may lie where this user cannot go: it is shown on /mnt.
const program = join(
  '/mnt',
  relative(root, fileURLToPath(import.meta.url)).replace('user.test', 'as-user'),
)
// A copy of the whole of /etc: a mount on a single file is lost when somebody else replaces that file, as useradd does.
const script = `set -e
cp -a /etc "${folder}/etc"
for name in passwd group subuid subgid; do cp "${folder}/$name" "${folder}/etc/$name"; done
mount --bind "${folder}/etc" /etc
mount --bind "${root}" /mnt
exec setpriv --reuid ${ID} --regid ${ID} --clear-groups env -i HOME="${home}" PATH="$PATH" "${process.execPath}" ${program}`
const said = await run('unshare', ['--mount', 'sh', '-c', script])
const seen = said.code === 0 ? JSON.parse(said.out) : {}

t.test('the user gets hosts behind sshd, and the same ones again', async t => {
  t.equal(said.code, 0, said.err)
  t.match(seen.name, { code: 0, out: 'host2\n0\nhost2\n' })
  t.equal(seen.same, true)
})

t.test('who is root there can do what playbooks do', async t => {
  t.match(seen.work, { code: 0, out: 'alice\nalice\n1\nalice\n' })
  t.match(seen.sudo, { code: 0, out: 'root\n' })
  t.match(seen.exec, { code: 0, stdout: '0\n' })
})

t.test('but touch no setting of the machine', async t => {
  t.not(seen.sysctl.code, 0)
})

t.test('`down` removes what belongs to the subordinate ids too', async t => {
  t.same(seen.down, ['host1', 'host2'])
  t.same(readdirSync(home), [])
})
