// Inventories beside the real one: what mokplay prints is what ansible-inventory prints, byte for byte.
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { source } from '../../src/base/source.ts'
import { readYaml } from '../../src/lang/read-yaml.ts'
import { noReal, startReal } from '../support/real-programs.ts'
import { root } from '../support/root.ts'
import { inFolder, runMokplay } from '../support/run-mokplay.ts'

type Case = {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  /** Instead of the first of the files. */
  readonly sources?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Why ours is other. */
  readonly differs?: string
}

const VIEWS = [['--list'], ['--list', '--yaml', '--export'], ['--graph', '--vars']]

const path = join(root, 'test/cli/beside/inventories.yml')
const cases = readYaml(source(path, readFileSync(path, 'utf8'))).value as readonly Case[]

// Run by itself it would end after half a minute.
t.setTimeout(600_000)

void t.test('inventories', { skip: noReal(), jobs: 2, timeout: 600_000 }, async t => {
  const real = startReal()
  t.teardown(() => real.end())
  t.ok(cases.length >= 30, 'there are enough of them')
  for (const { name, files, sources, args = [], env, differs } of cases)
    void t.test(name, { timeout: 600_000 }, async t => {
      await inFolder(files, async folder => {
        for (const file of Object.keys(files))
          chmodSync(join(folder, file), file.endsWith('.sh') ? 0o755 : 0o644)
        const words = (sources ?? Object.keys(files).slice(0, 1)).flatMap(each => ['-i', each])
        let same = true
        for (const view of VIEWS) {
          const all = [...words, ...args, ...view]
          const [wanted, { out, err, code }] = await Promise.all([
            real.ask(folder, ['ansible-inventory', ...all], env),
            runMokplay(folder, ['inventory', ...all], { env: { HOME: folder, ...env } }),
          ])
          const found = code === 0 ? out : 'refused\n'
          const expected = wanted.code === 0 ? wanted.out : 'refused\n'
          if (differs === undefined) t.equal(found, expected, `${view.join(' ')}\n${err}`)
          same &&= found === expected
        }
        if (differs !== undefined) t.not(same, true, `it differs: ${differs}`)
      })
    })
})
