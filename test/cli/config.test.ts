// `mokplay config`: what holds, and where it comes from.
import t from 'tap'
import { inFolder, runMokplay } from '../support/run-mokplay.ts'

const FILES = { 'ansible.cfg': '[defaults]\nforks = 7\nroles_path = more\n' }
const ENV = { HOME: '/nowhere', ANSIBLE_TIMEOUT: '4' }

t.test('values are shown with their origin', async t => {
  await inFolder(FILES, async folder => {
    const { out, code } = await runMokplay(folder, ['config', '--origin', '--only-changed'], {
      env: ENV,
    })
    t.equal(code, 0)
    t.equal(
      out.replaceAll(folder, 'DIR').replaceAll(/ +#/g, ' #'),
      'forks = 7 # ansible.cfg:2:9\nroles_path = DIR/more # ansible.cfg:3:14\ntimeout = 4 # ANSIBLE_TIMEOUT\n'
        .replace('forks =', 'forks      =')
        .replace('timeout =', 'timeout    ='),
    )
  })
})

t.test('one setting by its key or its name, as text or JSON', async t => {
  await inFolder(FILES, async folder => {
    const run = (...words: string[]) => runMokplay(folder, ['config', ...words], { env: ENV })
    t.equal((await run('forks')).out, 'forks = 7\n')
    t.same(JSON.parse((await run('DEFAULT_FORKS', '--json')).out), [
      { name: 'DEFAULT_FORKS', key: 'forks', value: 7, origin: 'ansible.cfg:2:9' },
    ])
    const wrong = await run('fork')
    t.equal(wrong.code, 1)
    t.match(wrong.err, 'did you mean "forks"?')
  })
})

t.test('the list tells what there is, the view what the files say', async t => {
  await inFolder(FILES, async folder => {
    const run = (...words: string[]) => runMokplay(folder, ['config', ...words], { env: ENV })
    const { out } = await run('list')
    t.match(out, 'forks: Hosts at work at once')
    t.match(out, 'MOKPLAY_FORKS, ANSIBLE_FORKS')
    t.notMatch(out, 'cowpath')
    t.match((await run('list', '--all')).out, 'cowpath: no effect here: there are no cows')
    t.equal((await run('view')).out, `# ansible.cfg\n${FILES['ansible.cfg']}`)
  })
})

t.test('wrong settings end every command before it begins', async t => {
  await inFolder(
    { 'ansible.cfg': '[defaults]\nforks = x\n', 'site.yml': '- hosts: all\n' },
    async folder => {
      for (const words of [
        ['run', 'site.yml'],
        ['exec', 'all', '-m', 'ping'],
        ['inventory', '--list'],
        ['config'],
        ['vars', 'localhost'],
      ]) {
        const { code, err } = await runMokplay(folder, words)
        t.equal(code, 1, words.join(' '))
        t.match(
          err,
          'ansible.cfg:2:9: error: "forks" must be a whole number, not "x" [config/value]',
        )
      }
    },
  )
})
