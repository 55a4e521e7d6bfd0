// nunjucks' parser with places that are offsets: its handling of tokens is kept, its errors and
// ends of nodes are ours.
import { NunjucksParser, type Token } from './nunjucks.ts'
import { Problem } from './problem.ts'
import type { Node } from './tree.ts'

type Loose<T> = T extends unknown ? Omit<T, 'lineno' | 'colno' | 'end'> : never

const CLOSES: Readonly<Record<string, string>> = {
  'right-paren': ')',
  'right-bracket': ']',
  'right-curly': '}',
  'block-end': 'the end of the tag',
  'variable-end': 'the end of the expression',
}

export class TokenParser extends NunjucksParser {
  #last: Token | null = null
  #before: Token | null = null

  // The end of the last token read is the end of the node that is being made.
  override nextToken(): Token | null {
    const token = this.peeked ?? this.tokens.nextToken()
    this.peeked = null
    this.#before = this.#last
    this.#last = token
    return token
  }
  override peekToken(): Token | null {
    this.peeked ??= this.tokens.nextToken()
    return this.peeked
  }
  override pushToken(token: Token | null): void {
    this.#last = this.#before
    this.peeked = token
  }

  // Places of ours are offsets, and problems have no line yet.
  override fail(message: string, _line?: number, column?: number): never {
    const token = this.peekToken()
    const from = column ?? token?.colno ?? this.tokens.str.length
    const to = token && token.colno === from ? token.end : from + 1
    throw new Problem('template/syntax', message, { place: { from, to } })
  }

  protected node<T extends Node>(from: number, parts: Loose<T>): Node {
    const made = { ...parts, lineno: 0, colno: from, end: this.#last?.end ?? from }
    return made as unknown as Node
  }

  protected at(): number {
    return this.peekToken()?.colno ?? this.tokens.str.length
  }

  /** Says what stands here instead of what was expected. */
  protected unexpected(wanted: string): never {
    const token = this.peekToken()
    const found = token ? (CLOSES[token.type] ?? `"${token.value}"`) : 'the end of the text'
    return this.fail(`${found} stands where ${wanted} was expected`)
  }

  protected want(type: string, wanted: string): Token {
    if (this.peekToken()?.type !== type) this.unexpected(wanted)
    return this.nextToken()!
  }

  protected isNext(type: string, value?: string): boolean {
    const token = this.peekToken()
    return token?.type === type && (value === undefined || token.value === value)
  }

  /** A name with dots: of a filter or a test. */
  protected dotted(wanted: string): string {
    let name = this.want('symbol', wanted).value
    while (this.skipValue('operator', '.')) name += `.${this.want('symbol', wanted).value}`
    return name
  }
}
