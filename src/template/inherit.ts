// Templates of several files: block, super, extends, include, import. Files come from
// FileOptions.find alone.
import { capture, statement, type Act } from './execute.ts'
import { expression } from './evaluate.ts'
import { str } from './print.ts'
import { Problem, typeProblem } from './problem.ts'
import { Frame, type Origin } from './run.ts'
import { Module } from './things.ts'
import { walk, type Block, type Node } from './tree.ts'
import { callable } from './arguments.ts'
import { Callable, known, Thing, Undefined, iterate } from './values.ts'

/** A compiled text: what it does, and its blocks by name. */
export type Program = {
  readonly origin: Origin
  readonly act: Act
  readonly blocks: ReadonlyMap<string, Act>
  /** Calls a method that changes a value, or loads other templates that may. */
  readonly changes: boolean
}

/** Compiles the file of a name; set by whoever keeps the cache. */
export type LoadProgram = (
  file: { readonly file: string; readonly text: string },
  frame: Frame,
) => Program

/** What a chain of `extends` gathers: the versions of each block, the youngest first. */
type Chain = { blocks: Map<string, Act[]>; parent: Program | undefined; load: LoadProgram }

const chains = new WeakMap<Frame, Chain>()

const rootOf = (frame: Frame): Frame => {
  let at = frame
  while (at.parent && !chains.has(at)) at = at.parent
  return at
}

const chainOf = (frame: Frame): Chain => {
  const chain = chains.get(rootOf(frame))
  if (!chain)
    throw new Problem('template/syntax', 'blocks and includes work in template files only')
  return chain
}

const addBlocks = (chain: Chain, program: Program): void => {
  for (const [name, act] of program.blocks) {
    const own: Act = frame => act(new Frame(frame.run, program.origin, frame))
    chain.blocks.set(name, [...(chain.blocks.get(name) ?? []), own])
  }
}

/** Runs a program, and then what it extends, in one root frame. */
export const runProgram = (program: Program, root: Frame, load: LoadProgram): void => {
  const chain: Chain = { blocks: new Map(), parent: undefined, load }
  chains.set(root, chain)
  if (program.blocks.size > 0) root.set('self', new Self(root))
  if (++root.run.depth > 60)
    throw new Problem('template/budget', 'templates include or extend each other too deeply')
  let current: Program | undefined = program
  for (let generation = 0; current; generation++) {
    if (generation > 60)
      throw new Problem('template/budget', 'templates extend each other too deeply')
    addBlocks(chain, current)
    chain.parent = undefined
    const act: Act = current.act
    const frame: Frame = generation === 0 ? root : new Frame(root.run, current.origin, root)
    // All generations share one set of names, as they share one context in Jinja2.
    frame.vars = root.vars ??= new Map()
    // What a template writes outside of its blocks is dropped when it extends another.
    const text = capture(act, frame)
    current = chain.parent
    if (!current) root.run.out.push(text)
  }
  root.run.depth--
}

/** The blocks of a tree, wherever they stand. */
export const blocksOf = (node: Node): ReadonlyMap<string, Act> => {
  const blocks = new Map<string, Act>()
  for (const part of walk(node)) {
    if (part.typename !== 'Block') continue
    if (blocks.has(part.name))
      throw new Problem('template/syntax', `block "${part.name}" is defined twice`, {
        place: { from: part.colno, to: part.end ?? part.colno + 5 },
      })
    blocks.set(part.name, statement(part.body))
  }
  return blocks
}

class Self extends Thing {
  readonly type = 'TemplateReference'
  readonly #frame: Frame
  constructor(frame: Frame) {
    super()
    this.#frame = frame
  }
  override member(name: string): unknown {
    const versions = chainOf(this.#frame).blocks.get(name)
    return (
      versions &&
      callable(name, [], () => capture(() => runBlock(versions, 0, this.#frame, name), this.#frame))
    )
  }
  toString(): string {
    return '<self>'
  }
}

/** `super()`, and `super.super()` of the block above it. */
class Super extends Callable {
  readonly #above: () => Super
  constructor(versions: readonly Act[], index: number, outer: Frame, name: string) {
    super('super', () => {
      if (!versions[index])
        throw new Problem('template/undefined', `block "${name}" has no parent block for super()`)
      return capture(() => runBlock(versions, index, outer, name), outer)
    })
    this.#above = () => new Super(versions, index + 1, outer, name)
  }
  override member(name: string): unknown {
    return name === 'super' ? this.#above() : undefined
  }
}

const runBlock = (versions: readonly Act[], index: number, outer: Frame, name: string): void => {
  const frame = outer.inner()
  frame.set('super', new Super(versions, index + 1, outer, name))
  frame.set('self', new Self(outer))
  versions[index]!(frame)
}

/**
 * A block where it stands: its youngest version. It sees the template's names, not the loop's
 * around it.
 */
export const blockOf = (node: Block): Act => {
  const own = statement(node.body)
  return frame => {
    const root = rootOf(frame)
    const chain = chains.get(root)
    const versions = chain?.blocks.get(node.name) ?? [own]
    if (chain?.parent) return
    if (node.required && versions[0] === versions.at(-1))
      throw new Problem(
        'template/undefined',
        `block "${node.name}" is required, and nobody wrote it`,
      )
    runBlock(versions, 0, node.scoped ? frame : root, node.name)
  }
}

const fileOf = (name: unknown, frame: Frame): { file: string; text: string } | undefined =>
  frame.origin.find?.(str(known(name)))

const notFound = (names: readonly unknown[]): Problem =>
  new Problem('template/missing', `template "${names.map(str).join('", "')}" was not found`, {
    hint: 'it is looked for beside the template and in the templates folder of the role',
  })

/** The first file there is of one name or a list of them. */
const loadFirst = (value: unknown, frame: Frame): Program | undefined => {
  for (const name of Array.isArray(value) ? iterate(value) : [value]) {
    const file = fileOf(name, frame)
    if (!file) continue
    const program = chainOf(frame).load(file, frame)
    frame.run.changes ||= program.changes
    return program
  }
  return undefined
}

const mustLoad = (value: unknown, frame: Frame): Program => {
  const program = loadFirst(value, frame)
  if (!program) throw notFound(Array.isArray(value) ? value : [value])
  return program
}

export const extend = (node: Extract<Node, { typename: 'Extends' }>): Act => {
  const template = expression(node.template)
  return frame => {
    const chain = chainOf(frame)
    if (chain.parent)
      throw new Problem('template/syntax', 'a template can extend one template only')
    chain.parent = mustLoad(template(frame), frame)
  }
}

/** The included text sees the names where it is included; what it sets stays its own. */
export const include = (node: Extract<Node, { typename: 'Include' }>): Act => {
  const template = expression(node.template)
  return frame => {
    const names = known(template(frame))
    const program = loadFirst(names, frame)
    if (!program && node.ignoreMissing) return
    if (!program) throw notFound(Array.isArray(names) ? names : [names])
    const inner = node.withContext
      ? new Frame(frame.run, program.origin, frame)
      : new Frame(frame.run, program.origin, undefined, true)
    runProgram(program, inner, chainOf(frame).load)
  }
}

const moduleOf = (value: unknown, withContext: boolean, frame: Frame): Module => {
  const program = mustLoad(known(value), frame)
  const inner = new Frame(frame.run, program.origin, withContext ? frame : undefined, !withContext)
  const text = capture(() => runProgram(program, inner, chainOf(frame).load), inner)
  return new Module(program.origin.file ?? '', inner.vars ?? new Map(), text)
}

export const importInto = (node: Extract<Node, { typename: 'Import' | 'FromImport' }>): Act => {
  const template = expression(node.template)
  if (node.typename === 'Import')
    return frame => frame.set(node.target, moduleOf(template(frame), node.withContext, frame))
  return frame => {
    const module = moduleOf(template(frame), node.withContext, frame)
    for (const [name, alias] of node.names) {
      if (name.startsWith('_'))
        throw typeProblem(`"${name}" cannot be imported: it begins with an underscore`)
      frame.set(
        alias,
        module.member(name) ??
          new Undefined(`the template "${module.name}" does not export "${name}"`),
      )
    }
  }
}
