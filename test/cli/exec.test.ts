// `mokplay exec` beside Ansible's program for one task: the same text, the same exit codes.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { noReal, startReal } from '../support/real-programs.ts'
import { inFolder, runMokplay as runIn, type How } from '../support/run-mokplay.ts'

/** Playbooks are found from the working folder of the process. */
const runMokplay = (folder: string, words: readonly string[], how: How = {}) => {
  process.chdir(folder)
  return runIn(folder, words, { ...how, env: { HOME: folder, ...how.env } })
}
t.teardown(() => process.chdir('/'))

// Run by itself it would end after half a minute.
t.setTimeout(600_000)

const FILES = {
  hosts:
    '[web]\nweb1\nweb2\n[all:vars]\nansible_connection=local\nansible_python_interpreter=/usr/bin/python3\n',
  'group_vars/web.yml': 'color: red',
}

/** Words behind the pattern and -i; all of them end as Ansible's, and print the same. */
const SAME: readonly (readonly string[])[] = [
  ['web', '-m', 'ping', '-f', '1'],
  ['web1', '-a', 'echo hi'],
  ['web1', '-m', 'shell', '-a', 'echo out; echo err >&2; exit 3'],
  ['web1', '-m', 'shell', '-a', 'echo out; echo err >&2', '-o'],
  ['web1', '-m', 'shell', '-a', 'printf "a\\nb\\n"'],
  ['web1', '-a', 'true'],
  ['web1', '-m', 'debug', '-a', 'msg="{{ inventory_hostname }} {{ color }} {{ x }}"', '-e', 'x=3'],
  ['web1', '-m', 'debug', '-a', '{"msg": "a b"}'],
  ['web1', '-m', 'fail', '-a', 'msg=broken'],
  ['web1', '-m', 'set_fact', '-a', 'a=1'],
  ['web1', '-m', 'ping', '-o'],
  ['web1', '-m', 'stat', '-a', 'path=/nowhere'],
  ['web', '--list-hosts'],
  ['web', '--list-hosts', '-l', 'web2'],
  ['nobody', '-m', 'ping'],
  ['localhost', '-m', 'ping', '-c', 'local', '-e', 'ansible_python_interpreter=/usr/bin/python3'],
]

t.test('beside the real program', { skip: noReal(), timeout: 600_000 }, async t => {
  const real = startReal()
  t.teardown(() => real.end())
  await inFolder(FILES, async folder => {
    for (const words of SAME) {
      const all = [words[0]!, '-i', 'hosts', ...words.slice(1)]
      const [wanted, ours] = await Promise.all([
        real.ask(folder, ['ansible', ...all]),
        runMokplay(folder, ['exec', ...all], { env: { HOME: folder } }),
      ])
      t.equal(ours.out, wanted.out, `${words.join(' ')}\n${ours.err}`)
      t.equal(ours.code, wanted.code, `code of ${words.join(' ')}`)
    }
  })
})

t.test('hosts that cannot be reached', async t => {
  await inFolder({ hosts: 'far ansible_host=127.0.0.1 ansible_port=1\n' }, async folder => {
    const { out, code } = await runMokplay(folder, ['exec', 'all', '-i', 'hosts', '-m', 'ping'])
    t.match(out, /^far \| UNREACHABLE! => \{\n/)
    t.match(out, '    "unreachable": true\n}\n')
    t.equal(code, 4)
  })
})

t.test('a dry run tells, and shows what differs', async t => {
  await inFolder(FILES, async folder => {
    const words = [
      'exec',
      'web1',
      '-i',
      'hosts',
      '-m',
      'copy',
      '-a',
      'content=new dest=made',
      '-C',
      '-D',
    ]
    const { out, code } = await runMokplay(folder, words)
    t.equal(code, 0)
    t.match(out, '+new')
    t.match(out, 'web1 | CHANGED => {')
    t.notOk(existsSync(join(folder, 'made')))
  })
})

t.test('mistakes are shown in the play that the words mean, and no host is touched', async t => {
  await inFolder(FILES, async folder => {
    const run = (...words: string[]) =>
      runMokplay(folder, ['exec', 'web1', '-i', 'hosts', ...words])
    const unknown = await run('-m', 'pong')
    t.equal(unknown.code, 1)
    t.match(unknown.err, 'error: "pong" is no module that mokplay knows')
    t.match((await run('-m', 'ping', '-a', 'dta=x')).err, 'did you mean "data"?')
    t.match((await run()).err, 'the module command needs arguments')
    t.match((await run('-m', 'shell', '-i', 'site.yml')).err, 'write them behind -a')
  })
})

t.test('--tree keeps the results', async t => {
  await inFolder(FILES, async folder => {
    await runMokplay(folder, ['exec', 'web', '-i', 'hosts', '-m', 'ping', '-t', 'tree'])
    t.same(readdirSync(join(folder, 'tree')).sort(), ['web1', 'web2'])
    t.same(JSON.parse(readFileSync(join(folder, 'tree/web1'), 'utf8')), {
      changed: false,
      ping: 'pong',
    })
  })
})

t.test('what lies here counts only with --playbook-dir', async t => {
  const files = { hosts: FILES.hosts, 'here/group_vars/all.yml': 'size: 3' }
  await inFolder(files, async folder => {
    const words = [
      'exec',
      'web1',
      '-i',
      '../hosts',
      '-m',
      'debug',
      '-a',
      'msg={{ size | default(0) }}',
    ]
    const here = join(folder, 'here')
    t.match((await runMokplay(here, words)).out, '"msg": "0"')
    t.match((await runMokplay(here, [...words, '--playbook-dir', '.'])).out, '"msg": "3"')
  })
})
