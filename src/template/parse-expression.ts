// nunjucks' parser with Jinja2's expressions. Kept: the handling of tokens, `or`, `and`, `not`,
// chains of filters. Replaced, each beside its reason: what nunjucks parses wrongly or not at all.
import { CONSTANTS, numberValue } from './literals.ts'
import { TokenParser } from './parse-tokens.ts'
import type { Arguments, BinaryName, Comparison, Node, Spread } from './tree.ts'

const NONE: Arguments = { list: [], named: [], more: undefined }
const COMPARISONS: readonly string[] = ['==', '!=', '<', '>', '<=', '>=']
/** Words that cannot begin the bare argument of a test. */
const AFTER_TEST: readonly string[] = ['else', 'or', 'and', 'if', 'in', 'not', 'is']
export class ExpressionParser extends TokenParser {
  #depth = 0

  // Nesting is bounded, or a text of brackets would end in a stack overflow.
  parseExpression(): Node {
    if (++this.#depth > 150) this.fail('expression is nested too deeply')
    const node = this.parseInlineIf()
    this.#depth--
    return node
  }

  // nunjucks does not chain `a if b else c if d else e`.
  parseInlineIf(): Node {
    const from = this.at()
    let body = this.parseOr() as Node
    while (this.skipSymbol('if')) {
      const cond = this.parseOr() as Node
      const else_ = this.skipSymbol('else') ? this.parseInlineIf() : undefined
      body = this.node(from, { typename: 'InlineIf', body, cond, else_ })
    }
    return body
  }

  // Only to bound the nesting.
  parseNot(): Node {
    if (++this.#depth > 150) this.fail('expression is nested too deeply')
    const from = this.at()
    const node = this.skipSymbol('not')
      ? this.node(from, { typename: 'Not', target: this.parseNot() })
      : this.parseIn()
    this.#depth--
    return node
  }

  // `not` binds weaker than a comparison, and `in` is a comparison like others: 1 < x in y chains.
  parseIn(): Node {
    const from = this.at()
    const expr = this.parseMath()
    const ops: { type: Comparison; expr: Node }[] = []
    for (let type = this.#comparison(); type; type = this.#comparison())
      ops.push({ type, expr: this.parseMath() })
    return ops.length > 0 ? this.node(from, { typename: 'Compare', expr, ops }) : expr
  }

  #comparison(): Comparison | undefined {
    const token = this.peekToken()
    if (token?.type === 'operator' && COMPARISONS.includes(token.value))
      return this.nextToken()!.value as Comparison
    if (this.skipSymbol('in')) return 'in'
    if (!this.isNext('symbol', 'not')) return undefined
    const not = this.nextToken()!
    if (this.skipSymbol('in')) return 'not in'
    // Two tokens of look-ahead: what follows the `not` goes back too.
    return this.fail('"not" stands where an operator was expected', 0, not.colno)
  }

  // nunjucks gives each of + - * / // % a level of its own; Python has two, and `~` between them.
  parseMath(): Node {
    return this.#chain({ '+': 'Add', '-': 'Sub' }, () => this.parseJoin())
  }
  parseJoin(): Node {
    const from = this.at()
    const children = [this.#product()]
    while (this.skip('tilde')) children.push(this.#product())
    return children.length > 1 ? this.node(from, { typename: 'Concat', children }) : children[0]!
  }
  #product(): Node {
    return this.#chain({ '*': 'Mul', '/': 'Div', '//': 'FloorDiv', '%': 'Mod' }, () =>
      this.#chain({ '**': 'Pow' }, () => this.parseSigned(true)),
    )
  }
  #chain(names: Readonly<Record<string, BinaryName>>, operand: () => Node): Node {
    const from = this.at()
    let left = operand()
    for (;;) {
      const token = this.peekToken()
      const typename =
        token?.type === 'operator' && Object.hasOwn(names, token.value)
          ? names[token.value]
          : undefined
      if (!typename) return left
      this.nextToken()
      left = this.node(from, { typename, left, right: operand() })
    }
  }

  // Tests bind as tightly as filters: `a == 7 is defined` tests the 7.
  parseSigned(withFilters: boolean): Node {
    if (++this.#depth > 400) this.fail('expression is nested too deeply')
    const from = this.at()
    let node: Node
    if (this.skipValue('operator', '-'))
      node = this.node(from, { typename: 'Neg', target: this.parseSigned(false) })
    else if (this.skipValue('operator', '+'))
      node = this.node(from, { typename: 'Pos', target: this.parseSigned(false) })
    else node = this.parsePrimary()
    node = this.parsePostfix(node)
    if (withFilters) node = this.parseFilter(node)
    this.#depth--
    return node
  }

  override parseFilter(value: Node): Node {
    let node = value
    for (;;) {
      if (this.skip('pipe')) node = this.parseFilterCall(node)
      else if (this.skipSymbol('is')) node = this.#test(node)
      else if (this.isNext('left-paren')) node = this.parsePostfix(node)
      else return node
    }
  }

  /** The name of a filter and its arguments, applied to a value. */
  parseFilterCall(value: Node): Node {
    const from = this.at()
    const name = this.dotted('the name of a filter')
    const args = this.isNext('left-paren') ? this.parseArguments() : NONE
    return this.node(from, { typename: 'Filter', name, value, args })
  }

  // nunjucks takes a comparison for the test, so `is sameas true` and `is in [1]` fail.
  #test(value: Node): Node {
    const not = this.skipSymbol('not')
    const from = this.at()
    const name = this.dotted('the name of a test')
    const token = this.peekToken()
    let args = NONE
    if (token?.type === 'left-paren') args = this.parseArguments()
    else if (
      token &&
      ['symbol', 'string', 'int', 'float', 'left-bracket', 'left-curly'].includes(token.type) &&
      !(token.type === 'symbol' && AFTER_TEST.includes(token.value))
    )
      args = { ...NONE, list: [this.parsePostfix(this.parsePrimary())] }
    const target = this.node(from, { typename: 'Test', name, value, args })
    return not ? this.node(from, { typename: 'Not', target }) : target
  }

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
