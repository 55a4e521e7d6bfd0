// What of Ansible there is: for each keyword, filter, test, lookup and module full, partial (what lacks), or not planned
// (why). Made of the tables that the program itself goes by.
import { KEYWORDS, type Keyword } from '../../src/lang/keywords.ts'
import type { AnyModule, Arg } from '../../src/model/module.ts'
import { CONTROL_MODULES } from '../../src/registry/controls.ts'
import { pluginCoverage } from '../../src/template/coverage.ts'
import { lookupNames } from '../../src/template/lookups/index.ts'

type Row = {
  readonly name: string
  readonly state: 'full' | 'partial' | 'not planned'
  readonly note?: string | undefined
}

const code = (text: string): string => `\`${text}\``
const list = (words: readonly string[]): string => words.map(code).join(', ')

const keywordRow = ([name, keyword]: readonly [string, Keyword]): Row => {
  if (keyword.ignored) return { name, state: 'not planned', note: keyword.about }
  const lacks = keyword.laterChoices
  return lacks ? { name, state: 'partial', note: `lacks ${list(lacks)}` } : { name, state: 'full' }
}

/** Modules of ansible-core that are left out. */
const NO_MODULES: Readonly<Record<string, string>> = {
  expect: 'a program that asks is answered by `stdin` of `command`, or by its own options',
  subversion: 'no playbook of the corpus uses it; `command` does',
  sysvinit: '`service` does it on hosts without systemd',
}

/** Lookups that playbooks use, and that are left out. */
const NO_LOOKUPS: Readonly<Record<string, string>> = {
  'community.general.dig': 'asks the network for more than names; `pipe` with dig does it',
  'community.general.passwordstore': '`pipe` with pass does it',
  'community.hashi_vault.hashi_vault': 'needs its own client; `pipe` with vault does it',
}

const lackingIn = ({ args, unsupported = {} }: AnyModule): readonly string[] => [
  ...Object.keys(unsupported),
  ...Object.entries(args as Readonly<Record<string, Arg>>)
    .filter(([, { schema }]) => schema['later'] !== undefined)
    .map(([name]) => name),
]

const moduleRows = (modules: readonly AnyModule[]): readonly Row[] => [
  ...[...modules, ...CONTROL_MODULES].flatMap(module => {
    const lacks = lackingIn(module)
    return [module.name, ...(module.aliases ?? [])].map((name): Row =>
      lacks.length === 0
        ? { name, state: 'full' }
        : { name, state: 'partial', note: `lacks ${list(lacks)}` },
    )
  }),
  ...Object.entries(NO_MODULES).map(([name, note]): Row => ({ name, state: 'not planned', note })),
]

const lookupRows: readonly Row[] = [
  ...lookupNames().map((name): Row => ({ name, state: 'full' })),
  ...Object.entries(NO_LOOKUPS).map(([name, note]): Row => ({ name, state: 'not planned', note })),
]

const pluginRows = (kind: 'filter' | 'test'): readonly Row[] =>
  pluginCoverage()
    .filter(row => row.kind === kind)
    .map(({ collection, name, state, note }) => ({
      name: collection === 'ansible.builtin' ? name : `${collection}.${name}`,
      state,
      note,
    }))

/** A table of one kind: those that are full in one line, the others each with a reason. */
const table = (what: string, rows: readonly Row[]): string => {
  const sorted = [...rows].sort((a, b) => (a.name < b.name ? -1 : 1))
  const full = sorted.filter(({ state }) => state === 'full')
  const others = sorted.filter(({ state }) => state !== 'full')
  return [
    `| ${what} | state | what lacks, or why not |`,
    '| --- | --- | --- |',
    `| ${list(full.map(({ name }) => name))} | full | |`,
    ...others.map(
      ({ name, state, note = '' }) =>
        `| ${code(name)} | ${state} | ${note.replaceAll('|', '\\|')} |`,
    ),
  ].join('\n')
}

/** The whole, as Markdown. */
export const coverage = (modules: readonly AnyModule[]): string =>
  [
    '### Keywords',
    table('keyword', Object.entries(KEYWORDS).map(keywordRow)),
    '### Filters',
    table('filter', pluginRows('filter')),
    '### Tests',
    table('test', pluginRows('test')),
    '### Lookups',
    'Each is also a loop: `with_NAME`.',
    table('lookup', lookupRows),
    '### Modules',
    table('module', moduleRows(modules)),
  ].join('\n\n')
