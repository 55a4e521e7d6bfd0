// The playbooks that we show to others: each is checked, and run on disposable hosts as `npm run demo` does it.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { check, up } from '../src/sandbox/sandbox.ts'
import { newDir, run, type Said } from './sandbox/support.ts'
import { root } from './support/root.ts'

type Told = {
  readonly status: string
  readonly diffs: readonly unknown[]
  readonly items?: readonly Told[]
}
type Task = {
  readonly name: string
  readonly module: string
  readonly results: Readonly<Record<string, Told>>
}
type Document = {
  readonly plays: readonly { readonly tasks: readonly Task[] }[]
  readonly recap: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const program = fileURLToPath(new URL('../src/main.js', import.meta.url))
const mokplay = (...words: string[]): Promise<Said> => run(process.execPath, [program, ...words])
const playbook = (name: string): string => join(root, 'playbooks', name, 'site.yml')
const described = join(root, 'inventories/three-nodes.yml')

/** What each host was told to change, task by task. */
const changesOf = ({ plays }: Document): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(
    plays.flatMap(({ tasks }) =>
      tasks.flatMap(({ name, results }) =>
        Object.entries(results).map(([host, { diffs, items = [] }]) => [
          `${name} on ${host}`,
          [diffs, items.map(item => item.diffs)],
        ]),
      ),
    ),
  )

/** Why hosts failed, from whatever was printed. */
const reasonsIn = (out: string): string =>
  [...new Set(out.match(/"reason": "[^\n]*/g) ?? [])].join(' ')

/** On CI there is no excuse. */
const noSandbox = process.env['CI'] ? false : (check() ?? false)

const names = readdirSync(join(root, 'playbooks')).filter(name => existsSync(playbook(name)))

for (const name of names)
  t.test(`${name} has no mistakes`, async t => {
    const { code, err } = await mokplay('check', '-i', described, playbook(name))
    t.equal(err, '')
    t.equal(code, 0)
  })

for (const name of names)
  t.test(
    `${name} changes what its dry run said, and then nothing`,
    { skip: noSandbox },
    async t => {
      const { inventory } = await up({ count: 3, prefix: 'node', dir: newDir() })
      const play = async (...words: string[]): Promise<Document> => {
        const ran = await mokplay(
          'run',
          '--output',
          'json',
          ...words,
          '-i',
          described,
          '-i',
          inventory,
          playbook(name),
        )
        t.equal(ran.code, 0, `${ran.err} ${reasonsIn(ran.out)}`)
        return JSON.parse(ran.out) as Document
      }
      const dry = await play('--check')
      const real = await play()
      const again = await play()

      t.same(changesOf(real), changesOf(dry), 'the run did what the dry run said')
      for (const host of ['node1', 'node2', 'node3']) {
        t.ok(real.recap[host]!['changed']! > 0, `${host} was changed`)
        t.equal(again.recap[host]!['changed'], 0, `${host} is as it should be`)
      }
      const unknown = dry.plays.flatMap(({ tasks }) =>
        tasks.filter(task =>
          Object.values(task.results).some(({ status }) => status === 'unknown'),
        ),
      )
      // An `assert` on the output of a command is what only the run can tell.
      t.same(
        [...new Set(unknown.map(({ module }) => module))],
        name === 'prepare-node' ? ['assert'] : [],
      )
    },
  )
