// The operators of expressions as tables.
import type { Budget } from './budget.ts'
import { contains, order, same } from './compare.ts'
import * as operators from './operators.ts'
import type { BinaryName, Comparison } from './tree.ts'

type Binary = (a: unknown, b: unknown, budget: Budget) => unknown

/** Arithmetic by the name of its node. */
export const BINARY: Readonly<Record<BinaryName, Binary>> = {
  Add: (a, b, budget) => operators.add(a, b, budget),
  Sub: operators.subtract,
  Mul: (a, b, budget) => operators.multiply(a, b, budget),
  Div: operators.divide,
  FloorDiv: operators.floorDivide,
  Mod: (a, b, budget) => operators.modulo(a, b, budget),
  Pow: (a, b, budget) => operators.power(a, b, budget),
}

/** Comparisons by their signs. */
export const COMPARE: Readonly<Record<Comparison, (a: unknown, b: unknown) => boolean>> = {
  '==': same,
  '!=': (a, b) => !same(a, b),
  '<': (a, b) => order(a, b, '<') < 0,
  '>': (a, b) => order(a, b, '>') > 0,
  '<=': (a, b) => order(a, b, '<=') <= 0,
  '>=': (a, b) => order(a, b, '>=') >= 0,
  in: (a, b) => contains(b, a),
  'not in': (a, b) => !contains(b, a),
}
