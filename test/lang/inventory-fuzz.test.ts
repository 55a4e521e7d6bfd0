// Broken inventories end in diagnostics, whatever is broken: three thousand of them, the same ones every time.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { loadInventory } from '../../src/lang/inventory.ts'
import { matchHosts } from '../../src/work/hosts.ts'
import { filesOf } from '../support/inventory-edges.ts'
import { root } from '../support/root.ts'

const PIECES = [
  '[',
  ']',
  ':',
  '=',
  '"',
  "'",
  '\\',
  '#',
  '\n',
  '\t',
  '  ',
  '- ',
  '{',
  '}',
  '&a ',
  '*a',
  '!',
  '~',
  ',',
  '[1:3]',
  ':children',
  ':vars',
  'all',
  '\u0000',
  '\uFFFD',
  '{{',
  '|',
  '>',
  '?',
  '---\n',
  '<<: ',
  '999999999999',
  '__proto__',
]

/** Numbers that look random and are the same in every run. */
const numbers =
  (seed: number) =>
  (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }

const folder = join(root, 'test/inventories')
const texts = readdirSync(folder)
  .filter(name => statSync(join(folder, name)).isDirectory())
  .flatMap(name =>
    readdirSync(join(folder, name, 'in'))
      .filter(file => /^hosts(?:\.ya?ml|\.ini|\.json)?$/.test(file))
      .map(file => ({ file, text: readFileSync(join(folder, name, 'in', file), 'utf8') })),
  )

const mutate = (text: string, next: (below: number) => number): string => {
  let broken = text
  for (let left = 1 + next(4); left > 0; left--) {
    const from = next(broken.length + 1)
    const to = Math.min(broken.length, from + next(12))
    const kind = next(4)
    const piece =
      kind === 0 ? '' : kind === 1 ? broken.slice(from, to).repeat(2) : PIECES[next(PIECES.length)]!
    broken = broken.slice(0, from) + piece + broken.slice(kind === 3 ? from : to)
  }
  return broken
}

t.test(
  'three thousand broken inventories throw nothing, and no span begins outside of its text',
  async t => {
    const next = numbers(20261121)
    const exec = { run: () => ({ rc: 1, out: '', err: '' }) }
    for (let round = 0; round < 3000; round++) {
      const { file, text } = texts[next(texts.length)]!
      const broken = mutate(text, next)
      const files = filesOf({ [`/proj/${file}`]: broken })
      try {
        const { inventory, diagnostics } = loadInventory([file], { files, exec, cwd: '/proj' })
        for (const { span, message } of diagnostics)
          if (span && (span.from > span.to || span.to > broken.length + 1))
            t.fail(`a span outside of the text: ${message}`, { broken, span })
        matchHosts(broken.slice(0, 40), inventory)
        for (const host of inventory.hosts.values())
          if (!host.groups.every(group => inventory.groups.has(group)))
            t.fail('a host in no group', { broken })
      } catch (problem) {
        t.fail(String(problem), { broken, stack: (problem as Error).stack ?? '' })
      }
    }
  },
)
