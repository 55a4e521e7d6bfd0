// All names that something in a playbook defines, and where their values are written: vars of any construct,
// roles, files, `register`, `set_fact`, loops.
import type { Span } from '../../base/source.ts'
import { isDict } from '../../base/value.ts'
import type { Keywords, Located, Role, Task } from '../../model/playbook.ts'
import { VARIABLE_ARGS } from '../args.ts'
import type { Loaded } from '../load.ts'
import { defaultsOf } from '../module-defaults.ts'
import { valueSpan } from '../places.ts'
import { hasTemplate } from '../shapes.ts'
import { walk } from './walk.ts'

export type Definitions = {
  readonly names: ReadonlySet<string>
  /** Written values of a name; none for what only a run can tell. */
  readonly values: ReadonlyMap<string, readonly Located[]>
  /** Whether names may come from where we cannot look. */
  readonly open: boolean
}

const ADD_HOST = new Set(['name', 'hostname', 'host', 'groups', 'groupname', 'group'])

/** Collects what a playbook defines. */
export const collectDefinitions = (loaded: Loaded): Definitions => {
  const names = new Set<string>()
  const values = new Map<string, Located[]>()
  const seen = new Set<object>()
  let open = loaded.ahead.open.length > 0

  const define = (mapping: unknown, span: Span): void => {
    if (!isDict(mapping) || seen.has(mapping)) return
    seen.add(mapping)
    for (const [name, value] of Object.entries(mapping)) {
      names.add(name)
      const list = values.get(name) ?? []
      list.push({ value, span: valueSpan(mapping, name, span) })
      values.set(name, list)
    }
  }
  const text = (value: unknown): void => {
    if (typeof value === 'string' && !hasTemplate(value)) names.add(value)
  }
  const ofKeywords = (keywords: Keywords, span: Span): void => {
    define(keywords['vars']?.value, span)
    text(keywords['register']?.value)
    const facts = defaultsOf([keywords['module_defaults'] ?? []].flat(), 'set_fact')?.value
    if (isDict(facts)) Object.keys(facts).forEach(text)
    const control = keywords['loop_control']?.value
    if (isDict(control)) for (const key of ['loop_var', 'index_var']) text(control[key])
  }
  const ofRole = (role: Role, span: Span): void => {
    for (const layer of [role.defaults, role.vars, role.params])
      define(layer.vars, { ...span, file: layer.from })
  }
  const ofTask = (task: Task): void => {
    ofKeywords(task.keywords, task.span)
    if (task.loop) names.add('item')
    if (task.module === 'set_fact')
      for (const name of Object.keys(task.args))
        if (hasTemplate(name) || name === VARIABLE_ARGS) open = true
        else names.add(name)
    if (task.module === 'add_host')
      for (const name of Object.keys(task.args)) if (!ADD_HOST.has(name)) names.add(name)
  }

  for (const one of walk(loaded)) {
    if (one.kind === 'play') {
      define(one.play.vars.vars, one.play.span)
      ofKeywords(one.play.keywords, one.play.span)
    } else if (one.kind === 'block') {
      ofKeywords(one.block.keywords, one.block.span)
      if (one.block.role) ofRole(one.block.role, one.block.span)
    } else ofTask(one.task)
  }
  for (const vars of loaded.ahead.vars) define(vars, { file: loaded.playbook.file, from: 0, to: 0 })
  return { names, values, open }
}
