// JMESPath's meaning, over the values of templates.
import { dict, isDict } from '../../base/value.ts'
import { order, same } from '../compare.ts'
import { slice } from '../members.ts'
import { typeProblem } from '../problem.ts'
import { isNumber, known } from '../values.ts'
import { FUNCTIONS } from './functions.ts'
import type { Query } from './parse.ts'
import { Reference } from './reference.ts'

export type Spend = (amount: number) => void

/** Nothing, or empty; 0 is something. */
const isFalse = (value: unknown): boolean =>
  value === null ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isDict(value) && Object.keys(value).length === 0)

const isActualNumber = (value: unknown): boolean => isNumber(value) && typeof value !== 'boolean'
const hasOrder = (value: unknown): boolean => isActualNumber(value) || typeof value === 'string'

/** True is no 1 here, at least not on its own. */
const equals = (a: unknown, b: unknown): boolean =>
  (typeof a === 'boolean') === (typeof b === 'boolean') && same(a, b)

const compare = (name: string, a: unknown, b: unknown): boolean | null => {
  if (name === 'EQ') return equals(a, b)
  if (name === 'NE') return !equals(a, b)
  if (!hasOrder(a) || !hasOrder(b)) return null
  const far = order(a, b)
  if (name === 'LT') return far < 0
  if (name === 'LTE') return far <= 0
  return name === 'GT' ? far > 0 : far >= 0
}

/** A query as a function of a value. */
export const evaluate = (query: Query, input: unknown, spend: Spend): unknown => {
  const visit = (node: Query, value: unknown): unknown => {
    spend(1)
    known(value)
    switch (node.type) {
      case 'Field':
        return isDict(value) && Object.hasOwn(value, node.name) ? (value[node.name] ?? null) : null
      case 'Index':
        return Array.isArray(value) ? ((value.at(node.value) as unknown) ?? null) : null
      case 'Slice': {
        const [from = null, to = null, by = null] = node.children
        return Array.isArray(value) ? slice(value, from, to, by) : null
      }
      case 'Literal':
        return node.value
      case 'Identity':
      case 'Current':
        return value
      case 'MultiSelectHash':
        return value === null
          ? null
          : dict(node.children.map(({ name, value: part }) => [name, visit(part, value)] as const))
      case 'Function':
        return call(node.name, node.children, value)
      case 'MultiSelectList':
        return value === null ? null : node.children.map(child => visit(child, value))
      case 'ExpressionReference': {
        const [inner] = node.children
        return new Reference(one => visit(inner!, one))
      }
      default:
        return combine(node, value)
    }
  }

  const combine = (node: Query & { children: readonly Query[] }, value: unknown): unknown => {
    const [left, right, third] = node.children
    const first = visit(left!, value)
    switch (node.type) {
      case 'Comparator':
        return compare(node.name, first, visit(right!, value))
      case 'Subexpression':
      case 'IndexExpression':
      case 'Pipe':
        return visit(right!, first)
      case 'OrExpression':
        return isFalse(first) ? visit(right!, value) : first
      case 'AndExpression':
        return isFalse(first) ? first : visit(right!, value)
      case 'NotExpression':
        return isFalse(first)
      case 'Flatten':
        return Array.isArray(first)
          ? first.flatMap(one => (Array.isArray(one) ? one : [one]))
          : null
      case 'FilterProjection':
        return project(
          Array.isArray(first) ? first.filter(one => !isFalse(visit(third!, one))) : undefined,
          right!,
        )
      case 'ValueProjection':
        return project(isDict(first) ? Object.values(first) : undefined, right!)
      default:
        return project(Array.isArray(first) ? first : undefined, right!)
    }
  }

  /** What each item gives, nothing left out. */
  const project = (items: readonly unknown[] | undefined, each: Query): unknown =>
    items === undefined ? null : items.map(one => visit(each, one)).filter(one => one !== null)

  const call = (name: string, args: readonly Query[], value: unknown): unknown => {
    const entry = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
    if (!entry) throw typeProblem(`json_query has no function ${name}()`)
    return entry(args.map(arg => visit(arg, value)))
  }
  return visit(query, input)
}
