// The syntax of every template and condition, in definitions too, whether anything uses them or not.
import type { Diagnostic } from '../../base/diagnostic.ts'
import type { Span } from '../../base/source.ts'
import type { Loaded } from '../load.ts'
import { textsIn, type Written } from './texts.ts'
import { textsOf } from './undefined.ts'
import type { ReadUses } from './uses.ts'
import { walk, type Seen } from './walk.ts'

/** Reports templates that cannot be read. */
export const checkSyntax = (loaded: Loaded, read: ReadUses): readonly Diagnostic[] => {
  const found: Diagnostic[] = []
  const seen = new Set<object>()
  for (const one of walk(loaded))
    for (const written of [...textsOf(loaded, one), ...definitionsOf(one, seen)])
      found.push(...read(written).diagnostics)
  const nowhere = { file: loaded.playbook.file, from: 0, to: 0 }
  for (const vars of loaded.ahead.vars)
    for (const written of textsIn(vars, nowhere, seen)) found.push(...read(written).diagnostics)
  return found
}

/** Texts of variables at a construct; each mapping once. */
const definitionsOf = (one: Seen, seen: Set<object>): readonly Written[] => {
  const texts = (vars: unknown, span: Span): readonly Written[] => textsIn(vars, span, seen)
  if (one.kind === 'play') return texts(one.play.vars.vars, one.play.span)
  const { keywords, span } = one.kind === 'task' ? one.task : one.block
  const own = keywords['vars'] ? texts(keywords['vars'].value, keywords['vars'].span) : []
  const role = one.kind === 'block' ? one.block.role : undefined
  return [
    ...own,
    ...(role
      ? [role.defaults, role.vars, role.params].flatMap(layer => texts(layer.vars, span))
      : []),
  ]
}
