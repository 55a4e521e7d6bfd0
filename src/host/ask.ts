// Many questions → one script; its reply → answers. Each kind answers its batch in a subshell between random marks.
import { assignments, quote } from '../base/shell.ts'
import type { Answer } from '../model/change.ts'
import type { Facts, Probe } from '../model/module.ts'
import { hangsOnEnvironment, kindOf } from './kinds.ts'
import { keyOf } from './key.ts'

/** Questions of one kind that one subshell answers. */
export type Batch = { readonly kind: string; readonly probes: readonly Probe[] }

/** Command lines have an end: more paths than this go into a second process. */
const MOST = 400

/** Sorts questions into batches by kind. The same question twice is asked once, in its deepest form. */
export const batches = (probes: Iterable<Probe>): readonly Batch[] => {
  const kinds = new Map<string, Map<string, Probe>>()
  for (const probe of probes) {
    const of = kinds.get(probe.kind) ?? new Map<string, Probe>()
    kinds.set(probe.kind, of)
    const had = of.get(keyOf(probe))
    of.set(keyOf(probe), had ? deeper(had, probe) : probe)
  }
  return [...kinds].flatMap(([kind, of]) => {
    const all = [...of.values()]
    return Array.from({ length: Math.ceil(all.length / MOST) }, (_, part) => ({
      kind,
      probes: all.slice(part * MOST, (part + 1) * MOST),
    }))
  })
}

/** The form of a question that serves both askers. */
const deeper = (a: Probe, b: Probe): Probe => {
  const wants = ['attrs', 'digest', 'text']
  const want =
    wants[Math.max(wants.indexOf(String(a.ask?.['want'])), wants.indexOf(String(b.ask?.['want'])))]
  const unless = a.ask?.['unless'] === b.ask?.['unless'] ? a.ask?.['unless'] : undefined
  const ask = { ...a.ask, ...b.ask, ...(want !== undefined && { want }) }
  const { unless: _both, ...rest } = ask as Record<string, unknown>
  return { kind: a.kind, id: a.id, ask: unless === undefined ? rest : { ...rest, unless } }
}

/**
 * The script that asks. `mark` is random, so that nothing a host holds can look like it. The environment is given to
 * those questions whose answers may hang on it.
 */
export const askScript = (
  of: readonly Batch[],
  mark: string,
  facts: Facts,
  environment: Readonly<Record<string, string>> = {},
): string =>
  of
    .map(({ kind, probes }) => {
      const exports = hangsOnEnvironment(kind) ? exportsOf(environment) : ''
      return `printf '\\036%s\\n' ${quote(mark)}\n(\n${exports}${kindOf(kind).script(probes, facts)}\n) 2>/dev/null </dev/null`
    })
    .join('\n')

/** What is asked is read in one language, and with the programs of the system at hand. */
const exportsOf = (environment: Readonly<Record<string, string>>): string => {
  const { PATH: path, ...rest } = environment
  const kept = Object.entries(rest).filter(([name]) => !/^(?:LC_.*|LANG|LANGUAGE)$/.test(name))
  const words = assignments(Object.fromEntries(kept))
  return [
    ...(words === '' ? [] : [`export ${words.trimEnd()}\n`]),
    ...(path === undefined ? [] : [`PATH=${quote(path)}:$PATH\n`]),
  ].join('')
}

/** The answers in a reply to the script (one character a byte), by key. */
export const readAnswers = (
  of: readonly Batch[],
  mark: string,
  facts: Facts,
  reply: string,
): ReadonlyMap<Probe, Answer> => {
  const parts = reply.split(`\x1e${mark}\n`).slice(1)
  const answers = new Map<Probe, Answer>()
  of.forEach((batch, index) => {
    const part = parts[index]
    const found = part === undefined ? [] : kindOf(batch.kind).parse(part, batch.probes, facts)
    batch.probes.forEach((probe, order) => {
      answers.set(probe, found[order] ?? { failed: 'the host did not answer the question' })
    })
  })
  return answers
}
