// What joins operands, as Jinja2 has it: operators by how tightly they bind, filters and tests. Kept of nunjucks: the
// handling of tokens, `or`, `and`. Replaced, each beside its reason: what nunjucks parses wrongly or not at all.
import { OperandParser } from './parse-operand.ts'
import type { Arguments, BinaryName, Comparison, Node } from './tree.ts'

const NONE: Arguments = { list: [], named: [], more: undefined }
const COMPARISONS: readonly string[] = ['==', '!=', '<', '>', '<=', '>=']
/** Words that cannot begin the bare argument of a test. */
const AFTER_TEST: readonly string[] = ['else', 'or', 'and', 'if', 'in', 'not', 'is']

export class ExpressionParser extends OperandParser {
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
}
