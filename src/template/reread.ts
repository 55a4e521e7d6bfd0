// Mixed text that came out as a Python literal of a list, dict or boolean becomes that value, as
// Ansible has it: `[{% for … %}'{{ x }}',{% endfor %}]` is how playbooks build lists. Literals
// only: nothing is evaluated.
import { dict, isDict } from '../base/value.ts'
import { parse } from './parse.ts'
import { keyText } from './print.ts'
import { Problem } from './problem.ts'
import type { Node } from './tree.ts'
import { integer, isInteger, isNumber, tuple } from './values.ts'
import { signed } from './operators.ts'

const LEX = { trimBlocks: false, lstripBlocks: false, plainBackslashes: false, bare: true }
const NAMES: ReadonlyMap<string, unknown> = new Map<string, unknown>([['null', null]])

class NoLiteral extends Error {}

const literal = (node: Node): unknown => {
  switch (node.typename) {
    case 'Literal':
      return node.value
    case 'Array':
      return node.children.map(literal)
    case 'Tuple':
      return tuple(node.children.map(literal))
    case 'Dict':
      return dict(
        node.pairs.map(([key, value]) => {
          const plain = literal(key)
          if (Array.isArray(plain) || isDict(plain)) throw new NoLiteral()
          return [keyText(plain), literal(value)] as const
        }),
      )
    case 'Neg':
    case 'Pos': {
      const value = literal(node.target)
      if (!isNumber(value) || typeof value === 'boolean') throw new NoLiteral()
      return isInteger(value)
        ? integer(node.typename === 'Neg' ? -BigInt(value) : BigInt(value))
        : signed(value, node.typename === 'Neg' ? '-' : '+')
    }
    case 'Symbol':
      if (NAMES.has(node.value)) return NAMES.get(node.value)
  }
  throw new NoLiteral()
}

/** The value of a text that is a literal, or the text. */
export const reread = (text: string): unknown => {
  if (text === 'True') return true
  if (text === 'False') return false
  if (!text.startsWith('[') && !text.startsWith('{')) return text
  try {
    return literal(parse(text, LEX))
  } catch (error) {
    if (error instanceof NoLiteral || error instanceof Problem) return text
    throw error
  }
}
