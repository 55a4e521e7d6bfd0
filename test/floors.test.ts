// The floors of the house: who may import whom, which packages, and what of Node. The table is the rule; whoever needs
// a new line in it says why.
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import t from 'tap'
import { root } from './support/root.ts'

type Room = {
  /** Rooms that it imports: each with the reason where it is not simply a floor below. */
  readonly rooms: Readonly<Record<string, string>>
  /** Packages: each with the only file that may import it, and what for. '' is any file. */
  readonly packages?: Readonly<Record<string, readonly [file: string, what: string]>>
  /** Parts of Node. `any`: this room is an edge of the house, where it meets the machine. */
  readonly node: 'any' | readonly string[]
}

const BASE = { base: 'tools that have never heard of hosts' }
const TYPES = { ...BASE, model: 'the types of the house' }
/** Paths are texts, digests are sums: no files and no chance. */
const PURE = ['node:path', 'node:path/posix', 'node:crypto']

const ROOMS: Readonly<Record<string, Room>> = {
  base: { rooms: {}, packages: { diff: ['text-diff.ts', 'Myers’ algorithm'] }, node: PURE },
  model: { rooms: BASE, node: [] },

  lang: {
    rooms: TYPES,
    packages: { yaml: ['', 'texts to values with places'] },
    node: PURE,
  },
  template: {
    rooms: TYPES,
    packages: {
      nunjucks: ['nunjucks.ts', 'its lexer and parser; its runtime is not used'],
      yaml: ['yaml-read.ts', 'the filter from_yaml'],
      jmespath: ['jmespath/parse.ts', 'its parser; its evaluation is not used'],
      'ipaddr.js': ['ip/address.ts', 'reading addresses of IPv6'],
      bcryptjs: ['password-hash.ts', 'the filter password_hash'],
    },
    // nunjucks.ts loads CommonJS files; regular expressions of users are stopped by a script's time limit.
    node: [...PURE, 'node:module', 'node:vm'],
  },
  host: { rooms: TYPES, node: PURE },
  kit: { rooms: TYPES, node: PURE },
  modules: { rooms: { kit: 'all that a module may import' }, node: [] },

  work: {
    rooms: { ...TYPES, lang: 'its trees, and inventories that grow in a run' },
    node: PURE,
  },
  registry: {
    rooms: { ...TYPES, kit: 'tasks that act on the run are defined like modules' },
    packages: {
      ajv: ['args.ts', 'arguments held to their schemas'],
      jiti: ['load.ts', 'modules beside a playbook are TypeScript'],
    },
    // Loading code is what it is for, and import() takes no bytes.
    node: [...PURE, 'node:fs', 'node:url'],
  },
  transport: {
    rooms: TYPES,
    packages: {
      ssh2: ['', 'the protocol'],
      'p-queue': ['turns.ts', 'how many connections are made at once'],
    },
    node: 'any',
  },

  engine: {
    rooms: {
      ...TYPES,
      work: 'what is to be done, and for whom',
      registry: 'arguments that templates filled in are checked again',
      host: 'what is known of a host, and the scripts that ask and act',
      template: 'the values that a template gives',
      kit: 'the refusals and failures that modules throw',
      lang: 'files that the playbook includes on the way',
    },
    // Archives of the controller are unpacked in memory, as sums over bytes.
    node: [...PURE, 'node:zlib'],
  },
  report: {
    rooms: TYPES,
    packages: { 'cli-table3': ['table.ts', 'the table at the end'] },
    node: PURE,
  },
  sandbox: {
    rooms: TYPES,
    packages: { ssh2: ['', 'a server where no sshd is installed'] },
    node: 'any',
  },

  project: {
    rooms: {
      ...TYPES,
      lang: 'reads',
      template: 'evaluates',
      registry: 'finds modules',
      work: 'matches and layers',
      host: 'remembers',
      engine: 'runs: this room only joins the others',
    },
    packages: { 'p-queue': ['world.ts', 'how many hosts are at work at once'] },
    node: PURE,
  },
  cli: {
    rooms: {
      ...TYPES,
      project: 'opens and joins',
      engine: 'runs',
      report: 'shows',
      transport: 'reaches hosts',
      sandbox: 'makes hosts',
      registry: 'shows modules',
      lang: 'reads -e and inventories',
      template: 'evaluates inventories',
      work: 'lists hosts',
    },
    packages: { commander: ['', 'words'] },
    node: 'any',
  },
  'index.ts': {
    rooms: {
      ...TYPES,
      project: 'opens',
      engine: 'runs',
      report: 'shows',
      transport: 'reaches hosts',
    },
    node: [],
  },
  'main.ts': { rooms: { cli: 'the program' }, node: [] },
}

/** Files that are programs of their own, and so have nobody to give an error to. */
const PROGRAMS = ['src/sandbox/supervisor.ts']

const IMPORT =
  /^(?:import|export)\s+(?:type\s+)?(?:[\w$]+|\*(?:\s+as\s+\w+)?|(?:\w+,\s*)?\{[^}]*\})\s+from\s+'([^']+)'|^import\s+'([^']+)'|\b(?:import|require|load)\('([^']+)'\)/gm

const filesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory()
      ? filesOf(posix.join(folder, entry.name))
      : entry.name.endsWith('.ts')
        ? [posix.join(folder, entry.name)]
        : [],
  )

const roomOf = (file: string): string =>
  file.startsWith('modules/') ? 'modules' : (file.split('/')[1] ?? '')

const sources = [...filesOf('src'), ...filesOf('modules')].map(file => {
  const text = readFileSync(join(root, file), 'utf8')
  const imports = [...text.matchAll(IMPORT)].map(
    ([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '',
  )
  return { file, text, imports }
})

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

/** Why a file may not import this; undefined when it may. */
const objection = (file: string, name: string): string | undefined => {
  const here = roomOf(file)
  const room = ROOMS[here]
  if (!room) return `the room ${here} is not in the table`
  if (name.startsWith('node:'))
    return room.node === 'any' || room.node.includes(name) ? undefined : `${here} is no edge`
  if (!name.startsWith('.')) {
    const allowed = room.packages?.[packageOf(name)]
    const where = `src/${here}/${allowed?.[0] ?? ''}`
    return allowed && (allowed[0] === '' || file === where)
      ? undefined
      : 'the package is not listed for it'
  }
  const target = posix.join(posix.dirname(file), name)
  const there = roomOf(target)
  if (here === 'modules') {
    const own = file.split('/').slice(0, 2).join('/')
    if (target === 'src/kit/index.ts' || target.startsWith(`${own}/`)) return undefined
    return 'a module imports the kit and its own folder'
  }
  return there === here || there in room.rooms ? undefined : `${here} may not know ${there}`
}

t.test('imports go down, and only to what the table lists', async t => {
  t.ok(sources.length > 100, 'the sources were found')
  const wrong = sources.flatMap(({ file, imports }) =>
    imports.flatMap(name => {
      const why = objection(file, name)
      return why === undefined ? [] : [`${file} imports ${name}: ${why}`]
    }),
  )
  t.same(wrong, [])
})

t.test('what the table allows is used', async t => {
  const used = new Set(
    sources.flatMap(({ file, imports }) =>
      imports.map(name =>
        name.startsWith('.')
          ? `${roomOf(file)} ${roomOf(posix.join(posix.dirname(file), name))}`
          : `${roomOf(file)} ${packageOf(name)}`,
      ),
    ),
  )
  const common = new Set(Object.keys(TYPES))
  const idle = Object.entries(ROOMS).flatMap(([name, { rooms, packages = {} }]) =>
    [...Object.keys(rooms).filter(room => !common.has(room)), ...Object.keys(packages)]
      .filter(what => !used.has(`${name} ${what}`))
      .map(what => `${name} does not use ${what}`),
  )
  t.same(idle, [])
})

t.test('no rooms stand in a circle', async t => {
  const circle = (room: string, path: readonly string[]): string[] =>
    path.includes(room)
      ? [[...path, room].join(' → ')]
      : Object.keys(ROOMS[room]?.rooms ?? {}).flatMap(next => circle(next, [...path, room]))
  t.same(
    Object.keys(ROOMS).flatMap(room => circle(room, [])),
    [],
  )
})

t.test('pure rooms look at no clock, no dice and no process', async t => {
  const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|(?<![\w.])process\./
  const edges = Object.entries(ROOMS)
    .filter(([, { node }]) => node === 'any')
    .map(([name]) => name)
  const pure = sources.filter(({ file }) => !edges.includes(roomOf(file)) && file !== 'src/main.ts')
  t.same(
    pure.filter(({ text }) => impure.test(withoutComments(text))).map(({ file }) => file),
    [],
  )
})

t.test('only cli prints, and nobody ends the process', async t => {
  const prints = sources.filter(
    ({ file, text }) =>
      roomOf(file) !== 'cli' &&
      !PROGRAMS.includes(file) &&
      /\bconsole\.\w/.test(withoutComments(text)),
  )
  t.same(
    prints.map(({ file }) => file),
    [],
  )
  const ends = sources.filter(
    ({ file, text }) => !PROGRAMS.includes(file) && /\bprocess\.exit\(/.test(withoutComments(text)),
  )
  t.same(
    ends.map(({ file }) => file),
    [],
  )
})

t.test('no file is longer than 300 lines', async t => {
  const long = sources.filter(({ text }) => text.split('\n').length > 301).map(({ file }) => file)
  t.same(long, [])
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
