// Flags of ansible-playbook: those that act, those that are let pass, and -e.
import { existsSync, readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { inFolder, runMokplay as runIn, type How } from '../support/run-mokplay.ts'

/** Playbooks are found from the working folder of the process. */
const runMokplay = (folder: string, words: readonly string[], how: How = {}) => {
  process.chdir(folder)
  return runIn(folder, words, { ...how, env: { HOME: folder, ...how.env } })
}
t.teardown(() => process.chdir('/'))

const HOSTS = 'web1 ansible_connection=local\nweb2 ansible_connection=local\n'
const SAY =
  '- hosts: all\n  gather_facts: false\n  tasks:\n    - name: say\n      debug: {msg: hi}\n'
const FILES = { hosts: HOSTS, 'site.yml': SAY }
const WORDS = ['run', 'site.yml', '-i', 'hosts', '--output', 'classic']

t.test(
  'every flag of ansible-playbook is a flag here',
  { skip: !existsSync('/usr/bin/ansible-playbook') },
  async t => {
    const help = execFileSync('/usr/bin/ansible-playbook', ['--help'], { encoding: 'utf8' })
    const options = help.slice(help.indexOf('options:'))
    const flags = [...new Set(options.match(/(?<=[\s,])--?[a-zA-Z][\w-]*/g))].filter(
      flag =>
        !['--check', '--check.', '-vvv', '-vvvv', '-vvvvvv', '-t', '-l', '-R', '-f'].includes(flag),
    )
    t.ok(flags.length > 50)
    for (const flag of flags) {
      // A flag that nobody knows is told as such, whatever stands behind it.
      const { err } = await inFolder(FILES, folder => runMokplay(folder, ['run', flag, '--help']))
      t.notMatch(err, 'unknown option', flag)
    }
  },
)

t.test('flags that have nothing to do are let pass with a note', async t => {
  await inFolder(FILES, async folder => {
    const { code, err } = await runMokplay(folder, [
      ...WORDS,
      '--flush-cache',
      '--scp-extra-args',
      '-l',
      '--sftp-extra-args=-f',
    ])
    t.equal(code, 0)
    t.equal(err.split('\n').filter(line => line.startsWith('note: ')).length, 3)
    t.match(err, 'note: --flush-cache has no effect here: facts are kept for one run only')
  })
})

t.test('old names of flags still lead to them', async t => {
  await inFolder(FILES, async folder => {
    const { code, out } = await runMokplay(folder, [
      'run',
      'site.yml',
      '--inventory-file=hosts',
      '--key-file',
      'id',
      '--output',
      'classic',
    ])
    t.equal(code, 0)
    t.match(out, 'ok: [web2]')
  })
})

t.test('playbooks run in turn, until one ends otherwise than well', async t => {
  const fails = '- hosts: web1\n  gather_facts: false\n  tasks: [{fail: {msg: no}}]\n'
  await inFolder({ ...FILES, 'fails.yml': fails }, async folder => {
    const run = (...playbooks: string[]) =>
      runMokplay(folder, ['run', ...playbooks, '-i', 'hosts', '--output', 'classic'])
    const recaps = ({ out }: { readonly out: string }) => out.split('PLAY RECAP').length - 1
    const both = await run('site.yml', 'site.yml')
    t.same([both.code, recaps(both)], [0, 2])
    const broken = await run('site.yml', 'fails.yml', 'site.yml')
    t.same([broken.code, recaps(broken)], [2, 2])
  })
})

t.test('--step asks for each task; c goes on without asking', async t => {
  const three = `${SAY}    - name: second\n      debug: {msg: b}\n    - name: third\n      debug: {msg: c}\n`
  await inFolder({ ...FILES, 'site.yml': three }, async folder => {
    const asked: string[] = []
    const answers = ['n', 'c']
    const { out } = await runMokplay(folder, [...WORDS, '--step', '-l', 'web1'], {
      ask: question => {
        asked.push(question)
        return Promise.resolve(answers[asked.length - 1] ?? 'n')
      },
    })
    t.same(asked.length, 2)
    t.match(asked[0], /^Perform task: .*say.* \(N\)o\/\(y\)es\/\(c\)ontinue: $/)
    t.notMatch(out, '"msg": "hi"')
    t.match(out, '"msg": "b"')
    t.match(out, '"msg": "c"')
  })
})

t.test('-e that is wrong is shown in its place, with all other mistakes', async t => {
  await inFolder(FILES, async folder => {
    const run = (...values: string[]) =>
      runMokplay(folder, [...WORDS, ...values.flatMap(value => ['-e', value])])
    const { err, code } = await run('a=1 b', '{"c": 1', '@nowhere')
    t.equal(code, 1)
    t.match(err, '-e (1):1:5: error: -e takes name=value, JSON or @file, not "b" [vars/extra]')
    t.match(err, '-e (2):1:8: error:')
    t.match(err, 'error: -e: the file "nowhere" cannot be read [vars/extra]')
    t.match((await run('[1]')).err, '-e:1:1: error: -e takes a mapping')
    t.match((await run("a='x")).err, 'a quote or a {{ does not end')
  })
})

t.test('a module folder that -M names', async t => {
  const module = `import { defineModule } from 'mokplay/kit'
export default defineModule({
  name: 'greet', summary: 'Greet.', args: {}, predicts: 'full',
  reads: () => ({}), plan: () => [], result: () => ({ msg: 'from the folder' }),
})
`
  const play = '- hosts: web1\n  gather_facts: false\n  tasks: [{greet: }]\n'
  await inFolder(
    { hosts: HOSTS, 'plays/site.yml': play, 'mods/greet.ts': module },
    async folder => {
      const run = (...words: string[]) =>
        runMokplay(folder, [
          'run',
          'plays/site.yml',
          '-i',
          'hosts',
          '--output',
          'classic',
          '-v',
          ...words,
        ])
      t.match((await run()).err, '"greet" is no module')
      t.match((await run('-M', 'mods')).out, 'from the folder')
      t.match((await run('--module-path=nowhere:mods')).out, 'from the folder')
    },
  )
})

t.test('retry files name the hosts that failed, and --limit takes them', async t => {
  const play =
    '- hosts: all\n  gather_facts: false\n  tasks: [{fail: {msg: no}, when: "inventory_hostname == \'web2\'"}]\n'
  await inFolder(
    { hosts: HOSTS, 'site.yml': play, 'ansible.cfg': '[defaults]\nretry_files_enabled = 1\n' },
    async folder => {
      const { err } = await runMokplay(folder, WORDS)
      const path = join(folder, 'site.retry')
      t.equal(readFileSync(path, 'utf8'), 'web2\n')
      t.match(err, `--limit @${path}`)
      const { out } = await runMokplay(folder, [...WORDS, '--limit', '@site.retry'])
      t.notMatch(out, 'web1')
    },
  )
})
