// ufw's rules with one more, or one less, of what ufw said that they would be. Pure.
import { equal, raw, unknown } from '../../src/kit/index.ts'
import type { UfwAnswer, UfwRuleAnswer } from '../../src/kit/index.ts'

type Rules = Pick<UfwAnswer, 'rules' | 'rules6'>

/** The rules afterwards; nothing where they stay as they are. */
export const withRule = (now: Rules, dry: UfwRuleAnswer): Rules | undefined => {
  const { before, after } = dry
  const step = stepOf(before.rules, after.rules)
  const rules = {
    rules: equal(now.rules, before.rules) ? after.rules : moved(now.rules, step),
    rules6: dry.isUnsure
      ? mirrored(now.rules6, step)
      : equal(now.rules6, before.rules6)
        ? after.rules6
        : moved(now.rules6, stepOf(before.rules6, after.rules6)),
  }
  return equal(rules, { rules: raw(now.rules), rules6: raw(now.rules6) }) ? undefined : rules
}

type Step = { readonly gone: readonly string[]; readonly come: readonly string[] }

const stepOf = (before: readonly string[], after: readonly string[]): Step => ({
  gone: before.filter(rule => !after.includes(rule)),
  come: after.filter(rule => !before.includes(rule)),
})

/** The same step from other rules: in a dry run they are no longer those that ufw was asked about. */
const moved = (now: readonly string[], { gone, come }: Step): readonly string[] =>
  come.reduce<readonly string[]>(
    (rules, rule) => {
      const place = rules.findIndex(other => matchOf(other) === matchOf(rule))
      return place === -1 ? [...rules, rule] : rules.with(place, rule)
    },
    now.filter(rule => !gone.includes(rule) || come.some(next => matchOf(next) === matchOf(rule))),
  )

/** What a rule is for, whatever it does: ufw has one rule for it. */
const matchOf = (rule: string): string => {
  const [action = '', ...words] = rule.replace(/ comment=\S*$/, '').split(' ')
  return [action.startsWith('route:') ? 'route' : '', ...words].join(' ')
}

/** What holds for any address of IPv4 will hold for IPv6 as well; of other rules only the run can tell. */
const mirrored = (now: readonly string[], { gone, come }: Step): readonly string[] => {
  if (gone.length + come.length === 0)
    return unknown('the rules of ufw for IPv6') as unknown as readonly string[]
  const mirror = (rule: string): string => rule.replaceAll(' 0.0.0.0/0', ' ::/0')
  return moved(now, { gone: gone.map(mirror), come: come.map(mirror) })
}
