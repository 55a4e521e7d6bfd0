// Ten thousand broken playbooks: bytes flipped, parts cut and doubled, lines swapped, tokens thrown in. Whatever the
// text, loading and checking end in diagnostics, never in an exception.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import t from 'tap'
import { check, framesOf } from '../support/check-folder.ts'
import { memoryFiles } from '../support/folder-files.ts'
import { root } from '../support/root.ts'

const ROUNDS = 10_000

/** A generator of numbers below 1 that gives the same ones each time (mulberry32). */
const generator = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let bits = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
}

const TOKENS = [
  '- ',
  ': ',
  '\n',
  '{{ ',
  ' }}',
  '{% if x %}',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  '&a ',
  '*a',
  '!vault ',
  '|\n',
  '>-\n',
  '#',
  '\t',
  '\0',
  '<<: *a',
  'when: ',
  'loop: ',
  'block:',
  'hosts: ',
  'tasks:',
  'import_tasks: site.yml',
  'import_playbook: site.yml',
  'roles: [nginx]',
  'include_role: name=nginx',
  'vars: ',
  'null',
  '~',
  '0644',
  '\ud800',
  '__proto__: 1',
  'constructor',
  'a=b',
  "a='b",
  'local_action: ',
  'args: ',
  'register: ',
  '? ',
  '---\n',
  '%YAML 1.1\n',
  '\u2028',
  'é',
  '=',
  '\\',
  '{{ item }}',
  'with_items: ',
  'listen: ',
  'notify: ',
]

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })

/** Folders with a site.yml, as path → text. */
const seeds = (folder: string): readonly Record<string, string>[] =>
  filesBelow(join(root, folder))
    .filter(path => path.endsWith('/site.yml'))
    .sort()
    .map(site => {
      const base = join(site, '..')
      return Object.fromEntries(
        filesBelow(base).map(path => [relative(base, path), readFileSync(path, 'utf8')]),
      )
    })

const mutate = (text: string, random: () => number): string => {
  const at = (): number => Math.floor(random() * (text.length + 1))
  const cut = (): [number, number] => {
    const from = at()
    return [from, Math.min(text.length, from + Math.floor(random() * 40))]
  }
  switch (Math.floor(random() * 6)) {
    case 0: {
      const place = at()
      const flipped = String.fromCharCode(
        text.charCodeAt(place) ^ (1 << Math.floor(random() * 8)) || 10,
      )
      return text.slice(0, place) + flipped + text.slice(place + 1)
    }
    case 1: {
      const [from, to] = cut()
      return text.slice(0, from) + text.slice(to)
    }
    case 2: {
      const [from, to] = cut()
      return text.slice(0, to) + text.slice(from)
    }
    case 3: {
      const lines = text.split('\n')
      const [a, b] = [Math.floor(random() * lines.length), Math.floor(random() * lines.length)]
      ;[lines[a], lines[b]] = [lines[b]!, lines[a]!]
      return lines.join('\n')
    }
    case 4: {
      const place = at()
      return text.slice(0, place) + (random() < 0.5 ? '  ' : ' ') + text.slice(place)
    }
    default: {
      const place = at()
      return text.slice(0, place) + TOKENS[Math.floor(random() * TOKENS.length)] + text.slice(place)
    }
  }
}

t.test('no text makes loading or checking throw', async t => {
  const random = generator(20261121)
  const all = [...seeds('test/errors'), ...seeds('test/lang/playbooks')]
  let withDiagnostics = 0
  for (let round = 0; round < ROUNDS; round++) {
    const texts = { ...all[round % all.length] }
    const names = Object.keys(texts)
    for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
      const name = random() < 0.7 ? 'site.yml' : names[Math.floor(random() * names.length)]!
      texts[name] = mutate(texts[name]!, random)
    }
    try {
      if (framesOf(check(memoryFiles(texts))) !== '') withDiagnostics++
    } catch (problem) {
      t.fail(`round ${round}: ${(problem as Error).stack}\n${JSON.stringify(texts)}`)
      break
    }
  }
  t.ok(withDiagnostics > ROUNDS / 2, `${withDiagnostics} of them had something to say`)
})
