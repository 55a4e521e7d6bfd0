import { defineModule, fileResult, fileReturns, type ArchiveFormat } from '../../src/kit/index.ts'
import { optionsOf, unarchiveArgs } from './args.ts'
import { answerOf, insideOf, isDone, reads } from './asked.ts'
import { plan } from './plan.ts'
import { shownName } from './wanted.ts'

/** Ansible's names for what unpacks. */
const HANDLERS: Readonly<Record<ArchiveFormat, string>> = {
  tar: 'TarArchive',
  gzip: 'TgzArchive',
  bzip2: 'TarBzipArchive',
  xz: 'TarXzArchive',
  zstd: 'TarZstdArchive',
  zip: 'ZipArchive',
  other: 'TarArchive',
}

/** An archive, unpacked into a folder of the host. */
export default defineModule({
  name: 'unarchive',
  summary: 'Unpack an archive of the controller or of the host.',
  args: unarchiveArgs,
  rules: {
    exclusive: [
      ['include', 'exclude'],
      ['copy', 'remote_src'],
    ],
  },
  returns: {
    ...fileReturns,
    dest: 'The folder.',
    src: 'The archive.',
    handler: 'What unpacked it, by the name that Ansible has for it.',
    files: 'The names in the archive, with list_files.',
  },
  predicts: 'partial',
  needs: 'tar for tar archives with what they are packed by, unzip for zip.',
  notes: [
    'Archives of the controller (tar, tar.gz, zip) are compared there and travel only when something is missing.',
    'Others are compared by the host with GNU tar; a dry run then says that they may change. Without GNU tar they are always unpacked, as is what comes from a URL as zip.',
    'A file that holds something else is unpacked again even if its size and time are the same.',
  ],
  reads,
  plan,
  explain: ({ err }) => {
    const missing =
      /(?:exec: |sh: (?:\d+: )?|: )(tar|unzip|xargs|[bx]z(?:ip2)?|gzip|zstd|lzma): (?:not found|Cannot exec|command not found)/.exec(
        err,
      )
    if (missing) return `${missing[1]!} is not on the host: install it first`
    const fetched = /^curl: \(\d+\) (.*)$/m.exec(err)
    if (fetched) return `the archive could not be fetched: ${fetched[1]!}`
    const option = /tar: (?:unrecognized|invalid) option[:\s-]+'?([\w-]+)/.exec(err)
    return option
      ? `tar on the host does not know the option ${option[1]!}: install GNU tar first`
      : undefined
  },
  result: ({ args: of, before, after, outputs, changes, facts }) => {
    if (isDone(of, before)) return { skipped: true, msg: `skipped, since ${of.creates} exists` }
    const answer = answerOf(of, before)
    const inside = answer && insideOf(of, answer)
    const stripped = answer && 'sha256' in answer ? (optionsOf(of)?.strip ?? 0) : 0
    const opaque = changes.some(({ subject }) => subject.kind === 'deed')
    const folder = after.dest?.real ?? after.dest
    return {
      dest: of.dest,
      src: answer && 'path' in answer ? answer.path : of.src,
      ...(answer && { handler: HANDLERS[answer.format] }),
      ...fileResult(folder),
      ...(of.list_files && {
        files: inside?.members.map(member => shownName(member, stripped)) ?? [],
      }),
      ...(opaque && { changed: !/same\s*$/.test(outputs[0]?.out ?? '') }),
    }
  },
})
