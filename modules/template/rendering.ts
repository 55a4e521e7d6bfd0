// The arguments of template taken apart: how to render, and how to deliver what came out.
import { encodeText, nameOf, Refusal, modeText, type Delivery } from '../../src/kit/index.ts'

/** What is read of the arguments here. */
type Args = Omit<Delivery, 'name'> & Readonly<Record<string, unknown>> & { readonly src: string }

const NEWLINES: Readonly<Record<string, string>> = { '\\n': '\n', '\\r': '\r', '\\r\\n': '\r\n' }

/** The options of the renderer. */
export const rendering = (args: Args): Readonly<Record<string, unknown>> => ({
  trimBlocks: args['trim_blocks'],
  lstripBlocks: args['lstrip_blocks'],
  marks: {
    blockStart: args['block_start_string'],
    blockEnd: args['block_end_string'],
    variableStart: args['variable_start_string'],
    variableEnd: args['variable_end_string'],
    commentStart: args['comment_start_string'],
    commentEnd: args['comment_end_string'],
  },
})

/** How the text is delivered; `mode` is the template's own. */
export const deliveryOf = (args: Args, mode: number): Delivery => ({
  ...args,
  name: nameOf(args.src),
  mode: args.mode === 'preserve' ? modeText(mode) : args.mode,
})

/** The text with the line ends and in the encoding that were asked for. */
export const encoded = (
  args: { readonly newline_sequence: string; readonly output_encoding: string },
  text: string,
): string | Uint8Array => {
  const newline = NEWLINES[args.newline_sequence] ?? args.newline_sequence
  if (!/^(\n|\r|\r\n)$/.test(newline))
    throw new Refusal('newline_sequence', 'must be \\n, \\r or \\r\\n')
  const bytes = encodeText(
    args.output_encoding,
    newline === '\n' ? text : text.replace(/\r\n|\r|\n/g, newline),
  )
  if (bytes !== undefined) return bytes
  const names = 'utf-8, ascii, latin-1, utf-16 or utf-16-le'
  throw new Refusal(
    'output_encoding',
    `must be ${names}, and able to hold the text, not "${args.output_encoding}"`,
  )
}
