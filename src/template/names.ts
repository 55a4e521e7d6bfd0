// Which variables a text uses, and which of them may be missing: for checks before anything runs.
import type { NameUse } from '../model/template.ts'
import { globalNames } from './globals.ts'
import { childrenOf, type Node } from './tree.ts'

const GUARDS = new Set(['default', 'd', 'ansible.builtin.default'])
const GUARD_TESTS = new Set(['defined', 'undefined'])
const OWN = new Set([...globalNames(), 'loop', 'caller', 'varargs', 'kwargs', 'super', 'self'])

const targets = (node: Node): string[] =>
  node.typename === 'Symbol'
    ? [node.value]
    : node.typename === 'Tuple'
      ? node.children.flatMap(targets)
      : []

/** Names tested by `x is defined` on the way: guarded where that holds. */
const tested = (node: Node): string[] => {
  if (node.typename === 'Test' && GUARD_TESTS.has(node.name)) return namesUnder(node.value)
  if (node.typename === 'And' || node.typename === 'Or')
    return [...tested(node.left), ...tested(node.right)]
  return node.typename === 'Not' ? tested(node.target) : []
}
const namesUnder = (node: Node): string[] =>
  node.typename === 'Symbol' ? [node.value] : childrenOf(node).flatMap(namesUnder)

/** Every use of a variable that the text does not set itself. */
export const nameUses = (root: Node): readonly NameUse[] => {
  const uses: NameUse[] = []
  const visit = (
    node: Node,
    own: Set<string>,
    safe: ReadonlySet<string>,
    guarded: boolean,
  ): void => {
    const all = (nodes: readonly (Node | undefined | null)[], names = own, sure = safe): void => {
      for (const one of nodes) if (one) visit(one, names, sure, false)
    }
    const also = (names: readonly string[]): ReadonlySet<string> =>
      names.length > 0 ? new Set([...safe, ...names]) : safe
    switch (node.typename) {
      case 'Symbol': {
        const { value: name, colno: from } = node
        if (!own.has(name) && !OWN.has(name))
          uses.push({ name, from, to: from + name.length, guarded: guarded || safe.has(name) })
        return
      }
      case 'LookupVal':
        visit(node.target, own, safe, guarded)
        return all([node.val])
      case 'Filter': {
        visit(node.value, own, safe, GUARDS.has(node.name))
        return all(childrenOf(node).slice(1))
      }
      case 'Test':
        visit(node.value, own, safe, GUARD_TESTS.has(node.name))
        return all(childrenOf(node).slice(1))
      case 'And':
      case 'Or':
        all([node.left])
        return all([node.right], own, also(tested(node.left)))
      case 'InlineIf':
      case 'If': {
        all([node.cond])
        return all([node.body, node.else_], own, also(tested(node.cond)))
      }
      case 'For': {
        all([node.arr])
        const inner = new Set([...own, ...targets(node.name)])
        all([node.test, node.body], inner)
        return all([node.else_])
      }
      case 'Macro':
        own.add(node.name)
        // A default may be made of the parameters before it.
        return all(
          [...node.parameters.map(parameter => parameter.other), node.body],
          new Set([...own, ...node.parameters.map(parameter => parameter.name)]),
        )
      case 'Set':
      case 'SetBlock': {
        all(node.typename === 'Set' ? [node.value] : [node.body, node.filter])
        for (const name of targets(node.target)) own.add(name)
        return
      }
      case 'With':
        all(node.pairs.map(([, value]) => value))
        return all(
          [node.body],
          new Set([...own, ...node.pairs.flatMap(([target]) => targets(target))]),
        )
      case 'Import':
        all([node.template])
        own.add(node.target)
        return
      case 'FromImport':
        all([node.template])
        for (const [, alias] of node.names) own.add(alias)
        return
      default:
        for (const child of childrenOf(node))
          visit(child, own, safe, guarded && node.typename !== 'FunCall')
    }
  }
  visit(root, new Set(), new Set(), false)
  return uses
}
