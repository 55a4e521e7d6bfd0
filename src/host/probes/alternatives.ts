// `alternatives NAME`: a group of programs that can stand for one command, as Debian and Red Hat display it. The
// program tells of one group at a time.
import { quote } from '../../base/shell.ts'
import type { AlternativesAnswer } from '../../model/answers.ts'
import { fits } from '../fits.ts'
import { absent, known, utf8, type Kind } from '../kind.ts'

type Choice = AlternativesAnswer['choices'][string]

/** What `--display` prints, in the C locale. Red Hat names no links: neither the group's nor those of subcommands. */
export const parseAlternatives = (text: string): AlternativesAnswer | undefined => {
  const mode = /\s-\s(?:status is )?(auto|manual)(?: mode|\.)$/m.exec(text)?.[1]
  if (mode === undefined) return undefined
  const current = /^\s*link currently points to (.*)$/m.exec(text)?.[1]
  const link = /^\s*link (?!best\b|currently\b)\S+ is (.*)$/m.exec(text)?.[1]
  const links = new Map(
    [...text.matchAll(/^\s*(?:slave|follower) (\S+) is (.*)$/gm)].map(([, name, at]) => [
      name!,
      at!,
    ]),
  )
  const choices: Record<string, Choice> = {}
  for (const [, path, priority, rest] of text.matchAll(
    /^(\/.*) - (?:family \S+ )?priority (-?\d+)((?:\n\s+(?:slave|follower) .*)*)/gm,
  ))
    choices[path!] = {
      priority: Number(priority),
      subcommands: [...rest!.matchAll(/^\s+(?:slave|follower) (.*?): (.*)$/gm)]
        .filter(([, , target]) => target !== '(null)')
        .map(([, name, target]) => {
          const at = links.get(name!)
          return { name: name!, path: target!, ...(at !== undefined && { link: at }) }
        }),
    }
  return {
    mode: mode as 'auto' | 'manual',
    ...(link !== undefined && { link }),
    ...(current !== undefined && { current }),
    choices,
  }
}

/** What every tool tells, in one order. */
const essence = ({ mode, current, choices }: AlternativesAnswer): object => ({
  mode,
  current,
  choices: Object.fromEntries(
    Object.entries(choices).map(([path, { priority, subcommands }]) => [
      path,
      { priority, ...Object.fromEntries(subcommands.map(each => [` ${each.name}`, each.path])) },
    ]),
  ),
})

export const alternativesKind: Kind<AlternativesAnswer> = {
  kind: 'alternatives',
  script: probes =>
    probes.map(({ id }) => `printf '\\035'; update-alternatives --display ${quote(id)}`).join('\n'),
  parse: (text, probes) => {
    const parts = utf8(text).split('\x1d').slice(1)
    return probes.map((_probe, index) => {
      const answer = parseAlternatives(parts[index] ?? '')
      return answer ? known(answer) : absent
    })
  },
  same: (promised, found) => fits(essence(promised), essence(found)),
  show: ({ mode, link, current, choices }) => ({
    ...(link !== undefined && { link: String(link) }),
    mode: String(mode),
    current: String(current ?? '(none)'),
    ...Object.fromEntries(
      Object.entries(choices).map(([path, { priority, subcommands }]) => [
        path,
        [`priority ${priority}`, ...subcommands.map(each => `${each.name} ${each.path}`)].join(
          ', ',
        ),
      ]),
    ),
  }),
}
