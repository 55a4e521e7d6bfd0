// Statements → closures that write text. What depends on an unknown throws UnknownRead, and the
// whole text is unknown.
import { findUnknown, isUnknown, UnknownRead } from '../base/unknown.ts'
import { HOLE, expression, locate, type Eval } from './evaluate.ts'
import { blockOf, extend, importInto, include } from './inherit.ts'
import { callBlock, macroOf } from './macro.ts'
import { str } from './print.ts'
import { Problem, typeProblem } from './problem.ts'
import type { Frame } from './run.ts'
import { Loop, Namespace } from './things.ts'
import type { For, Node } from './tree.ts'
import { iterate, known, truth, typeName, View } from './values.ts'

export type Act = (frame: Frame) => void

/** Where output goes while a block's text is wanted as a value. */
export const capture = (act: Act, frame: Frame): string => {
  const before = frame.run.out
  frame.run.out = []
  try {
    act(frame)
    return frame.run.out.join('')
  } finally {
    frame.run.out = before
  }
}

const write = (text: string, frame: Frame): void => {
  if (text === '') return
  frame.run.budget.room(text.length)
  frame.run.out.push(text)
}

/** Runs a part of a statement; problems get their place. */
const at =
  (node: Node, act: Act): Act =>
  frame => {
    try {
      act(frame)
    } catch (error) {
      throw locate(error, node, frame)
    }
  }

/** A value that must be known before the statement can go on. */
const must = (value: unknown): unknown => {
  if (isUnknown(value)) throw new UnknownRead(value)
  return value
}

/** Printed form of a value in mixed text: None prints nothing, as Ansible has it. */
export const output = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  // Ansible unrolls what is only read once: keys(), range().
  if (value instanceof View) return output(Array.from(value))
  const inner = typeof value === 'object' ? findUnknown(value) : undefined
  if (inner) throw new UnknownRead(inner)
  return str(value)
}

export const sequence = (acts: readonly Act[]): Act => {
  if (acts.length === 1) return acts[0]!
  return frame => {
    for (const act of acts) act(frame)
  }
}

/** The closure of a statement. */
export const statement = (node: Node): Act => {
  switch (node.typename) {
    case 'Root':
    case 'NodeList':
      return sequence(node.children.map(statement))
    case 'Output':
      return sequence(
        node.children.map(child => {
          if (child.typename === 'TemplateData') {
            const { value } = child
            return (frame: Frame) => write(value, frame)
          }
          const value = expression(child)
          return at(child, frame => write(output(value(frame)), frame))
        }),
      )
    case 'If': {
      const [cond, body] = [expression(node.cond), statement(node.body)]
      const other = node.else_ ? statement(node.else_) : undefined
      const holds = at2(node.cond, frame => truth(must(cond(frame))))
      return frame => {
        frame.run.budget.spend(1)
        if (holds(frame)) body(frame)
        else other?.(frame)
      }
    }
    case 'For':
      return loop(node)
    case 'Set': {
      const [value, put] = [expression(node.value), assign(node.target)]
      return at(node, frame => put(frame, value(frame)))
    }
    case 'SetBlock': {
      const [body, put] = [statement(node.body), assign(node.target)]
      const filter = node.filter && expression(node.filter)
      return at(node, frame => {
        const text = capture(body, frame.inner())
        put(frame, filter ? filtered(filter, text, frame) : text)
      })
    }
    case 'FilterBlock': {
      const [body, filter] = [statement(node.body), expression(node.filter)]
      return at(node, frame =>
        write(output(must(filtered(filter, capture(body, frame.inner()), frame))), frame),
      )
    }
    case 'With': {
      const pairs = node.pairs.map(
        ([target, value]) => [assign(target), expression(value)] as const,
      )
      const body = statement(node.body)
      return at(node, frame => {
        const inner = frame.inner()
        // All values are those of outside, even where a name of the same tag comes before.
        const values = pairs.map(([, value]) => value(frame))
        pairs.forEach(([put], index) => put(inner, values[index]))
        body(inner)
      })
    }
    case 'Do': {
      const value = expression(node.value)
      return at(node, frame => void must(value(frame)))
    }
    case 'Leave':
      return () => {
        throw LEAVING[node.how]
      }
    case 'Escape':
      // Ansible's values are all marked as safe: the tag changes nothing.
      return statement(node.body)
    case 'Macro': {
      const make = macroOf(node)
      return frame => frame.set(node.name, make(frame))
    }
    case 'CallBlock': {
      const act = callBlock(node)
      return at(node, frame => write(output(must(act(frame))), frame))
    }
    case 'Block':
      return blockOf(node)
    case 'Extends':
      return at(node, extend(node))
    case 'Include':
      return at(node, include(node))
    case 'Import':
    case 'FromImport':
      return at(node, importInto(node))
    default:
      throw new Problem('template/syntax', `${node.typename} stands where a tag was expected`)
  }
}

const at2 =
  (node: Node, act: (frame: Frame) => boolean) =>
  (frame: Frame): boolean => {
    try {
      return act(frame)
    } catch (error) {
      throw locate(error, node, frame)
    }
  }

const filtered = (filter: Eval, text: string, frame: Frame): unknown => {
  const inner = frame.inner()
  inner.set(HOLE, text)
  return filter(inner)
}

/** Writes a value to a name, to several, or into a namespace. */
export const assign = (target: Node): ((frame: Frame, value: unknown) => void) => {
  if (target.typename === 'Symbol') {
    const { value: name } = target
    return (frame, value) => frame.set(name, value ?? null)
  }
  if (target.typename === 'Tuple') {
    const parts = target.children.map(assign)
    return (frame, value) => {
      const items = iterate(must(value))
      if (items.length !== parts.length)
        throw typeProblem(`${items.length} values cannot be unpacked into ${parts.length} names`)
      parts.forEach((put, index) => put(frame, items[index]))
    }
  }
  if (target.typename === 'LookupVal' && target.val.typename === 'Literal') {
    const [space, name] = [expression(target.target), String(target.val.value)]
    return (frame, value) => {
      const found = known(space(frame))
      if (!(found instanceof Namespace))
        throw typeProblem(`only a namespace() can be set a member, not '${typeName(found)}'`)
      found.names.set(name, value ?? null)
    }
  }
  throw new Problem('template/syntax', 'a name was expected to set')
}

/** How `break` and `continue` get out of the body of their loop. */
const LEAVING = { break: new Error('break'), continue: new Error('continue') }

/** Whether the loop goes on after this turn. */
const turn = (body: Act, frame: Frame): boolean => {
  try {
    body(frame)
  } catch (error) {
    if (error === LEAVING.break) return false
    if (error !== LEAVING.continue) throw error
  }
  return true
}

/** `for`, in all its forms. */
const loop = (node: For): Act => {
  const [source, put, body] = [expression(node.arr), assign(node.name), statement(node.body)]
  const test = node.test && expression(node.test)
  const other = node.else_ && statement(node.else_)

  const select = (all: readonly unknown[], frame: Frame): readonly unknown[] => {
    if (!test) return all
    return all.filter(item => {
      const inner = frame.inner()
      put(inner, item)
      return truth(must(test(inner)))
    })
  }

  const run = (value: unknown, frame: Frame, depth: number): void => {
    if (depth > 100) throw new Problem('template/budget', 'recursive loop is nested too deeply')
    const items = select([...iterate(known(value))], frame)
    if (items.length === 0) return other?.(frame)
    const again = (inner: unknown): string => capture(() => run(inner, frame, depth + 1), frame)
    const state = new Loop(items, depth, node.recursive ? again : undefined)
    for (const item of items) {
      frame.run.budget.spend(2)
      state.index++
      const inner = frame.inner()
      inner.set('loop', state)
      put(inner, item)
      if (!turn(body, inner)) break
    }
  }
  return at(node.arr, frame => run(source(frame), frame, 1))
}
