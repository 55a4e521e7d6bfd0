import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { frame } from '../../src/base/frame.ts'
import { Sealed } from '../../src/base/sealed.ts'
import { source } from '../../src/base/source.ts'
import { encrypt } from '../../src/base/vault/cipher.ts'
import { Keyring, type Key } from '../../src/base/vault/keyring.ts'
import { readYaml } from '../../src/lang/read-yaml.ts'
import { openVault, shownSource, unlessSealed } from '../../src/lang/vault-files.ts'
import type { Files } from '../../src/model/edge.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { scopeOver } from '../../src/work/vars.ts'

const KEY: Key = { label: 'dev', password: Buffer.from('open sesame') }
const vaulted = (text: string): string =>
  encrypt(Buffer.from(text), KEY.password, Buffer.alloc(32, 1), KEY.label)

const filesOf = (texts: Readonly<Record<string, string>>): Files => ({
  read: path => (texts[path] === undefined ? undefined : Buffer.from(texts[path])),
  list: () => undefined,
  stat: () => undefined,
  realpath: path => path,
})

const open = (texts: Readonly<Record<string, string>>, ...keys: readonly Key[]) =>
  openVault(filesOf(texts), new Keyring(keys))

const indented = (text: string, margin: string): string =>
  text.trimEnd().replaceAll('\n', `\n${margin}`)

t.test('whoever reads a vaulted file reads what is in it', async t => {
  const { files } = open({ '/a': vaulted('plain\n'), '/b': 'b' }, KEY)
  t.equal(String(files.read('/a')), 'plain\n')
  t.match(String(files.read('/a', 'raw')), /^\$ANSIBLE_VAULT/)
  t.equal(String(files.read('/b')), 'b')
  t.equal(files.read('/none'), undefined)
  t.same([files.wasVaulted?.('/a'), files.wasVaulted?.('/b')], [true, false])
})

t.test('a file that no password opens tells of itself where it is read', async t => {
  const { files } = open({ '/a': vaulted('plain') })
  const found = unlessSealed(() => files.read('/a'))
  t.match(found, { sealed: { code: 'vault/no-password', span: { file: '/a', from: 0 } } })
})

t.test('of a file that was vaulted, places are shown and none of its words', async t => {
  const text = 'a: 1\nsecret_word: 2\nsecret_word: [\n'
  const { files } = open({ '/v.yml': vaulted(text) }, KEY)
  const read = source('/v.yml', String(files.read('/v.yml')))
  const shown = shownSource('/v.yml', read, { files, cwd: '/' })
  const second = text.lastIndexOf('secret_word')
  const span = { file: '/v.yml', from: second, to: second + 11 }
  const diagnostic = {
    code: 'yaml/duplicate-key',
    severity: 'error',
    message: 'the key "secret_word" stands here twice, and "else" not',
    hint: 'leave one "secret_word" out',
    span,
  } as const
  const words = frame(diagnostic, () => shown)
  t.equal(
    words,
    '/v.yml:3:1: error: the key "…" stands here twice, and "else" not [yaml/duplicate-key]\n' +
      '  hint: leave one "…" out',
  )
})

t.test('a vaulted value waits until it is used', async t => {
  const text = `a: !vault |\n  ${indented(vaulted('alpha'), '  ')}\nb: !vault "${vaulted('beta').trimEnd().replaceAll('\n', '\\n')}"\n`
  const { value, diagnostics } = readYaml(source('x.yml', text))
  t.same(diagnostics, [])
  const { a, b } = value as Record<string, Sealed>
  t.ok(a instanceof Sealed && b instanceof Sealed)
  const { vault } = open({}, KEY)
  t.equal(vault.open(a!), 'alpha')
  t.equal(vault.open(b!), 'beta')
  const nobody = open({}).vault
  try {
    nobody.open(a!)
    t.fail('it was opened')
  } catch (problem) {
    const { diagnostic } = problem as Mistake
    t.equal(
      frame(diagnostic, () => source('x.yml', text)).split('\n')[0],
      'x.yml:2:3: error: the value is encrypted with vault, and no password was given [vault/no-password]',
    )
  }
})

const scopeOf = (text: string, ...keys: readonly Key[]) => {
  const { files, vault } = open({}, ...keys)
  const templates = createTemplates({
    files,
    vault,
    exec: { run: () => ({ rc: 1, out: '', err: '' }) },
    env: { get: () => undefined, all: () => ({}) },
    random: bytes => new Uint8Array(bytes),
    clock: { monotonic: () => 0, wall: () => 0, sleep: async () => {} },
  })
  const vars = readYaml(source('x.yml', text)).value as Record<string, unknown>
  return { templates, vault, scope: scopeOver([{ vars, trusted: true, from: 'x' }], templates) }
}

const VALUES = `
a: !vault |
  ${indented(vaulted('alpha beta'), '  ')}
list:
  - !vault |
    ${indented(vaulted('{{ no template }}'), '    ')}
  - 2
`

t.test('templates see the text of it', async t => {
  const { templates, scope } = scopeOf(VALUES, KEY)
  const render = (text: string): unknown => templates.render(text, scope)
  t.equal(render('{{ a | upper }} {{ a.split() | length }}'), 'ALPHA BETA 2')
  t.equal(render('{{ list[0] }}'), '{{ no template }}')
  t.equal(scope.get('a'), 'alpha beta')
  t.same(templates.deep({ x: '{{ list }}' }, scope), { x: ['{{ no template }}', 2] })
  t.equal(render('{{ a == "alpha beta" and "beta" in a and list[0] in list }}'), true)
})

t.test('what is only looked at needs no password', async t => {
  const { templates, scope } = scopeOf(VALUES)
  const render = (text: string): unknown => templates.render(text, scope)
  t.equal(render('{{ a is defined and a is vault_encrypted }}'), true)
  t.equal(render('{{ list | length }} {{ list[1] }} {{ list[0] is vault_encrypted }}'), '2 2 True')
  t.throws(() => render('{{ a }}'), /no password was given/)
  t.throws(() => templates.deep({ x: '{{ list }}' }, scope), /no password was given/)
})

t.test('mistakes in templates do not show what was vaulted', async t => {
  const { templates, scope, vault } = scopeOf(`${VALUES}\nplain: of no interest`, KEY)
  const hintOf = (text: string): string | undefined => {
    try {
      templates.render(text, scope)
    } catch (problem) {
      return (problem as Mistake).diagnostic.hint
    }
    return 'nothing was wrong'
  }
  t.match(hintOf('{{ plain.x.y }}'), /where plain = 'of no interest'/)
  t.notMatch(hintOf('{{ a.x.y }}') ?? '', /alpha/)
  t.ok(vault.hides('it was alpha beta'))
  t.equal(vault.secrets.scrub('password alpha beta!'), 'password ********!')
})

t.test('of a vaulted file, what is called like a secret is one', async t => {
  const text = 'db_password: "hunter22"\nuser: somebody\n- api_token=abcdef99\n'
  const { files, vault } = open({ '/v': vaulted(text) }, KEY)
  files.read('/v')
  t.equal(
    vault.secrets.scrub('hunter22 somebody abcdef99'),
    '******** somebody ********',
    'names and ports stand in much that is no secret',
  )
  t.ok(vault.hides('somebody'), 'but no error tells them')
})
