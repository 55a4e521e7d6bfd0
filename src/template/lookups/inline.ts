// Options inside of a lookup's term, the old way of writing them: `key file=a.csv col=2`. Those of the term win.
import { shellWords } from '../../base/shlex.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import type { Options } from './lookup.ts'

/** The words of a term that are no options, and all options. */
export const inline = (
  lookup: string,
  term: unknown,
  given: Options,
  known: readonly string[],
): { readonly key: string; readonly options: Options } => {
  const text = str(term)
  if (!text.includes('=')) return { key: text, options: given }
  const plain: string[] = []
  const own: Record<string, string> = {}
  for (const { text: word } of shellWords(text).words) {
    const at = word.indexOf('=')
    if (at < 1) plain.push(word)
    else if (known.includes(word.slice(0, at))) own[word.slice(0, at)] = word.slice(at + 1)
    else throw typeProblem(`${lookup} has no option "${word.slice(0, at)}"`, known.join(', '))
  }
  return { key: plain.join(' '), options: { ...given, ...own } }
}
