// map, select, reject and their kin: other filters and tests on each item.
import { isUnknown } from '../../base/unknown.ts'
import { noKeywords } from '../arguments.ts'
import type { Context, Filters, More } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { iterate, known, truth } from '../values.ts'
import { pathGetter } from './list.ts'

const map = (value: unknown, context: Context, { rest, keywords }: More): unknown[] => {
  if (rest.length === 0 && keywords.has('attribute')) {
    const get = pathGetter(keywords.get('attribute'), context, keywords.get('default'))
    return iterate(value).map(get)
  }
  const [name, ...args] = rest
  if (name === undefined) throw typeProblem('map needs the name of a filter, or attribute=')
  const filter = str(known(name))
  return iterate(value).map(one =>
    isUnknown(one) ? one : context.filter(filter, one, args, keywords),
  )
}

/** Keeps the items that a test holds for (or does not), asked of the item or of a member of it. */
const choose =
  (keep: boolean, byMember: boolean): Filters[string]['run'] =>
  ([value], context, { rest, keywords }) => {
    const [path, ...more] = byMember ? rest : [undefined, ...rest]
    if (byMember && path === undefined) throw typeProblem('the name of an attribute was expected')
    const get = byMember ? pathGetter(path, context) : (one: unknown) => one
    const [test, ...args] = more
    const holds = (one: unknown): boolean =>
      test === undefined
        ? truth(get(one))
        : context.test(
            str(known(test)),
            get(one),
            args,
            keywords.size > 0 ? keywords : noKeywords(),
          )
    return iterate(value).filter(one => {
      context.run.budget.spend(1)
      return holds(one) === keep
    })
  }

const TAKES = ['value', '*args', '**options'] as const

export const selectFilters: Filters = {
  map: { takes: TAKES, run: ([value], context, more) => map(value, context, more) },
  select: { takes: TAKES, run: choose(true, false) },
  reject: { takes: TAKES, run: choose(false, false) },
  selectattr: { takes: TAKES, run: choose(true, true) },
  rejectattr: { takes: TAKES, run: choose(false, true) },
}
