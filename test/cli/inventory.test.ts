// What the inventory command prints is what ansible-inventory printed for the same files: test/inventories holds
// its answers. ask-ansible.sh there asks again.
import { Command } from 'commander'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { addInventory } from '../../src/cli/commands/inventory.ts'
import { clock, random } from '../../src/cli/edges/node.ts'
import { loadInventory } from '../../src/lang/inventory.ts'
import { matchHosts } from '../../src/work/hosts.ts'
import { realExec, realFiles } from '../support/inventory-edges.ts'
import { root } from '../support/root.ts'

const folder = join(root, 'test/inventories')
const cases = readdirSync(folder, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name)

const linesOf = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line !== '')

const sourcesOf = (name: string): string[] => {
  const list = join(folder, name, 'sources')
  return existsSync(list)
    ? linesOf(list)
    : readdirSync(join(folder, name, 'in')).filter(file => file.startsWith('hosts'))
}

const run = async (cwd: string, words: readonly string[]) => {
  let out = ''
  let err = ''
  let code = -1
  const program = new Command()
  addInventory(program, {
    files: realFiles,
    exec: realExec,
    env: { get: () => undefined, all: () => ({}) },
    clock,
    random,
    cwd,
    home: '/root',
    ask: undefined,
    out: text => (out += text),
    err: text => (err += text),
    exit: given => (code = given),
  })
  await program.parseAsync(['inventory', ...words], { from: 'user' })
  return { out, err, code }
}

const ARGS: Readonly<Record<string, readonly string[]>> = {
  'list.json': ['--list'],
  'export.json': ['--list', '--export'],
  'list.yaml': ['--list', '--yaml'],
  'graph.txt': ['--graph'],
  'graph-vars.txt': ['--graph', '--vars'],
}

for (const name of cases) {
  t.test(`${name} prints as ansible-inventory prints it`, async t => {
    const cwd = join(folder, name, 'in')
    const sources = sourcesOf(name).flatMap(source => ['-i', source])
    for (const file of readdirSync(join(folder, name, 'expected'))) {
      const host = join(folder, name, 'host')
      const args = file === 'host.json' ? ['--host', readFileSync(host, 'utf8').trim()] : ARGS[file]
      if (!args) continue
      const { out, err, code } = await run(cwd, [...sources, ...args])
      t.equal(out, readFileSync(join(folder, name, 'expected', file), 'utf8'), `${file}\n${err}`)
      t.equal(code, 0)
    }
  })
}

t.test('patterns choose the hosts that Ansible chooses, in its order', async t => {
  const cwd = join(folder, 'patterns/in')
  const { inventory } = loadInventory(['hosts'], { files: realFiles, exec: realExec, cwd })
  for (const line of linesOf(join(folder, 'patterns/expected/patterns.tsv'))) {
    const [pattern = '', hosts = ''] = line.split('\t')
    t.equal(matchHosts(pattern, inventory).hosts.join(','), hosts, pattern)
  }
})

t.test('a limit leaves other hosts out, and begins a graph where it is told to', async t => {
  const cwd = join(folder, 'patterns/in')
  const { out } = await run(cwd, ['-i', 'hosts', '--graph', 'web', '-l', 'web[0:1]'])
  t.equal(out, '@web:\n  |--web1\n  |--web2\n')
})

t.test('wrong input is told on the error channel, with code 1 and nothing else', async t => {
  const cwd = join(folder, 'patterns/in')
  for (const [words, wanted] of [
    [['-i', 'hosts'], 'one of --list, --graph and --host'],
    [['-i', 'host', '--list'], 'did you mean "hosts"?'],
    [['-i', 'hosts', '--graph', 'wbe'], 'did you mean "web"?'],
    [['-i', 'hosts', '--host', 'web'], 'must name one host, not 4'],
  ] as const) {
    const { out, err, code } = await run(cwd, words)
    t.equal(out, '')
    t.equal(code, 1)
    t.match(err, wanted)
  }
})
