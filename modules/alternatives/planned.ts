// How a group of alternatives will be after an act.
import { unknown } from '../../src/kit/index.ts'
import type { AlternativesAnswer } from '../../src/kit/index.ts'

type Choice = AlternativesAnswer['choices'][string]
export type Subcommand = Choice['subcommands'][number]

/** The same in any order. Red Hat does not tell the links, so a missing one is no difference. */
export const equalParts = (had: readonly Subcommand[], wanted: readonly Subcommand[]): boolean =>
  had.length === wanted.length &&
  wanted.every(part =>
    had.some(
      each =>
        each.name === part.name &&
        each.path === part.path &&
        (each.link === undefined || each.link === part.link),
    ),
  )

type Act = {
  readonly path: string
  /** The choice as it will be; undefined to take it away. */
  readonly choice?: Choice | undefined
  readonly mode?: 'auto' | 'manual'
}

/** The one with the highest priority; nothing where two are equal. */
const best = (choices: AlternativesAnswer['choices']): string | undefined => {
  const ranked = Object.entries(choices).sort(([, a], [, b]) => b.priority - a.priority)
  return ranked[0]?.[1].priority === ranked[1]?.[1].priority ? undefined : ranked[0]?.[0]
}

/** The group after an act; nothing is left of one without choices. */
export const planned = (
  now: AlternativesAnswer | undefined,
  { path, mode, ...act }: Act,
): AlternativesAnswer | undefined => {
  const { [path]: had, ...others } = now?.choices ?? {}
  const choice = 'choice' in act ? act.choice : had
  const choices = choice ? { ...others, [path]: choice } : others
  if (Object.keys(choices).length === 0) return undefined
  const goes = choice === undefined && now?.current === path
  const will = mode ?? (goes ? 'auto' : (now?.mode ?? 'auto'))
  const current =
    will === 'manual'
      ? mode === 'manual'
        ? path
        : now?.current
      : (best(choices) ?? (unknown('which of two equal programs is chosen') as never))
  return {
    mode: will,
    ...(now?.link !== undefined && { link: now.link }),
    ...(current !== undefined && { current }),
    choices,
  }
}
