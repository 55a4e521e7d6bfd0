// A written text → the variables it uses, with their places in the file. Wrong syntax comes back as a diagnostic.
import { Mistake, warning, type Diagnostic } from '../../base/diagnostic.ts'
import type { Source, Span } from '../../base/source.ts'
import type { NameUse, Templates } from '../../model/template.ts'
import type { Written } from './texts.ts'

export type Use = { readonly name: string; readonly span: Span; readonly guarded: boolean }

/** Reads texts once each, however often they are asked for. */
export type ReadUses = (written: Written) => {
  readonly uses: readonly Use[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What reads the texts of one playbook. */
export const usesReader = (
  templates: Templates,
  sources: ReadonlyMap<string, Source>,
): ReadUses => {
  const known = new Map<string, ReturnType<ReadUses>>()
  return written => {
    const { file, from, to } = written.span
    const key = `${file}:${from}:${to} ${written.kind} ${written.text}`
    const found = known.get(key) ?? readOne(templates, sources, written)
    known.set(key, found)
    return found
  }
}

const readOne = (
  templates: Templates,
  sources: ReadonlyMap<string, Source>,
  written: Written,
): ReturnType<ReadUses> => {
  const { text, span, kind, braces } = written
  const at = verbatim(sources.get(span.file), text, span) ?? span
  const diagnostics = braces
    ? [
        warning(
          'template/braces-in-condition',
          'a condition is an expression already and needs no {{ }}',
          {
            span,
            hint: 'write the expression alone',
          },
        ),
      ]
    : []
  try {
    const names = templates.namesIn(text, kind, at)
    const place = placer(sources.get(span.file), text, at, span)
    return {
      uses: names.map(use => ({ name: use.name, guarded: use.guarded, span: place(use) })),
      diagnostics,
    }
  } catch (problem) {
    if (!(problem instanceof Mistake)) throw problem
    return { uses: [], diagnostics: [...diagnostics, problem.diagnostic] }
  }
}

/** Where a text stands letter by letter inside its span: quotes and block marks left out. */
const verbatim = (source: Source | undefined, text: string, span: Span): Span | undefined => {
  const at = source ? source.text.slice(span.from, span.to).indexOf(text) : -1
  return at === -1
    ? undefined
    : { file: span.file, from: span.from + at, to: span.from + at + text.length }
}

/** Places names of a text. In folded or escaped text they are counted: the third `port` here is the third there. */
const placer = (
  source: Source | undefined,
  text: string,
  at: Span,
  span: Span,
): ((use: NameUse) => Span) => {
  if (at.to - at.from === text.length)
    return use => ({ file: at.file, from: at.from + use.from, to: at.from + use.to })
  const slice = source?.text.slice(span.from, span.to) ?? ''
  return ({ name, from }) => {
    const pattern = new RegExp(`(?<![\\w.])${name.replace(/\W/g, '')}(?!\\w)`, 'gu')
    const nth = [...text.slice(0, from).matchAll(pattern)].length
    const found = [...slice.matchAll(pattern)][nth]?.index
    return found === undefined
      ? span
      : { file: span.file, from: span.from + found, to: span.from + found + name.length }
  }
}
