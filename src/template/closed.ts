// Expressions whose value may stay vaulted, since it is only looked at: whether it is defined, whether it is vaulted.
import { Sealed } from '../base/sealed.ts'
import { isDict } from '../base/value.ts'
import { item } from './members.ts'
import type { Frame } from './run.ts'
import type { Node } from './tree.ts'

type Eval = (frame: Frame) => unknown

/** The closure of a name or a member that leaves a vaulted value closed; `expression` makes all others. */
export const closed = (node: Node, expression: (node: Node) => Eval): Eval => {
  const open = expression(node)
  if (node.typename === 'Symbol')
    return frame => {
      const written = frame.local(node.value) ?? frame.run.scope.source?.(node.value)
      return written instanceof Sealed ? written : open(frame)
    }
  if (node.typename !== 'LookupVal') return open
  const [target, key] = [expression(node.target), expression(node.val)]
  return frame => {
    const holder = target(frame)
    const name = key(frame)
    const found =
      isDict(holder) || Array.isArray(holder) ? item(holder, name, frame.run) : undefined
    return found instanceof Sealed ? found : open(frame)
  }
}
