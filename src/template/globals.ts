// The functions that every template has. Allow-listed: there is no way to others.
import { makeDict } from './methods-dict.ts'
import { callable, noKeywords } from './arguments.ts'
import { runLookup } from './lookups/index.ts'
import { dateTime } from './dates.ts'
import { str } from './print.ts'
import { typeProblem } from './problem.ts'
import type { Run } from './run.ts'
import { Cycler, joiner, Namespace, Variables } from './things.ts'
import { known, toIndex, truth, Undefined, view, type Keywords } from './values.ts'

type Make = (run: Run) => unknown

const range = (run: Run) =>
  callable('range', ['start', 'stop?', 'step?'], ([first, second, third = 1]) => {
    const [from, to, step] =
      second === undefined
        ? [0, toIndex(first), 1]
        : [toIndex(first), toIndex(second), toIndex(third)]
    if (step === 0) throw typeProblem('range() step must not be zero')
    const count = Math.max(0, Math.ceil((to - from) / step))
    run.budget.room(count)
    const items = Array.from({ length: count }, (_, index) => from + index * step)
    return view('range', items, `range(${from}, ${to}${step === 1 ? '' : `, ${step}`})`)
  })

const lookup = (name: string, wantList: boolean) => (run: Run) =>
  callable(name, ['name', '*terms', '**options'], ([which], terms, keywords: Keywords) =>
    runLookup(str(known(which)), terms, keywords, wantList, run),
  )

const LOREM = 'lorem ipsum dolor sit amet consectetur adipiscing elit'

const GLOBALS: Readonly<Record<string, Make>> = {
  range,
  lookup: lookup('lookup', false),
  query: lookup('query', true),
  q: lookup('q', true),
  dict: () =>
    callable('dict', ['source?', '**entries'], ([source], _rest, keywords) =>
      makeDict(source === undefined ? undefined : known(source), without(keywords, 'source')),
    ),
  namespace: () =>
    callable(
      'namespace',
      ['source?', '**entries'],
      ([source], _rest, keywords) =>
        new Namespace(Object.entries(makeDict(source, without(keywords, 'source')))),
    ),
  cycler: () => callable('cycler', ['*items'], (_values, rest) => new Cycler(rest)),
  joiner: () => callable('joiner', ['sep?'], ([text = ', ']) => joiner(str(text))),
  lipsum: () => callable('lipsum', ['n?', 'html?', 'min?', 'max?'], () => LOREM),
  now: run =>
    callable('now', ['utc?', 'fmt?'], ([utc = false, format = null]) => {
      const date = dateTime(run.edges.clock.wall(), truth(utc) ? 'utc' : 'local')
      return format === null ? date : date.strftime(str(format))
    }),
  undef: () =>
    callable(
      'undef',
      ['hint?'],
      ([hint = null]) =>
        new Undefined(hint === null ? 'a value is mandatory here, but none was given' : str(hint)),
    ),
  vars: run =>
    new Variables(
      name => run.scope.get(name),
      () => run.scope.names(),
    ),
}

const without = (keywords: Keywords, name: string): Keywords =>
  keywords.size === 0 ? noKeywords() : new Map([...keywords].filter(([key]) => key !== name))

/** A function of Jinja2's or Ansible's, or undefined. */
export const globalNamed = (name: string, run: Run): unknown =>
  Object.hasOwn(GLOBALS, name) ? GLOBALS[name]!(run) : undefined

export const globalNames = (): readonly string[] => Object.keys(GLOBALS)
