// `macro` and `call`: a body of text with parameters, called like a function.
import { dict } from '../base/value.ts'
import { argumentsOf, call, expression, type Eval } from './evaluate.ts'
import { capture, statement } from './execute.ts'
import { Problem, typeProblem } from './problem.ts'
import type { Frame } from './run.ts'
import { walk, type Macro, type Node } from './tree.ts'
import { Callable, known, tuple, Undefined, type Keywords } from './values.ts'

const DEEPEST = 200

/** Which of the names that a macro may use without declaring them it does use. */
const extrasOf = (node: Macro): ReadonlySet<string> => {
  const used = new Set<string>()
  for (const part of walk(node.body))
    if (part.typename === 'Symbol' && ['caller', 'varargs', 'kwargs'].includes(part.value))
      used.add(part.value)
  return used
}

const tooMany = (name: string, most: number) =>
  typeProblem(`macro "${name}" takes not more than ${most} argument${most === 1 ? '' : 's'}`)

class MacroValue extends Callable {
  readonly #members: Readonly<Record<string, unknown>>
  constructor(name: string, run: Callable['call'], members: Readonly<Record<string, unknown>>) {
    super(name, run, 'Macro')
    this.#members = members
  }
  override member(name: string): unknown {
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined
  }
}

/** Makes a macro that lives in the frame where it is defined. */
export const macroOf = (node: Macro): ((frame: Frame) => Callable) => {
  const parameters = node.parameters.map(({ name, other }) => ({
    name,
    other: other && expression(other),
  }))
  const body = statement(node.body)
  const extras = extrasOf(node)
  const declared = new Set(parameters.map(({ name }) => name))

  const bindExtras = (args: readonly unknown[], keywords: Keywords, frame: Frame): void => {
    if (extras.has('varargs')) frame.set('varargs', tuple(args.slice(parameters.length)))
    else if (args.length > parameters.length) throw tooMany(node.name, parameters.length)
    const rest = [...keywords].filter(([name]) => !declared.has(name) && name !== 'caller')
    if (extras.has('kwargs')) frame.set('kwargs', dict(rest))
    else if (rest.length > 0)
      throw typeProblem(`macro "${node.name}" takes no argument "${rest[0]![0]}"`)
    if (declared.has('caller')) return
    const caller = keywords.get('caller')
    if (extras.has('caller')) frame.set('caller', caller ?? new Undefined('no caller is defined'))
    else if (caller !== undefined && node.name !== 'caller')
      throw typeProblem(`macro "${node.name}" was called by {% call %} but does not use caller()`)
  }

  const members: Readonly<Record<string, unknown>> = {
    name: node.name,
    arguments: tuple([...declared]),
    catch_kwargs: extras.has('kwargs'),
    catch_varargs: extras.has('varargs'),
    caller: extras.has('caller') || declared.has('caller'),
  }

  return home =>
    new MacroValue(
      node.name,
      (args, keywords) => {
        const frame = home.inner()
        if (++frame.run.depth > DEEPEST)
          throw new Problem('template/budget', `macro "${node.name}" calls itself too deeply`)
        try {
          parameters.forEach(({ name, other }, index) => {
            const given = index < args.length ? args[index] : keywords.get(name)
            if (index < args.length && keywords.has(name))
              throw typeProblem(`macro "${node.name}" got "${name}" twice`)
            frame.set(
              name,
              given ?? (given === null ? null : (other?.(frame) ?? missing(name, other))),
            )
          })
          bindExtras(args, keywords, frame)
          return capture(body, frame)
        } finally {
          frame.run.depth--
        }
      },
      members,
    )
}

const missing = (name: string, other: Eval | undefined): unknown =>
  other ? null : new Undefined(`parameter '${name}' was not provided`)

/** `{% call(x) macro(…) %}body{% endcall %}`: the macro is given its body as `caller`. */
export const callBlock = (node: Extract<Node, { typename: 'CallBlock' }>): Eval => {
  const callee = expression(node.call.name)
  const make = macroOf(node.caller)
  const args = argumentsOf(node.call.args)
  return frame => {
    const named = args.named(frame)
    named.set('caller', make(frame))
    return call(known(callee(frame)), args.list(frame), named, frame)
  }
}
