// `npm run bench`: measures what the engine costs, and writes the table of README.md. Times depend on the machine, so
// the table knows only ratios; the unit is the CPU of a node process that does nothing.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measured, median, program, type Used } from './child.ts'
import { lineOf, startFleet } from './fleet.ts'
import { costsOf } from './profile.ts'
import { bigInventory, bigTree, mixedPlay } from './projects.ts'
import { writeTable, type Row } from './table.ts'

const HOSTS = 200
const MOKPLAY = program('../src/main.js')
const folder = mkdtempSync(join(tmpdir(), 'mokplay-bench-'))
const root = join(folder, 'root')
const place = (name: string): string => {
  mkdirSync(join(folder, name), { recursive: true })
  return join(folder, name)
}

type Ran = {
  readonly changed: number
  readonly failed: number
  readonly cpu: number
  readonly sends: number
  readonly rss: number
}
const engine = async (...words: string[]): Promise<Ran> => {
  const used = await measured(folder, [program('engine.js'), ...words])
  const ran = JSON.parse(used.out.trim().split('\n').at(-1) ?? '') as Ran
  if (ran.failed > 0) throw new Error(`tasks failed: ${used.out}`)
  return ran
}

/** Makes the hosts converge with a real sh, and tapes the run after that. */
const taped = async (tasks: number): Promise<string> => {
  const tape = join(folder, `tape-${tasks}`)
  const { playbook, inventory } = mixedPlay(place(`play-${tasks}`), root, tasks, 1, () => '')
  await engine('record', tape, playbook, inventory)
  const { changed } = await engine('record', tape, playbook, inventory)
  if (changed > 0) throw new Error('the play does not converge')
  return tape
}

const rows: Row[] = []
const row = (what: string, ratio: number, unit: string): void => {
  rows.push({ what, ratio, unit })
  process.stdout.write(`${what}: ${ratio.toPrecision(3)} ${unit}\n`)
}
const starts = 'node starts'

const measureEngine = async (unit: number): Promise<void> => {
  for (const [tasks, hosts] of [
    [100, HOSTS],
    [30, HOSTS],
    [300, 1],
    [1000, 1],
  ] as const) {
    const tape = await taped(tasks)
    const { playbook, inventory } = mixedPlay(place(`play-${tasks}`), root, tasks, hosts, () => '')
    const ran = await engine('replay', tape, playbook, inventory)
    const all = tasks * hosts
    row(`engine alone, ${hosts} × ${tasks} tasks`, ran.cpu / unit, starts)
    row(
      `engine alone, ${hosts} × ${tasks} tasks: 1000 tasks`,
      (ran.cpu / all) * (1000 / unit),
      starts,
    )
    process.stdout.write(
      `  (here: ${(ran.cpu / hosts).toFixed(2)} ms a host, ${(ran.cpu / all).toFixed(3)} ms a task, ${ran.rss >> 10} MiB, ${ran.sends / hosts} requests a host)\n`,
    )
  }
}

const measureWire = async (unit: number): Promise<void> => {
  for (const tasks of [100, 30]) {
    const tape = await taped(tasks)
    const fleet = await startFleet(folder, tape, HOSTS)
    try {
      const { playbook, inventory } = mixedPlay(place(`wire-${tasks}`), root, tasks, HOSTS, index =>
        lineOf(fleet, index),
      )
      const floor = await measured(folder, [
        program('floor.js'),
        tape,
        String(fleet.port),
        String(HOSTS),
        fleet.known,
        fleet.key,
      ])
      await fleet.counted()
      const ran = await measured(folder, [
        MOKPLAY,
        'run',
        '--output',
        'lines',
        '--forks',
        String(HOSTS),
        '-i',
        inventory,
        playbook,
      ])
      const { connections, requests } = await fleet.counted()
      const own = (ran.cpu - floor.cpu) / HOSTS
      row(`by ssh, ${HOSTS} × ${tasks} tasks`, ran.cpu / unit, starts)
      row(
        `by ssh, ${HOSTS} × ${tasks} tasks: over the same requests without engine`,
        ran.cpu / floor.cpu,
        'times',
      )
      row(`by ssh, ${HOSTS} × ${tasks} tasks: requests per host`, requests / connections, '')
      row(
        `by ssh, ${HOSTS} × ${tasks} tasks: peak memory over an idle node's`,
        ran.rss / idle.rss,
        'times',
      )
      process.stdout.write(
        `  (here: ${own.toFixed(2)} ms a host beyond SSH's own ${(floor.cpu / HOSTS).toFixed(2)} ms, ${ran.rss >> 10} MiB, ${connections} connections)\n`,
      )
    } finally {
      fleet.stop()
    }
  }
}

const measureRest = async (unit: number): Promise<void> => {
  const tree = bigTree(place('tree'), 500, 5000)
  const small = mixedPlay(place('small'), root, 10, 1, () => '')
  const fleet = bigInventory(place('fleet'), 10_000)
  const mokplay = (...words: string[]): Promise<Used> =>
    median(3, () => measured(folder, [MOKPLAY, ...words]))
  const yaml = await measured(folder, [
    program('yaml.js'),
    join(folder, 'tree'),
    join(folder, 'tree/tasks'),
  ])
  const yamlFleet = await measured(folder, [program('yaml.js'), join(folder, 'fleet')])
  row('mokplay --version', (await mokplay('--version')).cpu / unit, starts)
  row(
    'check of 10 tasks',
    (await mokplay('check', '-i', small.inventory, small.playbook)).cpu / unit,
    starts,
  )
  const checked = await mokplay('check', '-i', tree.inventory, tree.playbook)
  row('check of 500 files, 5,000 tasks', checked.cpu / unit, starts)
  row(
    'check of 500 files, 5,000 tasks: over the YAML parser alone',
    checked.cpu / yaml.cpu,
    'times',
  )
  row(
    "check of 500 files, 5,000 tasks: peak memory over an idle node's",
    checked.rss / idle.rss,
    'times',
  )
  const listed = await mokplay('inventory', '--list', '-i', fleet)
  row('inventory of 10,000 hosts', listed.cpu / unit, starts)
  row('inventory of 10,000 hosts: over the YAML parser alone', listed.cpu / yamlFleet.cpu, 'times')
  const { ours, theirs, renders } = JSON.parse(
    (await measured(folder, [program('templates.js')])).out,
  ) as { ours: number; theirs: number; renders: number }
  row('10,000 templates', (ours / renders) * (10_000 / unit), starts)
  row("templates over nunjucks' own, compiled", ours / theirs, 'times')
}

/** Where the time of the first row goes, by a profile of it. */
const profiled = async (): Promise<readonly string[]> => {
  const { playbook, inventory } = mixedPlay(place('play-100'), root, 100, HOSTS, () => '')
  const profiles = place('profiles')
  await measured(
    folder,
    [program('engine.js'), 'replay', join(folder, 'tape-100'), playbook, inventory],
    ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
  )
  const [file = ''] = readdirSync(profiles)
  const { files } = costsOf(readFileSync(join(profiles, file), 'utf8'))
  return files.slice(0, 6).map(({ name, share }) => `${Math.round(share * 100)} % ${name}`)
}

mkdirSync(root)
const idle = await median(5, () => measured(folder, ['-e', '0']))
try {
  await measureEngine(idle.cpu)
  await measureWire(idle.cpu)
  await measureRest(idle.cpu)
  writeTable(rows, await profiled())
} finally {
  rmSync(folder, { recursive: true })
}
