// What the READMEs say of modules is what the modules say of themselves. `npm run docs` writes it anew.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fileArgs } from '../src/kit/index.ts'
import type { AnyModule, Arg } from '../src/model/module.ts'
import { CONTROL_MODULES } from '../src/registry/controls.ts'
import { builtInModules } from '../src/registry/load.ts'
import { modulesUsed } from './servers/used.ts'
import { coverage } from './support/coverage.ts'
import { root } from './support/root.ts'

type Marks = readonly [begin: string, end: string]
const MODULES: Marks = ['<!-- modules: written by `npm run docs` -->', '<!-- end of modules -->']
const COVERAGE: Marks = ['<!-- coverage: written by `npm run docs` -->', '<!-- end of coverage -->']

const onServers = modulesUsed()

const byName = (modules: readonly AnyModule[]): AnyModule[] =>
  [...modules].sort((a, b) => (a.name < b.name ? -1 : 1))

const code = (text: string): string => `\`${text}\``
const cell = (text: string): string => text.replaceAll('|', '\\|')
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n')

/** What check mode and --diff show, by how much a module can tell beforehand. */
const SHOWS = {
  full: ['all changes', 'before and after'],
  partial: ['what is known; the rest as unknown', 'before and after of what is known'],
  no: ['that it would act', 'the command lines'],
} as const

/** Arguments that must be given stand bold, those of all files as one. */
const argsOf = (module: AnyModule): string => {
  const args = Object.entries(module.args as Readonly<Record<string, Arg>>)
  const common = Object.keys(fileArgs)
  const ofFiles = common.every(name => args.some(([own]) => own === name))
  const shown = args
    .filter(([name]) => !ofFiles || !common.includes(name))
    .map(([name, { schema }]) => (schema['required'] === true ? `**${name}**` : name))
  return [...shown, ...(ofFiles ? ['*attributes*'] : [])].join(', ')
}

const nameOf = ({ name, aliases }: AnyModule): string =>
  [name, ...(aliases ?? [])].map(code).join(', ')

const short = (modules: readonly AnyModule[]): string =>
  table(
    ['module', 'what it does'],
    modules.map(module => [nameOf(module), module.summary]),
  )

const long = (modules: readonly AnyModule[]): string =>
  [
    table(
      [
        'module',
        'what it does',
        'predicts',
        'check mode',
        'diff',
        'needs on the host',
        'proved on',
      ],
      modules.map(module => [
        nameOf(module),
        module.summary,
        module.predicts,
        ...SHOWS[module.predicts],
        module.needs ?? 'sh',
        provedOn(module),
      ]),
    ),
    '',
    '## Arguments',
    '',
    table(
      ['module', 'arguments'],
      modules.map(module => [nameOf(module), argsOf(module)]),
    ),
    '',
    '## Tasks that act on the run',
    '',
    'These are no modules of a host, but are written like one.',
    '',
    table(
      ['task', 'what it does', 'arguments'],
      byName(CONTROL_MODULES).map(module => [nameOf(module), module.summary, argsOf(module)]),
    ),
    '',
    '## Arguments of Ansible that are not done yet',
    '',
    ...modules.flatMap(({ name, unsupported }) =>
      Object.entries(unsupported ?? {}).map(([arg, why]) => `- ${code(name)} ${code(arg)}: ${why}`),
    ),
  ].join('\n')

/** The images of booted hosts on which test/servers applies a module, and finds nothing to do the second time. */
const provedOn = ({ name, aliases = [] }: AnyModule): string => {
  const images = Object.entries(onServers).filter(([, used]) =>
    [name, ...aliases].some(one => used.has(one)),
  )
  return images.map(([image]) => image).join(', ') || 'its cases: the sandbox has no such thing'
}

const modules = byName(await builtInModules())

for (const [file, what, [begin, end], text] of [
  ['README.md', 'the modules', MODULES, short(modules)],
  ['README.md', 'what there is of Ansible', COVERAGE, coverage(modules)],
  ['modules/README.md', 'the modules', MODULES, long(modules)],
] as const)
  t.test(`${file} tells of ${what} as it is: else run \`npm run docs\``, async t => {
    const path = join(root, file)
    const now = readFileSync(path, 'utf8')
    const [before, rest = ''] = now.split(begin)
    const after = rest.split(end)[1]
    t.ok(before && after, `${file} has the marks ${begin} and ${end}`)
    const wanted = `${before}${begin}\n\n${text}\n\n${end}${after}`
    if (process.env['UPDATE']) writeFileSync(path, wanted)
    else t.equal(now, wanted)
  })

t.test('the module that README.md shows is the one that runs', async t => {
  const module = readFileSync(join(root, 'playbooks/welcome/modules/welcome.ts'), 'utf8')
  t.ok(readFileSync(join(root, 'README.md'), 'utf8').includes(`\`\`\`ts\n${module}\`\`\``))
})
