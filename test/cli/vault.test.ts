import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { lacks } from '../support/programs.ts'

// A program for each command, and a machine that others use, too.
t.setTimeout(300_000)

const PROGRAM = fileURLToPath(new URL('../../src/main.js', import.meta.url))

type Ran = { readonly code: number | null; readonly out: string; readonly err: string }
type How = { readonly input?: string; readonly env?: Readonly<Record<string, string>> }

const folders: string[] = []
t.teardown(() => folders.forEach(folder => rmSync(folder, { recursive: true, force: true })))

/** A folder with two passwords in it; its own folder for what the editor sees. */
const newFolder = (files: Readonly<Record<string, string>> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mokt-vault-'))
  folders.push(folder)
  for (const [name, text] of Object.entries({ old: 'pw1\n', new: 'pw2\n', ...files }))
    writeFileSync(join(folder, name), text)
  return folder
}

const start = (folder: string, words: readonly string[], how: How = {}) => {
  const child = spawn(process.execPath, [PROGRAM, 'vault', ...words], {
    cwd: folder,
    env: { ...process.env, XDG_RUNTIME_DIR: join(folder, 'run'), ...how.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, as a terminal makes one.
    detached: true,
  })
  const ended = new Promise<Ran>(resolve => {
    let [out, err] = ['', '']
    child.stdout.on('data', chunk => (out += chunk))
    child.stderr.on('data', chunk => (err += chunk))
    child.on('close', code => resolve({ code, out, err }))
  })
  child.stdin.on('error', () => {})
  child.stdin.end(how.input ?? '')
  return { child, ended }
}

const vault = (folder: string, words: string, how: How = {}): Promise<Ran> =>
  start(folder, words.split(' ').filter(Boolean), how).ended

const OLD = '--vault-password-file old'

/** An editor that does this to the file `$1`. */
const editor = (folder: string, script: string): { readonly env: Record<string, string> } => {
  execFileSync('mkdir', ['-p', join(folder, 'run')])
  const path = join(folder, 'editor')
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return { env: { EDITOR: path } }
}

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')
const left = (folder: string): readonly string[] => readdirSync(join(folder, 'run'))

t.test('a file is encrypted and decrypted where it lies, with its mode', async t => {
  const folder = newFolder({ secret: 'plain ü\n' })
  chmodSync(join(folder, 'secret'), 0o640)
  t.same(await vault(folder, `encrypt secret ${OLD}`), { code: 0, out: '', err: '' })
  t.match(read(folder, 'secret'), /^\$ANSIBLE_VAULT;1\.1;AES256\n/)
  t.equal(statSync(join(folder, 'secret')).mode & 0o777, 0o640)
  t.match(await vault(folder, `view secret ${OLD}`), { code: 0, out: 'plain ü\n' })
  t.match(await vault(folder, `encrypt secret ${OLD}`), { code: 1, err: /is encrypted already/ })
  t.match(await vault(folder, 'decrypt secret --vault-password-file new'), {
    code: 1,
    err: /^secret:1:1: error: the file "secret" is encrypted.* none of the passwords fits/,
  })
  t.match(await vault(folder, `decrypt secret ${OLD}`), { code: 0 })
  t.equal(read(folder, 'secret'), 'plain ü\n')
  t.match(await vault(folder, `decrypt secret ${OLD}`), { code: 1, err: /is not encrypted/ })
  t.same(readdirSync(folder).sort(), ['new', 'old', 'secret'], 'nothing is left beside it')
})

t.test('a link is followed and stays one', async t => {
  const folder = newFolder({ secret: 'x\n' })
  symlinkSync('secret', join(folder, 'link'))
  t.match(await vault(folder, `encrypt link ${OLD}`), { code: 0 })
  t.match(read(folder, 'secret'), /^\$ANSIBLE_VAULT/)
  t.ok(statSync(join(folder, 'link')).isFile())
})

t.test('input and output may be pipes, and hold any bytes', async t => {
  const folder = newFolder()
  const made = await vault(folder, `encrypt --output - ${OLD}`, { input: 'bytes \u0000\u0001' })
  t.match(made.out, /^\$ANSIBLE_VAULT/)
  t.match(await vault(folder, `decrypt - --output - ${OLD}`, { input: made.out }), {
    code: 0,
    out: 'bytes \u0000\u0001',
  })
  t.match(await vault(folder, `encrypt old new --output x ${OLD}`), {
    err: /takes one file, not 2/,
  })
})

t.test('several files are changed all together or not at all', async t => {
  const folder = newFolder({ one: '1', two: '2', three: '3' })
  await vault(folder, `encrypt one two ${OLD}`)
  const before = [read(folder, 'one'), read(folder, 'two')]
  const rekey = 'rekey one two three --new-vault-password-file new'
  t.match(await vault(folder, `${rekey} ${OLD}`), { code: 1, err: /"three" is not encrypted/ })
  await vault(folder, 'encrypt three --vault-password-file new')
  t.match(await vault(folder, `${rekey} ${OLD}`), { code: 1, err: /"three".*passwords fits/ })
  t.same([read(folder, 'one'), read(folder, 'two')], before)
  t.match(await vault(folder, 'rekey one two --new-vault-id prod@new --vault-id a@old'), {
    code: 0,
  })
  t.match(read(folder, 'two'), /^\$ANSIBLE_VAULT;1\.2;AES256;prod\n/)
  t.match(await vault(folder, 'view one two --vault-id new'), { out: '1\n2\n' })
})

t.test('which password encrypts is said by its label', async t => {
  const folder = newFolder({ secret: 'x' })
  const both = '--vault-id dev@old --vault-id prod@new'
  t.match(await vault(folder, `encrypt secret ${both}`), {
    code: 1,
    err: /several passwords could encrypt: dev, prod[^]*--encrypt-vault-id/,
  })
  t.match(await vault(folder, `encrypt secret ${both} --encrypt-vault-id qa`), {
    code: 1,
    err: /no password was given for the label "qa"/,
  })
  t.match(await vault(folder, `encrypt secret ${both} --encrypt-vault-id prod`), { code: 0 })
  t.match(read(folder, 'secret'), /;prod\n/)
  t.match(await vault(folder, 'view secret', { env: { ANSIBLE_VAULT_IDENTITY_LIST: 'q@new' } }), {
    out: 'x\n',
  })
  t.match(await vault(folder, 'view secret', { env: { ANSIBLE_VAULT_PASSWORD_FILE: 'new' } }), {
    out: 'x\n',
  })
  const strict = { env: { ANSIBLE_VAULT_ID_MATCH: 'true' } }
  t.match(await vault(folder, 'view secret --vault-id q@new', strict), { code: 1 })
})

t.test('passwords come from programs; clients are told the label', async t => {
  const folder = newFolder({ secret: 'x' })
  const program = (name: string, script: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  program('print', 'echo pw1')
  program(
    'key-client.sh',
    '[ "$1 $2" = "--vault-id dev" ] && echo pw1 || { echo no "$2" >&2; exit 2; }',
  )
  program('broken', 'echo first >&2; echo no agent >&2; exit 7')
  program('silent', 'true')
  await vault(folder, `encrypt secret ${OLD}`)
  t.match(await vault(folder, 'view secret --vault-id print'), { out: 'x\n' })
  t.match(await vault(folder, 'view secret --vault-id dev@key-client.sh'), { out: 'x\n' })
  t.match(await vault(folder, 'view secret --vault-id qa@key-client.sh'), {
    code: 1,
    err: /"key-client.sh" knows no password for "qa": no qa/,
  })
  t.match(await vault(folder, 'view secret --vault-id broken'), {
    err: /program "broken" ended with code 7: no agent \[/,
  })
  t.match(await vault(folder, 'view secret --vault-id silent'), { err: /gives an empty password/ })
  t.match(await vault(folder, 'view secret --vault-id none'), { err: /file "none" is not there/ })
  t.match(await vault(folder, `view secret --vault-id broken ${OLD}`), {
    code: 0,
    out: 'x\n',
    err: /warning: .*"broken"/,
  })
  chmodSync(join(folder, 'print'), 0o644)
  t.match(await vault(folder, 'view secret --vault-id print'), { err: /is not executable/ })
})

t.test('passwords are asked for; without a terminal the input gives them', async t => {
  const folder = newFolder({ secret: 'x' })
  t.match(await vault(folder, 'encrypt secret', { input: 'pw1\npw2\n' }), {
    code: 1,
    err: /the two passwords are not the same/,
  })
  t.equal(read(folder, 'secret'), 'x')
  t.match(await vault(folder, 'encrypt secret -J', { input: 'pw1\npw1\n' }), { code: 0 })
  t.match(await vault(folder, 'view secret', { input: 'pw1\n' }), { out: 'x\n' })
  t.match(await vault(folder, 'view secret --vault-id a@prompt', { input: 'pw1\n' }), {
    out: 'x\n',
  })
  t.match(await vault(folder, 'view secret'), { code: 1, err: /no terminal to ask at/ })
})

t.test('texts become values for a playbook', async t => {
  const folder = newFolder()
  const named = await vault(folder, `encrypt-string hidden -n token ${OLD}`)
  t.match(named.out, /^token: !vault \|\n {10}\$ANSIBLE_VAULT;1\.1;AES256\n {10}[0-9a-f]{80}\n/)
  t.notMatch(named.out, /hidden/)
  const piped = await vault(folder, `encrypt_string --stdin-name a ${OLD}`, { input: 'b' })
  t.match(piped.out, /^a: !vault \|\n/)
  const two = await vault(folder, `encrypt-string one two -n a ${OLD}`)
  t.match(two, { out: /^a: !vault[^]*\n!vault \|\n/, err: '# 1: "a" from the command line\n' })
  t.match(await vault(folder, `encrypt-string - ${OLD}`), { code: 1, err: /the input is empty/ })
})

t.test('the editor sees the plain text in a place of its own, which is gone after it', async t => {
  const folder = newFolder({ 'secret.yml': 'a: 1\n' })
  await vault(folder, 'encrypt secret.yml --vault-id dev@old')
  const how = editor(
    folder,
    'stat -c "%a %F" "$1" "$(dirname "$1")" > seen; basename "$1" >> seen; cat "$1" >> seen; echo "b: 2" >> "$1"',
  )
  t.match(await vault(folder, 'edit secret.yml --vault-id x@old', how), { code: 0, err: '' })
  t.equal(read(folder, 'seen'), '600 regular file\n700 directory\nsecret.yml\na: 1\n')
  t.match(read(folder, 'secret.yml'), /;dev\n/, 'it keeps its label')
  t.match(await vault(folder, `view secret.yml ${OLD}`), { out: 'a: 1\nb: 2\n' })
  t.same(left(folder), [])
})

t.test('nothing is written when nothing changed, or the editor fails', async t => {
  const folder = newFolder({ secret: 'a\n' })
  await vault(folder, `encrypt secret ${OLD}`)
  const before = read(folder, 'secret')
  t.match(await vault(folder, `edit secret ${OLD}`, editor(folder, 'touch "$1"')), { code: 0 })
  t.match(await vault(folder, `edit secret ${OLD}`, editor(folder, 'echo x > "$1"; exit 3')), {
    code: 1,
    err: /editor ".*editor" ended with code 3[^]*nothing was changed/,
  })
  t.match(await vault(folder, `edit secret ${OLD}`, editor(folder, 'echo x > "$1"; kill -9 $$')), {
    code: 1,
    err: /was ended by SIGKILL/,
  })
  t.match(await vault(folder, `edit secret ${OLD}`, { env: { EDITOR: '/nowhere/vi' } }), {
    code: 1,
    err: /cannot be started/,
  })
  t.equal(read(folder, 'secret'), before)
  t.same(left(folder), [])
})

t.test('whoever ends us while the editor is open leaves no plain text behind', async t => {
  const folder = newFolder({ secret: 'a\n' })
  await vault(folder, `encrypt secret ${OLD}`)
  const before = read(folder, 'secret')
  const how = editor(folder, 'echo x > "$1"; echo ready > started; exec sleep 60')
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
    rmSync(join(folder, 'started'), { force: true })
    const { child, ended } = start(folder, ['edit', 'secret', '--vault-id', 'old'], how)
    while (!readdirSync(folder).includes('started')) await new Promise(done => setTimeout(done, 20))
    // Ctrl-C reaches all who sit at the terminal.
    process.kill(signal === 'SIGINT' ? -(child.pid ?? 0) : (child.pid ?? 0), signal)
    t.match(await ended, { code: 130 })
    t.same(left(folder), [])
  }
  t.equal(read(folder, 'secret'), before)
})

t.test('two who edit at once do not lose what the other one did', async t => {
  const folder = newFolder({ secret: 'a\n' })
  await vault(folder, `encrypt secret ${OLD}`)
  const words = ['edit', 'secret', '--vault-id', 'old']
  const slow = editor(
    folder,
    'echo mine >> "$1"; echo ready > started; while [ ! -e go ]; do sleep 0.05; done',
  )
  const first = start(folder, words, slow)
  while (!readdirSync(folder).includes('started')) await new Promise(done => setTimeout(done, 20))
  writeFileSync(join(folder, 'editor2'), '#!/bin/sh\necho other >> "$1"\n')
  chmodSync(join(folder, 'editor2'), 0o755)
  const other = { env: { EDITOR: join(folder, 'editor2') } }
  t.match(await start(folder, words, other).ended, { code: 0 })
  writeFileSync(join(folder, 'go'), '')
  t.match(await first.ended, { code: 1, err: /was changed by somebody else meanwhile/ })
  t.match(await vault(folder, `view secret ${OLD}`), { out: 'a\nother\n' })
  t.match(await vault(folder, `view secret.edited ${OLD}`), { out: 'a\nmine\n' })
  t.same(left(folder), [])
})

t.test('a new file is made with the editor, in folders that need not be there', async t => {
  const folder = newFolder()
  const how = editor(folder, 'echo "a: 1" > "$1"')
  t.match(await vault(folder, `create group_vars/all.yml ${OLD}`, how), { code: 0 })
  t.equal(statSync(join(folder, 'group_vars/all.yml')).mode & 0o777, 0o600)
  t.match(await vault(folder, `view group_vars/all.yml ${OLD}`), { out: 'a: 1\n' })
  t.match(await vault(folder, `create group_vars/all.yml ${OLD}`, how), {
    code: 1,
    err: /is there already[^]*vault edit/,
  })
  t.match(await vault(folder, `create other ${OLD}`, editor(folder, 'exit 1')), { code: 1 })
  t.notOk(readdirSync(folder).includes('other'))
})

t.test('no password stands on the command line or in the environment of the editor', async t => {
  const folder = newFolder({ secret: 'a\n' })
  await vault(folder, `encrypt secret ${OLD}`)
  const how = editor(folder, 'cat /proc/$PPID/cmdline /proc/self/environ "$0" > seen')
  await vault(folder, `edit secret ${OLD}`, how)
  t.notMatch(read(folder, 'seen'), /pw1/)
})

t.test('what ansible-vault edits and we edit is one', { skip: lacks('ansible-vault') }, async t => {
  const folder = newFolder({ secret: 'a: ü\n' })
  await vault(folder, 'encrypt secret --vault-id dev@old')
  const ansible = (...words: string[]): string =>
    execFileSync('ansible-vault', words, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  t.equal(ansible('view', 'secret', '--vault-id', 'dev@old'), 'a: ü\n\n'.trimEnd() + '\n')
  ansible('rekey', 'secret', '--vault-id', 'dev@old', '--new-vault-id', 'qa@new')
  t.match(await vault(folder, 'view secret --vault-id qa@new'), { out: 'a: ü\n' })
})
