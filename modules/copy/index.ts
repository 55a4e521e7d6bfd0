import { defineModule, fileReturns } from '../../src/kit/index.ts'
import { copyArgs, type CopyArgs } from './args.ts'
import { localReads, localResult, planLocal, type LocalReads, type LocalState } from './local.ts'
import {
  planRemote,
  remoteReads,
  remoteResult,
  type RemoteReads,
  type RemoteState,
} from './remote.ts'

const onHost = ({ remote_src, src }: CopyArgs): boolean => remote_src && src !== undefined

/** A text, a file or a folder, brought to the host or copied on it. */
export default defineModule({
  name: 'copy',
  summary: 'Copy files to the host, or on it.',
  args: copyArgs,
  rules: { oneOf: [['src', 'content']], exclusive: [['src', 'content']] },
  returns: {
    ...fileReturns,
    dest: 'Where the file is.',
    src: 'The source.',
    checksum: 'SHA-1 of the content.',
    md5sum: 'MD5 of the content, when it was written.',
  },
  predicts: 'full',
  notes: [
    'Contents are compared by SHA-256; checksum and md5sum are told where the text is at hand.',
  ],
  reads: (args, facts): LocalReads | RemoteReads =>
    onHost(args) ? remoteReads(args, facts) : localReads(args, facts),
  plan: (args, state, facts) =>
    onHost(args)
      ? planRemote(args, state as RemoteState, facts)
      : planLocal(args, state as LocalState, facts),
  result: ({ args, before, after, changes, facts }) =>
    onHost(args)
      ? remoteResult(args, {
          before: before as RemoteState,
          after: after as RemoteState,
          changes,
          facts,
        })
      : localResult(args, {
          before: before as LocalState,
          after: after as LocalState,
          changes,
          facts,
        }),
})
