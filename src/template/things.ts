// The objects that Jinja2 itself makes: loop, namespace, cycler, joiner, modules of imported
// templates.
import { keyText, repr } from './print.ts'
import { typeProblem } from './problem.ts'
import { callable } from './arguments.ts'
import { same } from './compare.ts'
import { Callable, Thing, Undefined } from './values.ts'

/** `namespace()`: what `{% set ns.x = … %}` writes to. */
export class Namespace extends Thing {
  readonly type = 'namespace'
  readonly names: Map<string, unknown>
  constructor(entries: Iterable<readonly [string, unknown]>) {
    super()
    this.names = new Map(entries)
  }
  override member(name: string): unknown {
    return this.names.get(name)
  }
  toString(): string {
    const parts = [...this.names].map(([name, value]) => `'${name}': ${repr(value)}`)
    return `<Namespace {${parts.join(', ')}}>`
  }
}

/** The macros and variables of an imported template. */
export class Module extends Thing {
  readonly type = 'module'
  readonly name: string
  readonly names: ReadonlyMap<string, unknown>
  readonly text: string
  constructor(name: string, names: ReadonlyMap<string, unknown>, text: string) {
    super()
    this.name = name
    this.names = names
    this.text = text
  }
  override member(name: string): unknown {
    return name.startsWith('_') ? undefined : this.names.get(name)
  }
  toString(): string {
    return this.text
  }
}

/** `loop` inside of `for`. */
export class Loop extends Thing {
  readonly type = 'LoopContext'
  index = -1
  readonly items: readonly unknown[]
  readonly depth: number
  readonly again: ((items: unknown) => string) | undefined
  #changed: readonly unknown[] | undefined

  constructor(items: readonly unknown[], depth: number, again?: (items: unknown) => string) {
    super()
    this.items = items
    this.depth = depth
    this.again = again
  }

  override member(name: string): unknown {
    const { index, items, depth } = this
    switch (name) {
      case 'index':
        return index + 1
      case 'index0':
        return index
      case 'revindex':
        return items.length - index
      case 'revindex0':
        return items.length - index - 1
      case 'first':
        return index === 0
      case 'last':
        return index === items.length - 1
      case 'length':
        return items.length
      case 'depth':
        return depth
      case 'depth0':
        return depth - 1
      case 'previtem':
        return index > 0 ? items[index - 1] : new Undefined('there is no previous item')
      case 'nextitem':
        return index + 1 < items.length ? items[index + 1] : new Undefined('there is no next item')
      case 'cycle':
        return this.#cycle()
      case 'changed':
        return this.#isChanged()
      default:
        return undefined
    }
  }

  #cycle(): Callable {
    return callable('cycle', ['*values'], (_values, rest) => {
      if (rest.length === 0) throw typeProblem('loop.cycle() needs values to cycle through')
      return rest[this.index % rest.length]
    })
  }

  #isChanged(): Callable {
    return callable('changed', ['*values'], (_values, rest) => {
      const before = this.#changed
      this.#changed = rest
      return before === undefined || !same(before, rest)
    })
  }

  toString(): string {
    return `<LoopContext ${this.index + 1}/${this.items.length}>`
  }
}

/** `cycler('odd', 'even')`. */
export class Cycler extends Thing {
  readonly type = 'Cycler'
  readonly #items: readonly unknown[]
  #at = 0
  constructor(items: readonly unknown[]) {
    super()
    if (items.length === 0) throw typeProblem('cycler() needs at least one value')
    this.#items = items
  }
  override member(name: string): unknown {
    if (name === 'current') return this.#items[this.#at]
    if (name === 'next')
      return callable(name, [], () => {
        const item = this.#items[this.#at]
        this.#at = (this.#at + 1) % this.#items.length
        return item
      })
    if (name === 'reset')
      return callable(name, [], () => {
        this.#at = 0
        return null
      })
    return undefined
  }
  toString(): string {
    return '<Cycler>'
  }
}

/** `joiner(', ')`: nothing the first time it is called, then the text. */
export const joiner = (text: string): Callable => {
  let used = false
  return callable('joiner', [], () => {
    if (used) return text
    used = true
    return ''
  })
}

/** All variables, as `vars` gives them. */
export class Variables extends Thing {
  readonly type = 'dict'
  readonly #get: (name: string) => unknown
  readonly #names: () => Iterable<string>
  constructor(get: (name: string) => unknown, names: () => Iterable<string>) {
    super()
    this.#get = get
    this.#names = names
  }
  override member(name: string): unknown {
    if (name === '__iter__' || name === 'keys') return callable(name, [], () => [...this.#names()])
    if (name === 'get')
      return callable(
        name,
        ['key', 'default?'],
        ([key, other = null]) => this.#get(keyText(key)) ?? other,
      )
    return this.#get(name)
  }
  toString(): string {
    return '<vars>'
  }
}
