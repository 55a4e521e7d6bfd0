// Code beside a playbook is run only where nobody else could have put it.
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { inFolder, runMokplay } from '../support/run-mokplay.ts'

const MODULE = `import { writeFileSync } from 'node:fs'
writeFileSync(new URL('../loaded', import.meta.url), '')
import { defineModule } from 'mokplay/kit'
export default defineModule({ name: 'own', summary: 'Nothing.', args: {}, predicts: 'full', reads: () => ({}), plan: () => [] })
`
const files = {
  'site.yml': '- hosts: localhost\n  gather_facts: false\n  tasks: [{own: {}}]\n',
  'modules/own.ts': MODULE,
  'modules/deep/index.ts': MODULE.replace("'own'", "'deep'").replace('../loaded', '../../loaded'),
}
const run = (folder: string) =>
  runMokplay(folder, ['run', join(folder, 'site.yml'), '--output', 'classic'])

t.test('modules that only their owner can write are loaded', t =>
  inFolder(files, async folder => t.equal((await run(folder)).code, 0)),
)

for (const [place, mode] of [
  ['modules', 0o777],
  ['modules', 0o775],
  ['modules/own.ts', 0o646],
  ['modules/own.ts', 0o664],
  ['modules/deep', 0o777],
  ['modules/deep/index.ts', 0o666],
  ['.', 0o777],
] as const)
  t.test(`none is loaded where others may write to ${place} (${mode.toString(8)})`, t =>
    inFolder(files, async folder => {
      chmodSync(join(folder, place), mode)
      const { code, err } = await run(folder)
      t.equal(code, 1)
      t.match(err, /modules in ".*" are not loaded: others can write to .*\n[^]*chmod go-w /)
      const { readdirSync } = await import('node:fs')
      t.notOk(readdirSync(folder).includes('loaded'), 'no line of it ran')
    }),
  )
