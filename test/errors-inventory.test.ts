// Every mistake an inventory can hold, and the exact text it is answered with: test/errors/<area>/<code>/ has the
// broken input and expected.txt. A folder's name may go on after a dot where one code has several cases.
// `UPDATE=1` rewrites the texts.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Diagnostic } from '../src/base/diagnostic.ts'
import { frame } from '../src/base/frame.ts'
import { source } from '../src/base/source.ts'
import { loadInventory } from '../src/lang/inventory.ts'
import { inventoryFolders, openVarsFiles } from '../src/lang/vars-files.ts'
import { matchHosts } from '../src/work/hosts.ts'
import { hostLayers } from '../src/work/inventory-layers.ts'
import { realExec, realFiles } from './support/inventory-edges.ts'
import { root } from './support/root.ts'

const AREAS = ['inventory', 'vars-file', 'hosts']

const textOf = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8').replace(/\n$/, '') : undefined

/** All that is wrong with the inventory of a folder, as the user reads it. */
const complaints = (cwd: string): string => {
  const inputs = readdirSync(cwd).filter(name => name.startsWith('hosts'))
  const values = textOf(join(cwd, 'sources'))?.split('\n') ?? inputs
  const { inventory, diagnostics, sources } = loadInventory(values, {
    files: realFiles,
    exec: realExec,
    cwd,
  })
  const varsFiles = openVarsFiles(realFiles, cwd)
  const folders = {
    of: varsFiles.of,
    inventory: inventoryFolders(inventory, realFiles),
    playbook: [],
  }
  for (const host of inventory.hosts.values()) hostLayers(host, inventory, folders)
  const found: Diagnostic[] = [...diagnostics, ...varsFiles.diagnostics]
  const all = [...sources, ...varsFiles.sources]
  const pattern = textOf(join(cwd, 'pattern'))
  if (pattern !== undefined) {
    all.push(source('pattern', pattern))
    const span = { file: 'pattern', from: 0, to: pattern.length }
    const limit = textOf(join(cwd, 'limit'))
    found.push(
      ...matchHosts(pattern, inventory, { span, limit, files: realFiles, cwd }).diagnostics,
    )
  }
  return found
    .map(one => `${frame(one, file => all.find(text => text.file === file))}\n`)
    .join('\n')
}

for (const area of AREAS)
  for (const name of readdirSync(join(root, 'test/errors', area)))
    t.test(`${area}/${name} is told as expected`, async t => {
      const cwd = join(root, 'test/errors', area, name)
      const text = complaints(cwd)
      const expected = join(cwd, 'expected.txt')
      if (process.env.UPDATE) writeFileSync(expected, text)
      t.equal(text, readFileSync(expected, 'utf8'))
      t.match(text, `[${area}/${name.split('.')[0]}]`, 'the code is the name of the folder')
    })
