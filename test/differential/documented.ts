// Which return values the real modules document, as ansible-doc tells.
import { collect } from './run.ts'

type Doc = Readonly<Record<string, { readonly return?: Readonly<Record<string, unknown>> | null }>>

/** Names of documented return values, by the module's full name. */
export const documentedReturns = async (
  modules: readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const { out, err } = await collect('ansible-doc', ['-t', 'module', '-j', ...modules])
  const docs = JSON.parse(out) as Doc
  const missing = modules.filter(name => !docs[name])
  if (missing.length > 0) throw new Error(`ansible-doc does not know ${missing.join(', ')}: ${err}`)
  return Object.fromEntries(
    Object.entries(docs).map(([name, doc]) => [name, Object.keys(doc.return ?? {})]),
  )
}
