// Quoted texts and flow collections may go on at any indentation, as PyYAML has it. What is wrong with a text is better
// told by the strict reading, so this is for texts that it refuses.
import { Lexer, Parser, type CST } from 'yaml'

/** The part of the lexer that looks at indentation; yaml's version is pinned, and a test holds this to it. */
type Inside = {
  indentNext: number
  parseQuotedScalar(): Generator<string, unknown>
  parseFlowCollection(): Generator<string, unknown>
}

/** The tokens of a text. */
export const lenientTokens = (text: string): readonly CST.Token[] => {
  const lexer = new Lexer()
  const inside = lexer as unknown as Inside
  for (const name of ['parseQuotedScalar', 'parseFlowCollection'] as const) {
    const strict = inside[name]
    inside[name] = function* (this: Inside) {
      const { indentNext } = this
      this.indentNext = 0
      try {
        return yield* strict.call(this)
      } finally {
        this.indentNext = indentNext
      }
    }
  }
  const parser = new Parser()
  const tokens: CST.Token[] = []
  for (const lexeme of lexer.lex(text)) tokens.push(...parser.next(lexeme))
  tokens.push(...parser.end())
  return tokens
}
