// test/differences.md lists every known difference to ansible-core, out of the cases that show them: those of modules
// (test/differential) and those of playbooks (test/engine/language, test/differential/language). UPDATE=1 writes it anew.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { allCases } from './differential/case.ts'
import { languageCases } from './differential/language-case.ts'
import { root } from './support/root.ts'

const path = join(root, 'test/differences.md')

const OPENING = `# What differs from Ansible, and why

Written from the cases that show it, by \`UPDATE=1 npm test -- dist/test/differences.test.js\`. A difference that is not
listed here fails a test; one that is gone must leave its case.
`

type Row = readonly [string, string, string]

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const table = (rows: readonly Row[]): string =>
  [
    '| where | what differs | why |',
    '| --- | --- | --- |',
    ...rows.map(row => `| ${row.map(cell).join(' | ')} |`),
  ].join('\n')

const modules = (): Row[] =>
  allCases().flatMap(({ module, differs = {}, cases }) => [
    ...Object.entries(differs).map(([what, why]): Row => [`\`${module}\``, words(what), why]),
    ...cases.flatMap(of =>
      Object.entries(of.differs ?? {}).map(([what, why]): Row => [
        `\`${module}\`: ${of.case}`,
        words(what),
        why,
      ]),
    ),
  ])

/** What a difference's name in a case means. */
const words = (name: string): string =>
  ({
    'end state': 'the end state',
    changed: 'whether it counts as a change',
    again: 'whether the second time counts as a change',
    failed: 'whether it fails',
    forecast: 'what the dry run says',
  })[name] ?? `the return value \`${name}\``

const language = (): Row[] =>
  languageCases().flatMap(({ area, cases }) =>
    cases.flatMap((of): Row[] => (of.differs === undefined ? [] : [[area, of.case, of.differs]])),
  )

t.test('the list of differences is what the cases say', async t => {
  const text = `${OPENING}\n## Modules\n\n${table(modules())}\n\n## Playbooks\n\n${table(language())}\n`
  if (process.env['UPDATE']) writeFileSync(path, text)
  t.equal(existsSync(path) ? readFileSync(path, 'utf8') : '', text)
})
