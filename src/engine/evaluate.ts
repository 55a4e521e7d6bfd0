// What one step is, before anything is asked: skipped, unknown, wrong, or ready with its arguments and its way in.
// Pure but for the scope it reads.
import { error, Mistake, type Diagnostic } from '../base/diagnostic.ts'
import { isUnknown, findUnknown, Unknown, UnknownRead } from '../base/unknown.ts'
import { isDict } from '../base/value.ts'
import type { Span } from '../base/source.ts'
import { VARIABLE_ARGS } from '../lang/args.ts'
import type { Become } from '../model/inventory.ts'
import type { AnyModule } from '../model/module.ts'
import type { Task } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import { setPlaces, placesOf } from '../base/span.ts'
import { checkArgs } from '../registry/args.ts'
import { str } from '../template/print.ts'
import { becomeOf } from '../work/become.ts'
import { gathered, keyword, type Context } from '../work/context.ts'
import { decide } from './conditions.ts'
import { withDefaults } from './defaults.ts'
import { withDelegated } from './delegated.ts'
import type { World } from './world.ts'

export type Ready = {
  readonly kind: 'ready'
  readonly module: AnyModule
  /** Canonical and coerced. */
  readonly args: Readonly<Record<string, unknown>>
  /** Templated, before the module's schema was applied: what controls look at. */
  readonly given: Readonly<Record<string, unknown>>
  /** The host to work on, when it is another one. */
  readonly delegate?: string
  readonly become: Become | undefined
  /** Only say what would change. */
  readonly check: boolean
  readonly environment: Readonly<Record<string, string>>
  /** async: the acts are a job of their own, which is looked at every `poll` seconds; never, where that is 0. */
  readonly background?: { readonly seconds: number; readonly poll: number }
}

export type Evaluated =
  | Ready
  | { readonly kind: 'skipped'; readonly condition: string }
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'wrong'; readonly diagnostic: Diagnostic }

/** Evaluates a task for one host and item; `home` is the user's on the host, where it is known. */
export const evaluate = (
  world: World,
  task: Task,
  context: Context,
  scope: Scope,
  home?: string,
): Evaluated => {
  try {
    const verdict = decide(gathered(context, 'when'), scope, world.templates)
    if (verdict.kind === 'false') return { kind: 'skipped', condition: verdict.condition }
    if (verdict.kind === 'unknown') return { kind: 'unknown', why: verdict.unknown.why }
    return ready(world, task, context, scope, home)
  } catch (problem) {
    if (problem instanceof UnknownRead) return { kind: 'unknown', why: problem.unknown.why }
    if (problem instanceof Mistake) return { kind: 'wrong', diagnostic: problem.diagnostic }
    throw problem
  }
}

const ready = (
  world: World,
  task: Task,
  context: Context,
  scope: Scope,
  home?: string,
): Evaluated => {
  const module = world.modules.find(task.module)
  if (!module)
    throw new Mistake(
      error('task/unknown-module', `no module is called "${task.module}"`, {
        span: task.action.span,
      }),
    )
  const said = word(world, context, 'delegate_to', scope)
  const delegate = said === '' ? undefined : said
  const inner = withDelegated(scope, delegate)
  const own = templated(world, task, inner)
  const from = withDefaults(world, task, module, context, inner, own)
  const checked = checkedArgs(world, task, module, from, home)
  if ('kind' in checked) return checked
  const { given, args } = checked
  return {
    kind: 'ready',
    module,
    args,
    given,
    ...(delegate !== undefined && { delegate }),
    become: becomeFor(world, context, scope),
    check: flag(world, context, 'check_mode', scope) ?? world.options.check,
    environment: environmentOf(world, context, scope),
    ...backgroundOf(world, context, scope),
  }
}

/** Seconds between two looks at a job. */
const POLL = 15

const backgroundOf = (world: World, context: Context, scope: Scope): Pick<Ready, 'background'> => {
  const seconds = keyword(context, 'async') ? (number(world, context, 'async', scope) ?? 0) : 0
  if (!(seconds > 0)) return {}
  const poll = number(world, context, 'poll', scope) ?? world.options.poll ?? POLL
  return { background: { seconds, poll: poll > 0 ? poll : 0 } }
}

type Checked = Pick<Ready, 'given' | 'args'> | Exclude<Evaluated, Ready>
type Known = {
  readonly from: Readonly<Record<string, unknown>>
  readonly home: string | undefined
  readonly checked: Checked
}

/** A task's last arguments and what came of them: hosts are mostly alike, and each step is evaluated twice. */
const KNOWN = new WeakMap<Task, Known[]>()
const KEPT = 8

const checkedArgs = (
  world: World,
  task: Task,
  module: AnyModule,
  from: Readonly<Record<string, unknown>>,
  home: string | undefined,
): Checked => {
  const known = KNOWN.get(task) ?? []
  KNOWN.set(task, known)
  const had = known.find(each => each.home === home && sameParts(each.from, from))
  if (had) return had.checked
  const checked = checkNow(world, task, module, from, home)
  known.unshift({ from, home, checked })
  known.length = Math.min(known.length, KEPT)
  return checked
}

const sameParts = (
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): boolean => {
  for (const name in a) if (!Object.is(a[name], b[name])) return false
  return true
}

const checkNow = (
  world: World,
  task: Task,
  module: AnyModule,
  from: Readonly<Record<string, unknown>>,
  home: string | undefined,
): Checked => {
  const given = withoutOmitted(from, world.omit) as Record<string, unknown>
  // A variable may be one that only the run can tell; others beside it are known.
  const hidden = task.module === 'set_fact' ? undefined : findUnknown(given)
  if (hidden) return { kind: 'unknown', why: hidden.why }
  const { args, diagnostics } = checkArgs(module, given, {
    at: task.action.span,
    ...(home !== undefined && { home }),
  })
  return diagnostics[0] ? { kind: 'wrong', diagnostic: diagnostics[0] } : { given, args }
}

/** The arguments with their templates filled in; where each stood is kept, for errors. */
const templated = (world: World, task: Task, scope: Scope): Record<string, unknown> => {
  const made: Record<string, unknown> = {}
  const places = placesOf(task.args)
  const bare = BARE[task.module]
  for (const name of Object.keys(task.args)) {
    const value = task.args[name]
    // set_fact is told names, too.
    const key =
      task.module === 'set_fact' && name.includes('{')
        ? String(world.templates.deep(name, scope, places?.keys?.get(name) ?? task.argsSpan))
        : name
    // What is evaluated as an expression later is not templated now.
    made[key] = bare?.includes(name)
      ? value
      : world.templates.deep(value, scope, places?.values.get(name) ?? task.argsSpan)
  }
  const whole = withVariable(made, places?.values.get(VARIABLE_ARGS) ?? task.argsSpan)
  return places ? setPlaces(whole, places) : whole
}

/** With the arguments that a variable holds; those that are written win. */
const withVariable = (args: Record<string, unknown>, span: Span): Record<string, unknown> => {
  if (!Object.hasOwn(args, VARIABLE_ARGS)) return args
  const { [VARIABLE_ARGS]: held, ...own } = args
  if (isUnknown(held)) throw new UnknownRead(held)
  if (isDict(held)) return { ...held, ...own }
  throw new Mistake(
    error('args/type', 'the variable must hold a mapping of arguments', {
      span,
      hint: 'or write the arguments one by one',
    }),
  )
}

/** Arguments that are expressions themselves. */
const BARE: Readonly<Record<string, readonly string[]>> = {
  assert: ['that'],
  debug: ['var'],
  include_role: ['apply'],
  include_tasks: ['apply'],
}

const withoutOmitted = (value: unknown, omit: string): unknown => {
  if (Array.isArray(value)) {
    const kept = value.filter(item => item !== omit).map(item => withoutOmitted(item, omit))
    return kept.length === value.length && kept.every((item, index) => item === value[index])
      ? value
      : kept
  }
  if (!isDict(value)) return value
  const entries = Object.entries(value)
  const kept = entries
    .filter(([, part]) => part !== omit)
    .map(([name, part]) => [name, withoutOmitted(part, omit)] as const)
  if (
    kept.length === entries.length &&
    kept.every(([, part], index) => part === entries[index]?.[1])
  )
    return value
  const places = placesOf(value)
  const made = Object.fromEntries(kept)
  return places ? setPlaces(made, places) : made
}

/** A keyword's value, templated. */
export const valueOf = (world: World, context: Context, name: string, scope: Scope): unknown => {
  const located = keyword(context, name)
  if (!located) return undefined
  const value = world.templates.deep(located.value, scope, located.span)
  if (isUnknown(value)) throw new UnknownRead(value)
  return value === world.omit ? undefined : value
}

export const word = (
  world: World,
  context: Context,
  name: string,
  scope: Scope,
): string | undefined => {
  const value = valueOf(world, context, name, scope)
  return value === undefined || value === null ? undefined : String(value)
}

const TRUE = new Set(['yes', 'on', '1', 'true', 'y', 't'])

export const flag = (
  world: World,
  context: Context,
  name: string,
  scope: Scope,
): boolean | undefined => {
  const value = valueOf(world, context, name, scope)
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? TRUE.has(value.trim().toLowerCase()) : Boolean(value)
}

export const number = (
  world: World,
  context: Context,
  name: string,
  scope: Scope,
): number | undefined => {
  const value = valueOf(world, context, name, scope)
  return value === undefined || value === null ? undefined : Number(value)
}

const becomeFor = (world: World, context: Context, scope: Scope): Become | undefined =>
  becomeOf(name => known(scope.get(name)), world.options.become, {
    become: flag(world, context, 'become', scope),
    method: word(world, context, 'become_method', scope),
    user: word(world, context, 'become_user', scope),
    flags: word(world, context, 'become_flags', scope),
    exe: word(world, context, 'become_exe', scope),
  })

const known = (value: unknown): unknown => {
  if (value instanceof Unknown) throw new UnknownRead(value)
  return value
}

/** environment: of the play, blocks and task, merged; a list is merged too. */
const environmentOf = (
  world: World,
  context: Context,
  scope: Scope,
): Readonly<Record<string, string>> => {
  const merged: Record<string, string> = {}
  for (const located of gathered(context, 'environment')) {
    const value = known(world.templates.deep(located.value, scope, located.span))
    for (const part of Array.isArray(value) ? value : [value])
      if (isDict(part))
        for (const [name, text] of Object.entries(part)) merged[name] = str(known(text))
  }
  return merged
}
