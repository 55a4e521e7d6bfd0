import t from 'tap'
import { desk } from '../support/program.ts'
import { lacks } from '../support/programs.ts'

t.setTimeout(300_000)

const HOSTS = 'one ansible_connection=local\ntwo ansible_connection=local\n'
const SITE = `
- hosts: one
  gather_facts: false
  tasks:
    - command: echo {{ db_password }}
      register: said
    - copy: {src: secret.txt, dest: "{{ playbook_dir }}/copied"}
    - debug: {msg: "{{ db_password.nothing.more }}"}
      ignore_errors: true
    - assert: {that: [said.stdout == "correct horse"]}
`

/** A desk with vaulted files: the password of host one's is pw1, of two's pw2. */
const vaultedDesk = async () => {
  const at = desk({
    p1: 'pw1\n',
    p2: 'pw2\n',
    hosts: HOSTS,
    'site.yml': SITE,
    'host_vars/one.yml': 'db_password: correct horse\n',
    'host_vars/two.yml': 'other: 1\n',
    'files/secret.txt': 'battery staple\n',
  })
  t.teardown(at.remove)
  for (const words of ['p1 host_vars/one.yml files/secret.txt', 'p2 host_vars/two.yml']) {
    const [password = '', ...files] = words.split(' ')
    const ended = await at.run(['vault', 'encrypt', ...files, '--vault-password-file', password])
    t.equal(ended.code, 0, ended.err)
  }
  return at
}

t.test('a run opens what it needs, and says nothing of it', async t => {
  const at = await vaultedDesk()
  for (const output of ['classic', 'jsonl', 'auto']) {
    const words = ['run', 'site.yml', '-i', 'hosts', '--vault-password-file', 'p1', '-D', '-vvv']
    const { code, out, err } = await at.run([...words, '--output', output])
    t.equal(code, 0, `${out}${err}`)
    t.notMatch(out + err, /correct horse|battery staple|pw1/, output)
  }
})

t.test('without the password nothing begins, and the place is told', async t => {
  const at = await vaultedDesk()
  const { code, out, err } = await at.run(['run', 'site.yml', '-i', 'hosts'])
  t.equal(code, 1)
  t.equal(out, '')
  t.match(err, /^host_vars\/one\.yml:1:1: error: the file is encrypted with vault, and no password/)
  t.notMatch(err, /host_vars\/two\.yml/, 'nobody asked for that host')
  const wrong = await at.run(['check', 'site.yml', '-i', 'hosts', '--vault-id', 'dev@p2'])
  t.match(wrong, { code: 1, err: /none of the passwords fits; tried: "dev"/ })
})

t.test(
  'an inventory is shown with its vaulted files opened and its vaulted values closed',
  async t => {
    const at = await vaultedDesk()
    const value = await at.run(['vault', 'encrypt-string', 'x', '-n', 'a', '--vault-id', 'p1'])
    at.write({ 'host_vars/two.yml': value.out })
    const words = ['inventory', '-i', 'hosts', '--vault-id', 'p1', '--list']
    const json = JSON.parse((await at.run(words)).out) as { _meta: { hostvars: object } }
    t.match(json._meta.hostvars, {
      one: { db_password: 'correct horse' },
      two: { a: { __ansible_vault: /^\$ANSIBLE_VAULT;1\.1;AES256\n/ } },
    })
    t.match(
      (await at.run([...words, '--yaml'])).out,
      /a: !vault \|\n +\$ANSIBLE_VAULT;1\.1;AES256\n/,
    )
    t.match(await at.run(['inventory', '-i', 'hosts', '--host', 'one']), {
      code: 1,
      err: /^host_vars\/one\.yml:1:1: error/,
    })
  },
)

t.test(
  'at a terminal the password is asked for, and not shown',
  { skip: lacks('script') },
  async t => {
    const at = await vaultedDesk()
    const words = [
      'run',
      'site.yml',
      '-i',
      'hosts',
      '--vault-id',
      'dev@prompt',
      '--output',
      'classic',
    ]
    const running = at.startAtTerminal(words)
    await running.says('Vault password (dev): ')
    running.child.stdin?.write('pw1\n')
    const { code, out } = await running.ended
    t.equal(code, 0, out)
    t.match(out, /failed=0/)
    t.notMatch(out, /pw1/)
  },
)
