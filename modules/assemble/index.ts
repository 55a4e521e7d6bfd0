import {
  absolute,
  arg,
  defineModule,
  deliver,
  deliveryReads,
  deliveryResult,
  digest,
  edit,
  Failure,
  fileArgs,
  fileReturns,
  isFolder,
  probe,
  raw,
  Refusal,
  sha256,
  toAttrs,
  type ArgsOf,
  type Delivery,
  type FragmentsAnswer,
} from '../../src/kit/index.ts'
import { assembled } from './assembled.ts'

const args = {
  ...fileArgs,
  src: arg.must(arg.text('The folder of fragments.')),
  dest: arg.must(arg.path('The file they become, in the order of their names.')),
  backup: arg.or(
    arg.bool('Keep the old file beside the new one, with the time in its name.'),
    false,
  ),
  delimiter: arg.text('A line between fragments; \\n and its like are understood.'),
  remote_src: arg.or(arg.bool('The folder is on the host, not on the controller.'), true),
  regexp: arg.text('A pattern (of Python): only fragments with it in their names count.'),
  ignore_hidden: arg.or(arg.bool('Leave out names that begin with a dot.'), false),
  follow: arg.or(
    arg.bool('Write to the file a link leads to, instead of replacing the link.'),
    false,
  ),
  validate: arg.text(
    'A command that must accept the new file, named by %s, before it takes its place.',
  ),
  decrypt: arg.or(arg.bool('Decrypt fragments that ansible-vault encrypted.'), true),
} as const
type Args = ArgsOf<typeof args>

const contentOf = (of: Args, fragments: FragmentsAnswer | undefined): string | Uint8Array => {
  if (!fragments) throw new Failure(`Source (${of.src}) does not exist`)
  if (of.validate !== undefined && !of.validate.includes('%s'))
    throw new Refusal('validate', `must contain %s: ${of.validate}`)
  return assembled(fragments.files, {
    delimiter: of.delimiter,
    names: of.regexp === undefined ? undefined : edit.pattern('regexp', of.regexp),
    hidden: !of.ignore_hidden,
  })
}

const deliveryOf = (of: Args): Delivery => ({ ...of, name: undefined, force: true })

/** A file made of the files of a folder. */
export default defineModule({
  name: 'assemble',
  summary: 'Make one file of the fragments in a folder.',
  args,
  returns: {
    ...fileReturns,
    dest: 'The file.',
    src: 'The folder.',
    checksum: 'SHA-1 of the content.',
    md5sum: 'MD5 of the content.',
  },
  predicts: 'full',
  reads: (of, facts) => {
    const fragments = of.remote_src
      ? probe.fragments(absolute(of.src.replace(/^~(?=\/|$)/, facts.home), facts))
      : probe.localFragments(of.src, of.decrypt ? {} : { decrypt: false })
    return {
      ...deliveryReads({ dest: of.dest, name: undefined }, facts, path =>
        probe.after(fragments, found =>
          probe.file(path, {
            want: 'text',
            ...(found && { unless: sha256(contentOf(of, found)) }),
          }),
        ),
      ),
      fragments,
    }
  },
  plan: (of, state, facts) => {
    const content = contentOf(of, state.fragments)
    const { dest } = state
    if (isFolder(dest)) throw new Failure(`${of.dest} is a folder, expected a file or nothing`)
    // A link to what is wanted is left as it is.
    if (dest?.type === 'link' && raw(dest).real?.sha256 === sha256(content))
      return state.destReal ? toAttrs(dest.real!.path, state.destReal, of, facts) : []
    return deliver(deliveryOf(of), content, state, facts)
  },
  result: ({ args: of, before, after, changes, facts }) => {
    const content = contentOf(of, before.fragments)
    const { path: _path, ...told } = deliveryResult(deliveryOf(of), content, {
      before,
      after,
      changes,
      facts,
    })
    return {
      ...told,
      dest: of.dest,
      src: of.src,
      checksum: digest('sha1', content),
      md5sum: digest('md5', content),
      msg: 'OK',
    }
  },
})
