// A YAML text as documents: read strictly first, since that finds the place of a mistake; what is only indented as the
// strict reading will not have it, and PyYAML does not mind, is read once more.
import { Composer, Parser, type CST, type Document } from 'yaml'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Source } from '../base/source.ts'
import { lenientTokens } from './lenient-lexer.ts'
import { DEEPEST, LARGEST, tooBig, tooDeep } from './yaml-limits.ts'

/** The documents, mistakes in them; or why the text is not read at all. */
export const documentsOf = (source: Source): readonly Document[] | Diagnostic => {
  if (source.text.length > LARGEST) return tooBig(source)
  const strict = composed(source.text, text => new Parser().parse(text))
  if (!strict) return tooDeep(source)
  if (strict.every(isRight)) return strict
  const lenient = composed(source.text, lenientTokens)
  return lenient?.every(isRight) ? lenient : strict
}

const isRight = ({ errors }: Document): boolean => errors.length === 0

/** Undefined where it nests too deep. */
const composed = (
  text: string,
  tokenize: (text: string) => Iterable<CST.Token>,
): readonly Document[] | undefined => {
  const tokens = unlessEndless(() => [...tokenize(text)])
  if (!tokens || depthOf(tokens) > DEEPEST) return undefined
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  return [...composer.compose(tokens)]
}

/** Undefined where lines nest so deep by their indentation that the parser recurses to its end. */
const unlessEndless = <T>(parse: () => T): T | undefined => {
  try {
    return parse()
  } catch (problem) {
    if (problem instanceof RangeError) return undefined
    throw problem
  }
}

/**
 * How deep a text nests. The parser takes almost any depth, all that comes after it recurses; and where the stack is
 * nearly used up, V8 may end the process instead of throwing.
 */
const depthOf = (tokens: readonly CST.Token[]): number => {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map(token => ({
    token,
    depth: 0,
  }))
  let deepest = 0
  for (let next = open.pop(); next && deepest <= DEEPEST; next = open.pop()) {
    const { token, depth } = next
    deepest = Math.max(deepest, depth)
    if ('items' in token)
      for (const { key, value } of token.items)
        for (const part of [key, value]) if (part) open.push({ token: part, depth: depth + 1 })
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth })
  }
  return deepest
}
