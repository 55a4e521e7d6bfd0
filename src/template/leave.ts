// What a lone `{{ expression }}` leaves behind. Ansible prints it and reads the print again: numbers become texts,
// texts that are lists, dicts or booleans become those. With its setting jinja2_native the value stays as it is.
import { isUnknown } from '../base/unknown.ts'
import { dict, isDict } from '../base/value.ts'
import type { Scope } from '../model/template.ts'
import { str } from './print.ts'
import { reread } from './reread.ts'
import type { Node } from './tree.ts'
import { Blank, isNumber, Thing, Tuple, Undefined, View } from './values.ts'

/** The expression of a text that is nothing but `{{ expression }}`. */
export const lone = (tree: Node): Node | undefined => {
  if (tree.typename !== 'Root' || tree.children.length !== 1) return undefined
  const [only] = tree.children
  if (only?.typename !== 'Output' || only.children.length !== 1) return undefined
  const [inner] = only.children
  return inner?.typename === 'TemplateData' ? undefined : inner
}

/** A value without anything undefined in it, and nothing of the template language's own. */
export const leaving = (value: unknown, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null || isUnknown(value)) return value
  if (value instanceof Blank) return ''
  if (value instanceof Undefined) throw value.error()
  if (value instanceof Thing) return str(value)
  if (depth > 100) return value
  if (Array.isArray(value)) {
    const items = value instanceof View ? Array.from(value) : value
    let same = items === value
    const parts = items.map(part => {
      const out = leaving(part, depth + 1)
      same &&= out === part
      return out
    })
    return same ? value : parts
  }
  if (!isDict(value)) return value
  const entries = Object.entries(value).map(
    ([key, part]) => [key, leaving(part, depth + 1)] as const,
  )
  return entries.every(([key, part]) => part === value[key]) ? value : dict(entries)
}

/** Filters whose text is not read again. */
const TEXTUAL: ReadonlySet<string> = new Set([
  'string',
  'to_json',
  'to_nice_json',
  'to_yaml',
  'to_nice_yaml',
])
const OURS = /^ansible\.(?:builtin|legacy)\./

/** The tree of a text that is one lone expression. */
export type ReadLone = (text: string) => Node | undefined

/** Whether a text was made by a filter that makes texts, be it in the variable that is named. */
const staysText = (tree: Node, scope: Scope, read: ReadLone, depth = 0): boolean => {
  if (tree.typename === 'Filter') return TEXTUAL.has(tree.name.replace(OURS, ''))
  // lookup('template', …, convert_data=False)
  if (tree.typename === 'FunCall')
    return tree.args.named.some(
      ({ name, value }) =>
        name === 'convert_data' && value.typename === 'Literal' && value.value === false,
    )
  const written = tree.typename === 'Symbol' ? scope.source?.(tree.value) : undefined
  const inner = typeof written === 'string' && depth < 10 ? read(written) : undefined
  return inner !== undefined && staysText(inner, scope, read, depth + 1)
}

/** A variable that is named alone and was written as a plain value keeps its type. */
const isWritten = (tree: Node, scope: Scope): boolean =>
  tree.typename === 'Symbol' && typeof (scope.source ?? scope.get)(tree.value) !== 'string'

/** The value as Ansible would have it. */
export const reprinted = (value: unknown, tree: Node, scope: Scope, read: ReadLone): unknown => {
  if (typeof value === 'string') return staysText(tree, scope, read) ? value : reread(value)
  if (typeof value === 'boolean') return value
  if (value === null) return isWritten(tree, scope) ? value : ''
  if (isNumber(value)) return isWritten(tree, scope) ? value : str(value)
  return value instanceof Tuple ? str(value) : value
}
