// Files are written whole or not at all, to nobody's eyes but their readers', whatever happens meanwhile.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { exec, up } from '../../src/sandbox/sandbox.ts'
import { newDir, skip } from '../sandbox/support.ts'
import { WRITE, writeScript } from '../../src/host/ops/write.ts'
import { eventsOf, inFolder, runMokplay, type Ran } from '../support/run-mokplay.ts'
import { shells } from '../support/shell.ts'

const reason = skip()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

t.setTimeout(900_000)
const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url))
const dir = newDir()
const { inventory } = await up({ count: 1, dir })
const on = async (script: string): Promise<string> => {
  const { code, stdout, stderr } = await exec(dir, 'host1', ['sh', '-c', script])
  if (code !== 0) throw new Error(`${script}: ${stderr}`)
  return stdout
}
await on('mkdir /srv/w')

const playOf = (tasks: readonly string[], user = ''): string =>
  `- hosts: host1\n  gather_facts: false\n  ${user}\n  tasks:\n${tasks.map(task => `  - ${task}\n`).join('')}`
const run = (task: string, user = '', files: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  inFolder({ 'site.yml': playOf([task], user), ...files }, folder =>
    runMokplay(folder, ['run', join(folder, 'site.yml'), '-i', inventory, '--output', 'jsonl']),
  )

/** Why the only task failed: one sentence. */
const reasonOf = (ran: Ran): string | undefined =>
  eventsOf(ran).flatMap(event => (event.type === 'task.end' ? [event.result.reason] : []))[0]

t.test('a full disk leaves the old file, no other, and one sentence', async t => {
  await on(
    'mkdir /srv/full; mount -t tmpfs -o size=1m tmpfs /srv/full; echo old >/srv/full/conf; ln /srv/full/conf /srv/full/same; head -c 900000 /dev/zero >/srv/full/ballast',
  )
  for (const dest of ['conf', 'same', 'new']) {
    const ran = await run(`{copy: {content: "{{ 'x' * 500000 }}", dest: /srv/full/${dest}}}`)
    t.equal(reasonOf(ran), `/srv/full/${dest}: No space left on device`)
  }
  const backup = await run(
    `{copy: {content: "{{ 'x' * 60000 }}", dest: /srv/full/ballast, backup: true}}`,
  )
  t.match(reasonOf(backup), /^\/srv\/full\/ballast\.\d.*: No space left on device$/)
  t.equal(
    await on('cd /srv/full; cat conf same; ls -A; stat -c %s ballast'),
    'old\nold\nballast\nconf\nsame\n900000\n',
  )
})

t.test('a file that cannot be renamed away keeps its content where the disk is full', async t => {
  await on(
    'mkdir -p /srv/tiny /srv/over; mount -t tmpfs -o size=64k tmpfs /srv/tiny; echo old >/srv/tiny/f; head -c 40000 /dev/zero >/srv/tiny/ballast; touch /srv/over/f; mount --bind /srv/tiny/f /srv/over/f',
  )
  const ran = await run(`{copy: {content: "{{ 'x' * 50000 }}", dest: /srv/over/f}}`)
  t.equal(reasonOf(ran), '/srv/over/f: No space left on device')
  t.equal(await on('cat /srv/tiny/f; ls -A /srv/over; ls /tmp'), 'old\nf\n')
})

t.test('a file under a mount of its own changes in place', async t => {
  await on(
    'mkdir /srv/bind; echo old >/srv/bind/source; touch /srv/bind/f; chmod 644 /srv/bind/source; mount --bind /srv/bind/source /srv/bind/f',
  )
  const before = await on('stat -c %i /srv/bind/f')
  const ran = await run(
    '{copy: {content: "new\\n", dest: /srv/bind/f, owner: deploy, mode: "0600"}}',
  )
  t.equal(ran.code, 0, ran.out)
  t.equal(
    await on('cat /srv/bind/f /srv/bind/source; stat -c "%U %a" /srv/bind/f; ls -A /srv/bind'),
    'new\nnew\ndeploy 600\nf\nsource\n',
  )
  t.equal(await on('stat -c %i /srv/bind/f'), before)
})

t.test('hard links, links and line ends', async t => {
  await on(
    'cd /srv/w; printf "a\\r\\nb" >crlf; echo old >one; ln one two; echo old >target; ln -s target link; ln -s nowhere dangling; ln -s link chain',
  )
  for (const dest of ['one', 'link'])
    t.equal((await run(`{copy: {content: "new\\n", dest: /srv/w/${dest}}}`)).code, 0)
  t.equal(
    await on('cd /srv/w; cat one two; stat -c %h one; cat link target; stat -c %F link'),
    'new\nnew\n2\nnew\nold\nregular file\n',
    'a link is replaced, as in Ansible',
  )
  t.equal((await run('{copy: {content: "through\\n", dest: /srv/w/chain, follow: true}}')).code, 0)
  t.equal(
    await on('cd /srv/w; cat link; stat -c %F chain; ls -A | grep mokplay || true'),
    'through\nsymbolic link\n',
  )
  t.equal((await run('{copy: {content: "c\\r\\nd\\r", dest: /srv/w/crlf}}')).code, 0)
  t.equal((await run('{lineinfile: {path: /srv/w/crlf, line: "e", insertbefore: BOF}}')).code, 0)
  t.equal(await on('od -An -c /srv/w/crlf | tr -d " "'), 'e\\nc\\r\\nd\\r\n')
})

t.test('an immutable file, a folder that is, and one that is read-only', async t => {
  const able =
    (
      await exec(dir, 'host1', [
        'sh',
        '-c',
        'mkdir -p /srv/w/imm; echo old >/srv/w/imm/f; chattr +i /srv/w/imm/f',
      ])
    ).code === 0
  if (able) {
    t.equal(
      reasonOf(await run('{copy: {content: new, dest: /srv/w/imm/f}}')),
      '/srv/w/imm/f is immutable: chattr -i makes it writable',
    )
    await on('chattr -i /srv/w/imm/f; chattr +i /srv/w/imm')
    t.equal(
      reasonOf(await run('{copy: {content: new, dest: /srv/w/imm/g}}')),
      '/srv/w/imm is immutable: chattr -i makes it writable',
    )
    t.equal(await on('chattr -i /srv/w/imm; ls -A /srv/w/imm; cat /srv/w/imm/f'), 'f\nold\n')
  } else t.comment('the file system has no immutable files')
  await on(
    'mkdir /srv/ro; mount -t tmpfs tmpfs /srv/ro; echo old >/srv/ro/f; mount -o remount,ro /srv/ro',
  )
  for (const name of ['f', 'g'])
    t.equal(
      reasonOf(await run(`{copy: {content: new, dest: /srv/ro/${name}}}`)),
      '/srv/ro: Read-only file system',
    )
  t.equal(await on('cat /srv/ro/f; ls -A /srv/ro'), 'old\nf\n')
})

t.test(
  'who may write a file but not its folder writes in place; who may do neither hears why',
  async t => {
    await on(
      'mkdir -m 755 /srv/own; cd /srv/own; echo old >mine; chown deploy mine; echo old >shared; chmod 666 shared; echo old >root',
    )
    for (const name of ['mine', 'shared'])
      t.equal(
        (
          await run(
            `{copy: {content: "new\\n", dest: /srv/own/${name}}}`,
            'vars: {ansible_user: deploy}',
          )
        ).code,
        0,
      )
    for (const name of ['root', 'absent'])
      t.equal(
        reasonOf(
          await run(
            `{copy: {content: "new\\n", dest: /srv/own/${name}}}`,
            'vars: {ansible_user: deploy}',
          ),
        ),
        '/srv/own: Permission denied',
      )
    t.equal(
      await on('cd /srv/own; cat mine shared root; stat -c "%n %U %a" *; ls -A'),
      'new\nnew\nold\nmine deploy 644\nroot root 644\nshared root 666\nmine\nroot\nshared\n',
    )
  },
)

const CANARY = 'Canary-in-a-private-file'

/** Opens as nobody all that can be opened in a folder, and reads on in it for as long as it has a name. */
const SPY = `
const fs = require('node:fs')
process.setgroups([]); process.setgid(65534); process.setuid(65534)
const [folder] = process.argv.slice(1), held = new Map(), page = Buffer.alloc(4096)
process.stdout.write('ready\\n')
let seen = 0
while (!fs.existsSync(folder + '/stop')) {
  for (const name of fs.readdirSync(folder)) try {
    const fd = fs.openSync(folder + '/' + name)
    const { ino } = fs.fstatSync(fd)
    if (held.has(ino)) fs.closeSync(fd)
    else { held.set(ino, fd); seen++ }
  } catch {}
  for (const [ino, fd] of held) {
    if (page.subarray(0, fs.readSync(fd, page, 0, 4096, 0)).includes('${CANARY}')) { process.stdout.write('read\\n'); process.exit(1) }
    if (fs.fstatSync(fd).nlink === 0) { fs.closeSync(fd); held.delete(ino) }
  }
}
process.stdout.write('never, of ' + seen + '\\n')
`

/** 200 times a private file in the place of one that all may read, or of none. */
const rounds = (path: string): string => {
  const to = (mode: number, text: string): string =>
    writeScript(
      { op: 'write', path, content: text, attrs: { mode } },
      { inPlace: false, stamp: '' },
    )
  const done = 'case $(stat -c %a "$f") in 600) ;; *) echo wide; esac'
  return `${WRITE}\nf=${path}\ni=0; while [ $i -lt 100 ]; do i=$((i+1))
echo open >"$f"; chmod 644 "$f"; ${to(0o600, CANARY)}; ${done}
rm -f "$f"; ${to(0o600, CANARY)}; ${done}; rm -f "$f"
done; touch ${path.replace(/[^/]*$/, 'stop')}`
}

for (const shell of shells)
  t.test(`nobody else ever reads what becomes private: ${shell.join(' ')}`, async t => {
    const place = mkdtempSync('/tmp/mokt-spied-')
    chmodSync(place, 0o755)
    t.teardown(() => rmSync(place, { recursive: true }))
    const spy = spawn(process.execPath, ['-e', SPY, place], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    await new Promise<void>(resolve =>
      spy.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
        resolve()
      }),
    )
    const end = new Promise(resolve => spy.once('close', resolve))
    const writer = spawn(shell[0]!, [...shell.slice(1)], { stdio: ['pipe', 'pipe', 'pipe'] })
    let wrong = ''
    for (const stream of [writer.stdout, writer.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (wrong += text))
    writer.stdin.end(rounds(join(place, 'key')))
    await end
    t.equal(wrong, '')
    t.match(said, /ready\nnever, of [1-9]/)
  })

t.test(
  'the controller is killed in the middle of a copy: the old file or the new one, and nothing beside it for long',
  async t => {
    const old = 'o'.repeat(1000)
    await inFolder(
      {
        'site.yml': playOf(['{copy: {src: big, dest: /srv/w/big}}']),
        'files/big': 'n'.repeat(20 * 2 ** 20),
      },
      async folder => {
        let begun = 0
        for (let round = 0; round < 10; round++) {
          await on(`printf ${old} >/srv/w/big`)
          const main = spawn(
            process.execPath,
            [MAIN, 'run', join(folder, 'site.yml'), '-i', inventory, '--output', 'jsonl'],
            { stdio: ['ignore', 'pipe', 'inherit'] },
          )
          await new Promise<void>(resolve =>
            main.stdout
              .setEncoding('utf8')
              .on('data', (text: string) => text.includes('change.start') && resolve())
              .once('end', () => resolve()),
          )
          await sleep(round * 25)
          main.kill('SIGKILL')
          if ((await on('ls -A /srv/w')).includes('.mokplay.')) begun++
          let left = 'something'
          for (let tries = 0; tries < 100 && left !== ''; tries++) {
            left = await on('ls -A /srv/w | grep mokplay; ps -eo args | grep "[m]ok_write" || true')
            if (left !== '') await sleep(100)
          }
          t.equal(left, '', 'nothing is left')
          t.match(
            await on('stat -c %s /srv/w/big; head -c 1 /srv/w/big'),
            /^(1000\no|20971520\nn)$/,
          )
        }
        t.ok(begun > 0, `killed ${begun} times while the new file was there beside the old one`)
      },
    )
  },
)
