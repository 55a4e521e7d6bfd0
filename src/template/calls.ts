// Calls of filters and tests as they are written: that there is such a one, and that it takes so many arguments of such
// names. What is wrong there is wrong on every host, so it is said before there is any.
import { bind, type Parameters } from './arguments.ts'
import type { FilterPlugin, TestPlugin } from './plugin.ts'
import { findFilter, findTest } from './plugins.ts'
import { Problem } from './problem.ts'
import { placeOf, type Arguments, type Filter, type Node, type Test } from './tree.ts'

/** Where in `args` a filter takes the name of another one, or of a test. */
const NAMES: Readonly<Record<string, readonly [kind: 'filter' | 'test', at: number]>> = {
  map: ['filter', 0],
  select: ['test', 0],
  reject: ['test', 0],
  selectattr: ['test', 1],
  rejectattr: ['test', 1],
}

/** Problems get the place of a node. */
const at = <T>(node: Node, place: { from: number; to: number }, act: () => T): T => {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, error.message, { hint: error.hint, place })
  }
}

const nameOf = (node: Filter | Test): { from: number; to: number } => ({
  from: node.colno,
  to: node.end ?? node.colno + 1,
})

/** Whether so many arguments can be bound; nothing is known of those behind a `*`. */
const check = (callee: string, takes: Parameters, { list, named, more }: Arguments): void => {
  if (more !== undefined || list.some(arg => arg.typename === 'Spread')) return
  bind(
    callee,
    takes,
    [callee, ...list],
    new Map(named.map(({ name, value }) => [name, value] as const)),
  )
}

/** `map('upper')`: the filter that is named is looked for, too. */
const checkNamed = ({ name, args }: Filter): void => {
  const short = name.replace(/^ansible\.(?:builtin|legacy)\./, '')
  const [kind, index] = Object.hasOwn(NAMES, short) ? NAMES[short]! : ['filter' as const, -1]
  const inner = args.list[index]
  if (inner?.typename !== 'Literal' || typeof inner.value !== 'string') return
  const { value } = inner
  at(inner, placeOf(inner), () => {
    const { takes } = kind === 'filter' ? findFilter(value) : findTest(value)
    check(`${kind} "${value}"`, takes, { ...args, list: args.list.slice(index + 1) })
  })
}

export const filterOf = (node: Filter): FilterPlugin => {
  const plugin = at(node, nameOf(node), () => findFilter(node.name))
  at(node, nameOf(node), () => check(`filter "${node.name}"`, plugin.takes, node.args))
  checkNamed(node)
  return plugin
}

export const testOf = (node: Test): TestPlugin => {
  const plugin = at(node, nameOf(node), () => findTest(node.name))
  at(node, nameOf(node), () => check(`test "${node.name}"`, plugin.takes, node.args))
  return plugin
}
