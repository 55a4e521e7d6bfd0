// What no YAML text needs, and how it is refused: the sentences, and where the limits are.
import { error, type Diagnostic } from '../base/diagnostic.ts'
import type { Source, Span } from '../base/source.ts'

/** No one writes so deep, or so much: the tree of a text takes some ten times its size. */
export const DEEPEST = 500
export const LARGEST = 32 * 2 ** 20
/** Values that aliases may stand for: they share memory, but whoever prints or compares them walks through all. */
export const MOST_ALIASED = 1_000_000

export const tooDeep = (source: Source): Diagnostic =>
  error('yaml/too-deep', 'the text nests deeper than can be read', {
    span: { file: source.file, from: 0, to: 1 },
  })

export const tooBig = ({ file, text }: Source): Diagnostic =>
  error(
    'yaml/too-big',
    `the text has ${Math.round(text.length / 2 ** 20)} million characters, expected at most 32`,
    {
      span: { file, from: 0, to: 0 },
      hint: 'split it, or copy large data as a file',
    },
  )

export const tooMany = (span: Span): Diagnostic =>
  error('yaml/too-many', 'the aliases up to here stand for more than a million values', {
    span,
    hint: 'aliases of aliases multiply: write a template instead',
  })
