import { absolute, arg, defineModule, Failure, probe } from '../../src/kit/index.ts'

const TROUBLES = {
  directory: 'source is a directory and must be a file',
  unreadable: 'file is not readable',
  special: 'it is no regular file',
} as const

/** What a file of the host holds. */
export default defineModule({
  name: 'slurp',
  summary: 'Read a file of the host, base64-encoded.',
  args: { src: arg.must(arg.alias(arg.path('The file; a link is followed.'), 'path')) },
  returns: {
    content: 'What the file holds, base64-encoded.',
    encoding: 'Always base64.',
    source: 'The file.',
  },
  predicts: 'full',
  notes: ['Files of more than 32 MiB are not read: fetch brings them.'],
  reads: ({ src }, facts) => ({ bytes: probe.bytes(absolute(src, facts)) }),
  plan: ({ src }, { bytes }) => {
    if (!bytes) throw new Failure(`file not found: ${src}`)
    if (bytes.trouble === 'big')
      throw new Failure(`${src} has ${bytes.size} bytes, too many to read at once: use fetch`)
    if (bytes.trouble) throw new Failure(`${TROUBLES[bytes.trouble]}: ${src}`)
    return []
  },
  result: ({ args, after }) => ({
    content: after.bytes?.base64,
    encoding: 'base64',
    source: args.src,
  }),
})
