import {
  arg,
  defineModule,
  deliver,
  deliveryReads,
  deliveryResult,
  Failure,
  fileArgs,
  fileReturns,
  nameOf,
  probe,
  sha256,
  type DeliveryReads,
  type Probe,
  type RenderedAnswer,
} from '../../src/kit/index.ts'
import { deliveryOf, encoded, rendering } from './rendering.ts'

type Asked = DeliveryReads & { readonly template: Probe<RenderedAnswer> }

/** A template of the controller, rendered with the task's variables, as a file of the host. */
export default defineModule({
  name: 'template',
  summary: 'Render a template into a file on the host.',
  args: {
    ...fileArgs,
    mode: arg.mode('Permissions, octal or symbolic; "preserve" takes those of the template.'),
    src: arg.must(
      arg.text('The template, searched in templates/ of the role and beside the playbook.'),
    ),
    dest: arg.must(arg.path('Where the text goes; into it, when it is a folder.')),
    backup: arg.or(
      arg.bool('Keep the old file beside the new one, with the time in its name.'),
      false,
    ),
    newline_sequence: arg.or(arg.text('How lines end: \\n, \\r or \\r\\n.'), '\n'),
    block_start_string: arg.or(arg.text('What opens a statement.'), '{%'),
    block_end_string: arg.or(arg.text('What closes a statement.'), '%}'),
    variable_start_string: arg.or(arg.text('What opens an expression.'), '{{'),
    variable_end_string: arg.or(arg.text('What closes an expression.'), '}}'),
    comment_start_string: arg.or(arg.text('What opens a comment.'), '{#'),
    comment_end_string: arg.or(arg.text('What closes a comment.'), '#}'),
    trim_blocks: arg.or(arg.bool('Drop the newline after a statement.'), true),
    lstrip_blocks: arg.or(arg.bool('Drop the blanks before a statement.'), false),
    force: arg.or(
      arg.bool('Replace a file that differs; without it only a missing one is made.'),
      true,
    ),
    follow: arg.or(
      arg.bool('Write to the file a link leads to, instead of replacing the link.'),
      false,
    ),
    validate: arg.text(
      'A command that must accept the new file, named by %s, before it takes its place.',
    ),
    output_encoding: arg.or(arg.text('Encoding of the file.'), 'utf-8'),
  },
  returns: {
    ...fileReturns,
    dest: 'Where the file is.',
    checksum: 'SHA-1 of its content.',
    md5sum: 'MD5 of its content, when it was written.',
  },
  predicts: 'full',
  reads: (args, facts): Asked => {
    const template = probe.rendered(args.src, rendering(args))
    return {
      template,
      ...deliveryReads({ dest: args.dest, name: nameOf(args.src) }, facts, path =>
        probe.after(template, found =>
          probe.file(path, {
            want: 'text',
            ...(found && { unless: sha256(encoded(args, found.text)) }),
          }),
        ),
      ),
    }
  },
  plan: (args, state, facts) => {
    const { template } = state
    if (!template)
      throw new Failure(
        `could not find the template ${args.src}: put it into templates/ or beside the playbook`,
      )
    return deliver(deliveryOf(args, template.mode), encoded(args, template.text), state, facts)
  },
  result: ({ args, before, after, changes, facts }) => ({
    src: after.template?.path,
    ...deliveryResult(
      deliveryOf(args, after.template?.mode ?? 0),
      encoded(args, after.template?.text ?? ''),
      { before, after, changes, facts },
    ),
  }),
})
