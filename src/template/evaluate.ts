// Expressions → closures: Jinja2's meaning, Python's values. An unknown on either side of an
// operation makes its result unknown, unless the known side decides.
import { opened } from '../base/sealed.ts'
import { dict, isDict } from '../base/value.ts'
import { isUnknown, Unknown, UnknownRead } from '../base/unknown.ts'
import { filterOf, testOf } from './calls.ts'
import { closed } from './closed.ts'
import { attribute, item, slice } from './members.ts'
import { Loop } from './things.ts'
import { BINARY, COMPARE } from './operations.ts'
import { signed } from './operators.ts'
import { applyFilter, applyTest } from './plugins.ts'
import { keyText, str } from './print.ts'
import { Problem, typeProblem } from './problem.ts'
import { Frame, Located } from './run.ts'
import { placeOf, type Arguments, type Node } from './tree.ts'
import {
  Blank,
  Callable,
  iterate,
  known,
  Tuple,
  tuple,
  truth,
  typeName,
  Undefined,
  type Keywords,
} from './values.ts'

export type Eval = (frame: Frame) => unknown

/** Runs a part of a node: problems get their place, what is unknown becomes the result. */
export const placed =
  (node: Node, act: Eval): Eval =>
  frame => {
    try {
      return act(frame)
    } catch (error) {
      return recover(error, node, frame)
    }
  }

/** As the end of a `catch`: the unknown itself, or the error with its place. */
export const recover = (error: unknown, node: Node, frame: Frame): Unknown => {
  if (error instanceof UnknownRead) return error.unknown
  throw locate(error, node, frame)
}

/** An error with the node and frame where it came up; what has a place keeps it. */
export const locate = (error: unknown, node: Node, frame: Frame): unknown => {
  if (error instanceof Problem) return new Located(error, node, frame)
  if (error instanceof RangeError && /call stack|string length/i.test(error.message))
    return new Located(new Problem('template/budget', 'template is nested too deeply'), node, frame)
  return error
}

/** The closures of a call's arguments. */
export const argumentsOf = (args: Arguments) => {
  const list = args.list.map(arg =>
    arg.typename === 'Spread'
      ? { spread: true, value: expression(arg.value) }
      : { spread: false, value: expression(arg) },
  )
  const named = args.named.map(({ name, value }) => ({ name, value: expression(value) }))
  const more = args.more && expression(args.more)
  const hasSpread = list.some(arg => arg.spread)
  return {
    list: (frame: Frame): unknown[] => {
      if (!hasSpread) return list.map(arg => arg.value(frame))
      return list.flatMap(arg => (arg.spread ? iterate(arg.value(frame)) : [arg.value(frame)]))
    },
    named: (frame: Frame): Map<string, unknown> => {
      const keywords = new Map<string, unknown>(
        named.map(({ name, value }) => [name, value(frame)]),
      )
      if (!more) return keywords
      const rest = known(more(frame))
      if (!isDict(rest)) throw typeProblem(`a dict was expected after **, not '${typeName(rest)}'`)
      for (const [name, value] of Object.entries(rest)) keywords.set(name, value)
      return keywords
    },
  }
}

/** An undefined value remembers where it was written. */
const marked = (value: unknown, node: Node, frame: Frame): unknown => {
  if (value instanceof Undefined && !value.origin)
    value.origin = () => new Located(value.problem(), node, frame)
  return value
}

/** The closure of an expression. */
export const expression = (node: Node): Eval => {
  switch (node.typename) {
    case 'Literal': {
      const { value } = node
      return () => value
    }
    case 'Symbol': {
      const { value } = node
      return frame => opened(marked(frame.get(value), node, frame))
    }
    case 'Array': {
      const items = node.children.map(expression)
      return frame => items.map(one => one(frame))
    }
    case 'Tuple': {
      const items = node.children.map(expression)
      return frame => tuple(items.map(one => one(frame)))
    }
    case 'Dict':
      return dictOf(node.pairs, node)
    case 'LookupVal': {
      const target = expression(node.target)
      if (node.dot && node.val.typename === 'Literal') {
        const name = String(node.val.value)
        return frame => opened(marked(attribute(target(frame), name, frame.run), node, frame))
      }
      const key = expression(node.val)
      return placed(node, frame =>
        opened(marked(item(target(frame), key(frame), frame.run), node, frame)),
      )
    }
    case 'Slice': {
      const target = expression(node.target)
      const [from, to, by] = [0, 1, 2].map(index => {
        const part = node.parts[index]
        return part ? expression(part) : () => null
      }) as [Eval, Eval, Eval]
      return placed(node, frame => slice(target(frame), from(frame), to(frame), by(frame)))
    }
    case 'Concat': {
      const parts = node.children.map(expression)
      return placed(node, frame => {
        const texts = parts.map(part => str(part(frame)))
        frame.run.budget.room(texts.reduce((sum, text) => sum + text.length, 0))
        return texts.join('')
      })
    }
    case 'Add':
    case 'Sub':
    case 'Mul':
    case 'Div':
    case 'FloorDiv':
    case 'Mod':
    case 'Pow': {
      const operate = BINARY[node.typename]
      const [left, right] = [expression(node.left), expression(node.right)]
      return placed(node, frame => operate(left(frame), right(frame), frame.run.budget))
    }
    case 'Neg':
    case 'Pos': {
      const target = expression(node.target)
      const sign = node.typename === 'Neg' ? '-' : '+'
      return placed(node, frame => signed(target(frame), sign))
    }
    case 'Not': {
      const target = expression(node.target)
      return placed(node, frame => !truth(target(frame)))
    }
    case 'And':
    case 'Or':
      return decide(expression(node.left), expression(node.right), node.typename === 'Or', node)
    case 'InlineIf': {
      const [cond, body] = [expression(node.cond), expression(node.body)]
      const other = node.else_ && expression(node.else_)
      return placed(node, frame => {
        if (truth(cond(frame))) return body(frame)
        return other
          ? other(frame)
          : marked(new Blank('the condition is false and there is no else'), node, frame)
      })
    }
    case 'Compare':
      return comparison(
        expression(node.expr),
        node.ops.map(op => ({ holds: COMPARE[op.type], right: expression(op.expr) })),
        node,
      )
    case 'Filter': {
      const { name } = node
      const plugin = filterOf(node)
      const value = plugin.closed ? closed(node.value, expression) : expression(node.value)
      const args = argumentsOf(node.args)
      return placed(node, frame =>
        applyFilter(name, plugin, value(frame), args.list(frame), args.named(frame), frame),
      )
    }
    case 'Test': {
      const { name } = node
      const plugin = testOf(node)
      const asks = name === 'defined' || name === 'undefined'
      const value = asks || plugin.closed ? closed(node.value, expression) : expression(node.value)
      const args = argumentsOf(node.args)
      if (asks)
        return frame => {
          const tested = value(frame)
          return tested instanceof Undefined === (name === 'undefined')
        }
      return placed(node, frame =>
        applyTest(name, plugin, value(frame), args.list(frame), args.named(frame), frame),
      )
    }
    case 'FunCall': {
      const target = expression(node.name)
      const args = argumentsOf(node.args)
      return placed(node, frame => {
        const callee = known(target(frame))
        return marked(call(callee, args.list(frame), args.named(frame), frame), node, frame)
      })
    }
    case 'Hole':
      return frame => frame.local(HOLE) ?? ''
    default:
      throw new Problem(
        'template/syntax',
        `a ${node.typename} stands where an expression was expected`,
        { place: placeOf(node) },
      )
  }
}

/** The name under which a filtered block's text waits; no template can spell it. */
export const HOLE = '(text of the block)'

const dictOf = (pairs: readonly (readonly [Node, Node])[], node: Node): Eval => {
  const made = pairs.map(([key, value]) => [expression(key), expression(value)] as const)
  return placed(node, frame =>
    dict(
      made.map(([key, value]) => {
        const plain = known(key(frame))
        if (isDict(plain) || (Array.isArray(plain) && !(plain instanceof Tuple)))
          throw typeProblem(`'${typeName(plain)}' cannot be the key of a dict`)
        return [keyText(plain), value(frame)] as const
      }),
    ),
  )
}

/** Calls what can be called. */
export const call = (
  callee: unknown,
  args: readonly unknown[],
  keywords: Keywords,
  frame: Frame,
): unknown => {
  frame.run.budget.spend(1)
  if (callee instanceof Callable) return callee.call(args, keywords)
  if (callee instanceof Loop && callee.again) return callee.again(args[0])
  throw typeProblem(`'${typeName(callee)}' object is not callable`)
}

/**
 * `and`, `or`: the deciding operand itself. With an unknown left side a known right one may still
 * decide.
 */
const decide = (left: Eval, right: Eval, stopOn: boolean, node: Node): Eval =>
  placed(node, frame => {
    const first = left(frame)
    if (!isUnknown(first)) return truth(first) === stopOn ? first : right(frame)
    try {
      const second = right(frame)
      return !isUnknown(second) && truth(second) === stopOn ? second : first
    } catch (error) {
      // The left side may well keep the right one from being evaluated when it is known.
      if (error instanceof Located || error instanceof Problem || error instanceof UnknownRead)
        return first
      throw error
    }
  })

type Step = { readonly holds: (a: unknown, b: unknown) => boolean; readonly right: Eval }

/** `a < b < c`: each operand once, ends at the first that does not hold. */
const comparison = (first: Eval, steps: readonly Step[], node: Node): Eval =>
  placed(node, frame => {
    let left = first(frame)
    for (const { holds, right } of steps) {
      const next = right(frame)
      if (!holds(left, next)) return false
      left = next
    }
    return true
  })
