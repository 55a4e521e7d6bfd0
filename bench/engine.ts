// One play over hosts without a wire, in a process of its own: the engine alone. Also makes the tape, with a
// real sh. Words: record or replay, the tape, playbook, inventory. Prints one line of JSON.
import { readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import '../src/cli/tuning.ts'
import { clock, env, exec, files, random } from '../src/cli/edges/node.ts'
import { run } from '../src/engine/run.ts'
import { checkProject } from '../src/project/check.ts'
import { openProject } from '../src/project/open.ts'
import { makeWorld } from '../src/project/world.ts'
import { createReporter } from '../src/report/reporters.ts'
import { createTransport } from '../src/transport/transport.ts'
import { readTape, recording, replaying, tapeText, type Tape } from './tape.ts'

const [mode, tapeFile = '', playbook = '', inventory = ''] = process.argv.slice(2)
const edges = { files, exec, clock, random, env, cwd: process.cwd() }
const stop = new AbortController()

const cpu = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const project = await openProject({ playbook, inventory: [inventory] }, edges)
const wrong = checkProject(project).filter(({ severity }) => severity === 'error')
if (wrong.length > 0) throw new Error(wrong.map(project.frameOf).join('\n'))

const tape: Tape = mode === 'record' ? new Map() : readTape(readFileSync(tapeFile, 'utf8'))
let sends = 0
let bytes = 0
const transport =
  mode === 'record'
    ? recording(createTransport({ clock, random, signal: stop.signal }), tape)
    : replaying(tape, () => (sends += 1))
const out = {
  write: (text: string) => void (bytes += text.length),
  isTTY: false,
  columns: () => 80,
  rows: () => 24,
  env: () => undefined,
}
const reporter = createReporter('lines', out, {
  verbosity: 0,
  diff: true,
  clock,
  find: project.find,
})
const options = {
  check: false,
  diff: true,
  forks: 200,
  select: { tags: [], skip: [] },
  become: {},
  verbosity: 0,
  address: { home: homedir(), ...(mode === 'record' && { connection: 'local' }) },
}
const world = makeWorld(project, { ...edges, transport }, options, [reporter], stop.signal)
const began = cpu()
const { recap } = await run(world)
const spent = cpu() - began
await transport.close()
if (mode === 'record') writeFileSync(tapeFile, tapeText(tape))
const all = Object.values(recap)
const sum = (of: 'ok' | 'changed' | 'failed' | 'unreachable' | 'skipped'): number =>
  all.reduce((total, counts) => total + counts[of], 0)
const counts = {
  ok: sum('ok'),
  changed: sum('changed'),
  failed: sum('failed') + sum('unreachable'),
  skipped: sum('skipped'),
}
process.stdout.write(
  `${JSON.stringify({ ...counts, cpu: spent, sends, bytes, rss: process.resourceUsage().maxRSS })}\n`,
)
