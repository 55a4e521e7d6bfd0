// The arguments of template taken apart: how to render, and how to deliver what came out.
import { encodeText, nameOf, Refusal, modeText, type Delivery } from '../../src/kit/index.ts'

/** What is read of the arguments here. */
type Args = Omit<Delivery, 'name'> & Readonly<Record<string, unknown>> & { readonly src: string; readonly newline_sequence: string }

const NEWLINES: Readonly<Record<string, string>> = { '\\n': '\n', '\\r': '\r', '\\r\\n': '\r\n' }
const OPTIONS = [
  'block_start_string', 'block_end_string', 'variable_start_string', 'variable_end_string', 'comment_start_string',
  'comment_end_string', 'trim_blocks', 'lstrip_blocks', 'dest',
] as const

/** The options of the renderer. */
export const rendering = (args: Args): Readonly<Record<string, unknown>> => {
  const newline = NEWLINES[args.newline_sequence] ?? args.newline_sequence
  if (!/^(\n|\r|\r\n)$/.test(newline)) throw new Refusal('newline_sequence', 'must be \\n, \\r or \\r\\n')
  return { ...Object.fromEntries(OPTIONS.map(name => [name, args[name]])), newline_sequence: newline }
}

/** How the text is delivered; `mode` is the template's own. */
export const deliveryOf = (args: Args, mode: number): Delivery => ({
  ...args,
  name: nameOf(args.src),
  mode: args.mode === 'preserve' ? modeText(mode) : args.mode,
})

/** The text in the encoding that was asked for. */
export const encoded = (args: { readonly output_encoding: string }, text: string): string | Uint8Array => {
  const bytes = encodeText(args.output_encoding, text)
  if (bytes === undefined) throw new Refusal('output_encoding', `must be one of utf-8, ascii, latin-1, utf-16, utf-16-le that can hold the text, not "${args.output_encoding}"`)
  return bytes
}
