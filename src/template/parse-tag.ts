// What the tags of Jinja2 share: their words, bodies and ends, names to set, parameters.
import { ExpressionParser } from './parse-expression.ts'
import { Problem } from './problem.ts'
import type { Node, Parameter } from './tree.ts'

export class TagParser extends ExpressionParser {
  /** The tag's word, then what it holds. */
  protected open(): number {
    return this.nextToken()!.colno
  }

  protected endOfTag(): void {
    this.want('block-end', '"%}"')
  }

  /** A body up to its end tag, whose name may follow it. */
  protected body(tag: string, from: number, name?: string): Node {
    this.endOfTag()
    const body = this.parseUntilBlocks(`end${tag}`) as Node
    this.close(tag, from)
    if (name !== undefined) this.skipSymbol(name)
    this.endOfTag()
    return body
  }

  protected close(tag: string, from: number): void {
    if (!this.skipSymbol(`end${tag}`))
      throw new Problem('template/syntax', `"${tag}" has no end: "{% end${tag} %}" was expected`, {
        place: { from, to: from + tag.length },
      })
  }

  /** A name, `a.b` of a namespace, or several with commas and brackets. */
  protected target(stop?: string): Node {
    const one = (): Node => {
      const from = this.at()
      if (this.skip('left-paren')) {
        const inner = this.target()
        this.want('right-paren', '")"')
        return inner
      }
      const name = this.want('symbol', 'a name').value
      const target = this.node(from, { typename: 'Symbol', value: name })
      if (!this.skipValue('operator', '.')) return target
      const val = this.node(this.at(), {
        typename: 'Literal',
        value: this.want('symbol', 'a name').value,
      })
      return this.node(from, { typename: 'LookupVal', target, val, dot: true })
    }
    return this.parseTuple(one, stop)
  }

  protected withContext(other: boolean): boolean {
    const word = this.skipSymbol('with') ? true : this.skipSymbol('without') ? false : undefined
    if (word === undefined) return other
    if (!this.skipSymbol('context')) this.unexpected('"context"')
    return word
  }

  protected parameters(): Parameter[] {
    const parameters: Parameter[] = []
    this.want('left-paren', '"("')
    while (!this.skip('right-paren')) {
      if (parameters.length > 0) this.want('comma', '"," or ")"')
      if (this.skip('right-paren')) break
      const name = this.want('symbol', 'the name of a parameter').value
      parameters.push({
        name,
        other: this.skipValue('operator', '=') ? this.parseExpression() : undefined,
      })
    }
    return parameters
  }
}
