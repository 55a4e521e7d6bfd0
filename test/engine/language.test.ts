// The language of playbooks, case by case, on local hosts: test/engine/language/*.yml say what each run must come to.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { source } from '../../src/base/source.ts'
import { readYaml } from '../../src/lang/read-yaml.ts'
import { root } from '../support/root.ts'
import { eventsOf, inFolder, runMokplay } from '../support/run-mokplay.ts'
import { linesOf, traceText } from './trace.ts'

type Case = {
  readonly case: string
  readonly play: string
  readonly files?: Readonly<Record<string, string>>
  readonly inventory?: string
  readonly args?: readonly string[]
  readonly free?: boolean
  /** What the run comes to, as ansible-core 2.14 has it; see trace.ts. */
  readonly trace: string
  /** Why it comes to something else here. */
  readonly differs?: string
  readonly exit?: number
  /** A part of what stands on the error stream or in a diagnostic. */
  readonly says?: string
}

const HOSTS = ['web1', 'web2', 'db1', 'new1', 'localhost']
const INVENTORY =
  'all: {vars: {ansible_connection: local}, children: {web: {hosts: {web1: , web2: }}, db: {hosts: {db1: }}}}\n'

const folder = join(root, 'test/engine/language')

for (const file of readdirSync(folder).filter(name => name.endsWith('.yml'))) {
  const { value, diagnostics } = readYaml(source(file, readFileSync(join(folder, file), 'utf8')))
  void t.test(file.replace('.yml', ''), async t => {
    t.same(diagnostics, [])
    for (const each of value as readonly Case[]) {
      await t.test(each.case, async t => {
        await inFolder(
          { 'hosts.yml': each.inventory ?? INVENTORY, 'site.yml': each.play, ...each.files },
          async folder => {
            const words = [
              'run',
              join(folder, 'site.yml'),
              '-i',
              join(folder, 'hosts.yml'),
              '--output',
              'jsonl',
              ...(each.args ?? []).map(String),
            ]
            const ran = await runMokplay(folder, words)
            const found = traceText(linesOf(eventsOf(ran)), HOSTS, each.free).replaceAll(
              folder,
              'DIR',
            )
            t.equal(found, each.trace, ran.err)
            t.equal(ran.code, each.exit ?? 0)
            if (each.says !== undefined) t.match(ran.err + ran.out, each.says)
          },
        )
      })
    }
  })
}
