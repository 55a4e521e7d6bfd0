// What operators stand between, as Jinja2 has it: names, literals, what stands in brackets, and what is taken of them
// by a dot, an index or a call. Operators are parse-expression's.
import { CONSTANTS, numberValue } from './literals.ts'
import { TokenParser } from './parse-tokens.ts'
import type { Arguments, Node, Spread } from './tree.ts'

export abstract class OperandParser extends TokenParser {
  abstract parseExpression(): Node

  // Adjacent texts are one; `null` is a name; numbers come as Python has them.
  parsePrimary(): Node {
    const from = this.at()
    const token = this.nextToken()
    if (token?.type === 'symbol') {
      if (CONSTANTS.has(token.value))
        return this.node(from, { typename: 'Literal', value: CONSTANTS.get(token.value) })
      return this.node(from, { typename: 'Symbol', value: token.value })
    }
    if (token?.type === 'string') {
      let value = token.value
      while (this.isNext('string')) value += this.nextToken()!.value
      return this.node(from, { typename: 'Literal', value })
    }
    if (token?.type === 'int' || token?.type === 'float')
      return this.node(from, { typename: 'Literal', value: numberValue(token.value) })
    if (token?.type === 'left-paren') return this.#inParens(from)
    if (token?.type === 'left-bracket') {
      const children = this.#items('right-bracket', '"]"')
      return this.node(from, { typename: 'Array', children })
    }
    if (token?.type === 'left-curly') return this.#dict(from)
    this.pushToken(token)
    return this.unexpected('an expression')
  }

  // nunjucks' Group keeps the last value of `(a, b)`; a comma makes a tuple.
  #inParens(from: number): Node {
    const node = this.skip('right-paren') ? undefined : this.parseTuple()
    if (!node) return this.node(from, { typename: 'Tuple', children: [] })
    this.want('right-paren', '")"')
    return node
  }

  /** One expression, or a tuple of several: `a, b` and `a,`. `stop` is a word that ends it. */
  parseTuple(one: () => Node = () => this.parseExpression(), stop?: string): Node {
    const from = this.at()
    const children = [one()]
    let isTuple = false
    while (this.skip('comma')) {
      isTuple = true
      const type = this.peekToken()?.type
      if (
        type === 'right-paren' ||
        type === 'variable-end' ||
        type === 'block-end' ||
        this.isNext('operator', '=')
      )
        break
      if (stop !== undefined && this.isNext('symbol', stop)) break
      children.push(one())
    }
    return isTuple ? this.node(from, { typename: 'Tuple', children }) : children[0]!
  }

  // A trailing comma is allowed everywhere.
  #items(close: string, shown: string): Node[] {
    const children: Node[] = []
    while (!this.skip(close)) {
      if (children.length > 0) this.want('comma', `"," or ${shown}`)
      if (this.skip(close)) break
      children.push(this.parseExpression())
    }
    return children
  }

  // Keys are expressions; nunjucks takes a name for its own text.
  #dict(from: number): Node {
    const pairs: [Node, Node][] = []
    while (!this.skip('right-curly')) {
      if (pairs.length > 0) this.want('comma', '"," or "}"')
      if (this.skip('right-curly')) break
      const key = this.parseExpression()
      this.want('colon', '":"')
      pairs.push([key, this.parseExpression()])
    }
    return this.node(from, { typename: 'Dict', pairs })
  }

  // Adds `x.0`, slices and tuples as indexes.
  parsePostfix(node: Node): Node {
    const from = node.colno
    let target = node
    for (;;) {
      if (this.isNext('left-paren')) {
        const args = this.parseArguments()
        target = this.node(from, { typename: 'FunCall', name: target, args })
      } else if (this.skip('left-bracket')) target = this.#subscript(target, from)
      else if (this.skipValue('operator', '.')) {
        const at = this.at()
        const token = this.isNext('int')
          ? this.nextToken()!
          : this.want('symbol', 'a name or number after the dot')
        const value = token.type === 'int' ? numberValue(token.value) : token.value
        const val = this.node(at, { typename: 'Literal', value })
        target = this.node(from, { typename: 'LookupVal', target, val, dot: token.type !== 'int' })
      } else return target
    }
  }

  #subscript(target: Node, from: number): Node {
    const parts: (Node | undefined)[] = []
    let isSlice = false
    while (!this.skip('right-bracket')) {
      if (parts.length >= 3) this.unexpected('"]"')
      const empty = this.isNext('colon') || this.isNext('right-bracket')
      parts.push(empty ? undefined : this.parseTuple(() => this.parseExpression(), ''))
      if (this.skip('colon')) isSlice = true
      else {
        this.want('right-bracket', '"]"')
        break
      }
    }
    if (isSlice) return this.node(from, { typename: 'Slice', target, parts })
    if (!parts[0]) this.fail('an index was expected between "[" and "]"')
    return this.node(from, { typename: 'LookupVal', target, val: parts[0], dot: false })
  }

  // Adds `*args` and `**keywords`.
  parseArguments(): Arguments {
    this.want('left-paren', '"("')
    const list: (Node | Spread)[] = []
    const named: { name: string; value: Node }[] = []
    let more: Node | undefined
    let first = true
    while (!this.skip('right-paren')) {
      if (!first) this.want('comma', '"," or ")"')
      first = false
      if (this.skip('right-paren')) break
      const at = this.at()
      if (this.skipValue('operator', '**')) more = this.parseExpression()
      else if (this.skipValue('operator', '*'))
        list.push({ typename: 'Spread', lineno: 0, colno: at, value: this.parseExpression() })
      else {
        const arg = this.parseExpression()
        if (arg.typename === 'Symbol' && this.skipValue('operator', '='))
          named.push({ name: arg.value, value: this.parseExpression() })
        else if (named.length > 0 || more)
          this.fail('positional argument follows a named one', 0, at)
        else list.push(arg)
      }
    }
    return { list, named, more }
  }
}
