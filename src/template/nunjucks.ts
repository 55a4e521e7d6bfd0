// The two classes of nunjucks that are built upon, typed. Its own modules are loaded one by one:
// the package's entry would load its compiler, its loaders and its filters as well, none of which
// run here.
import { createRequire } from 'node:module'

export type Token = {
  readonly type: string
  readonly value: string
  /** Always 0: places are offsets, kept in `colno`. */
  readonly lineno: number
  readonly colno: number
  readonly end: number
}

export type Tags = Readonly<
  Record<
    | 'BLOCK_START'
    | 'BLOCK_END'
    | 'VARIABLE_START'
    | 'VARIABLE_END'
    | 'COMMENT_START'
    | 'COMMENT_END',
    string
  >
>

/** nunjucks' tokenizer: its tags and its place in the text. */
export interface Tokenizer {
  readonly str: string
  index: number
  in_code: boolean
  readonly tags: Tags
  readonly trimBlocks: boolean
  readonly lstripBlocks: boolean
  nextToken(): Token | null
}

/** What is used or replaced of nunjucks' recursive-descent parser. */
export interface Parser {
  tokens: Tokenizer
  peeked: Token | null
  breakOnBlocks: readonly string[] | null
  nextToken(withWhitespace?: boolean): Token | null
  peekToken(): Token | null
  pushToken(token: Token | null): void
  fail(message: string, line?: number, column?: number): never
  skip(type: string): boolean
  expect(type: string): Token
  skipValue(type: string, value: string): boolean
  skipSymbol(value: string): boolean
  advanceAfterVariableEnd(): void
  parseUntilBlocks(...names: string[]): unknown
  parseStatement(): unknown
  parseOr(): unknown
  parseFilter(node: unknown): unknown
  parseAsRoot(): unknown
}

type TokenizerOptions = { tags?: object; trimBlocks?: boolean; lstripBlocks?: boolean }

const load = createRequire(import.meta.url)
const lexer = load('nunjucks/src/lexer.js') as { lex(text: string, options?: object): object }
const parser = load('nunjucks/src/parser.js') as { Parser: new (tokens: Tokenizer) => Parser }

/** The class itself is not exported by nunjucks, its instances are. */
export const NunjucksTokenizer = lexer.lex('').constructor as new (
  text: string,
  options?: TokenizerOptions,
) => Tokenizer

export const NunjucksParser = parser.Parser
