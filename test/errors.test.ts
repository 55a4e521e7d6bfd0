// The corpus of wrong playbooks: each folder's site.yml gives the frames of its expected.txt. Rewritten by UPDATE=1
// and read in review. Every code has its folder, and no folder shows a code that nobody raises.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import t from 'tap'
import { checkFolder } from './support/check-folder.ts'
import { root } from './support/root.ts'

const corpus = join(root, 'test', 'errors')
/** Inventories, their files of variables and host patterns are read by a runner of their own, which owns their texts. */
const APART = ['inventory', 'vars-file', 'hosts']
/** The one case that is about having no playbook. */
const WITHOUT = 'playbook/missing'

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })

const folders = [
  ...new Set(
    filesBelow(corpus)
      .filter(path => path.endsWith('/site.yml') || relative(corpus, dirname(path)) === WITHOUT)
      .map(dirname)
      .filter(folder => !APART.includes(relative(corpus, folder).split('/')[0] ?? '')),
  ),
].sort()

for (const folder of folders) {
  t.test(relative(corpus, folder), async t => {
    const path = join(folder, 'expected.txt')
    const text = checkFolder(folder)
    if (process.env['UPDATE']) writeFileSync(path, text)
    t.equal(text, readFileSync(path, 'utf8'))
  })
}

const CODE =
  /'((?:yaml|playbook|play|role|block|task|keyword|args|loop|vars|import|handler|files|template)\/[a-z-]+)'/g

/** Codes that need a bomb to be raised: their tests make one. */
const BOMBS = [
  'playbook/too-big',
  'playbook/too-deep',
  'yaml/too-big',
  'yaml/too-deep',
  'yaml/too-many',
]

t.test('every code of the room has a folder, and every folder shows its code', async t => {
  const lang = filesBelow(join(root, 'src', 'lang')).filter(
    path => !/\/(?:inventory[^/]*|vars-files|ranges)\.ts$/.test(path),
  )
  const raised = new Set(
    lang.flatMap(path => [...readFileSync(path, 'utf8').matchAll(CODE)].map(match => match[1]!)),
  )
  const shown = new Set<string>()
  for (const folder of folders)
    for (const [, code] of readFileSync(join(folder, 'expected.txt'), 'utf8').matchAll(
      / \[([a-z-]+\/[a-z-]+)\]$/gm,
    ))
      shown.add(code!)
  t.same(
    [...raised].filter(code => !shown.has(code) && !BOMBS.includes(code)),
    [],
    'codes without a folder',
  )
  for (const code of shown)
    t.ok(raised.has(code) || /^(?:template|vault)\//.test(code), `${code} is raised in src/lang`)
  for (const folder of folders) {
    const name = relative(corpus, folder)
    if (name.includes('/') && readFileSync(join(folder, 'expected.txt'), 'utf8').trim() !== '')
      t.ok(
        [...shown].some(code => name.startsWith(code) || code.startsWith('yaml/')),
        name,
      )
  }
})
