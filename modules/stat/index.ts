import { absolute, arg, defineModule, probe } from '../../src/kit/index.ts'
import { describe } from './describe.ts'

/** All that a host tells of a path. */
export default defineModule({
  name: 'stat',
  summary: 'Tell everything about a path: type, size, times, permissions, digest.',
  args: {
    path: arg.must(arg.alias(arg.path('The path.'), 'dest', 'name')),
    follow: arg.or(arg.bool('Tell of what a link leads to.'), false),
    get_checksum: arg.or(arg.bool('Compute a digest of files.'), true),
    checksum_algorithm: arg.or(
      arg.alias(
        arg.choice('Which digest.', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'),
        'checksum',
        'checksum_algo',
      ),
      'sha1',
    ),
    get_md5: arg.or(arg.bool('Compute an MD5 digest, too.'), false),
    get_mime: arg.or(
      arg.alias(
        arg.bool('Tell the MIME type, where the host has the program "file".'),
        'mime',
        'mime_type',
        'mime-type',
      ),
      true,
    ),
    get_attributes: arg.or(
      arg.alias(arg.bool('Tell the flags that chattr sets.'), 'attr', 'attributes'),
      true,
    ),
  },
  returns: { stat: 'What the path is; exists is false where there is nothing.' },
  predicts: 'full',
  reads: (args, facts) => ({
    found: probe.stat(absolute(args.path, facts), {
      ...(args.get_checksum && { [args.checksum_algorithm]: true }),
      ...(args.get_md5 && { md5: true }),
      ...(args.get_mime && { mime: true }),
      ...(args.get_attributes && { attributes: true }),
    }),
  }),
  plan: (_args, { found }) => {
    // Read, so that a path that cannot be asked about fails here and not in the result.
    void found?.self
    return []
  },
  result: ({ args, after }) => ({ stat: describe(args, after.found) }),
})
