import { defineModule, fileResult, fileReturns } from '../../src/kit/index.ts'
import { archiveArgs } from './args.ts'
import { contentsOf } from './contents.ts'
import { plan, reads } from './plan.ts'

const isArchive = (path: string): boolean => /\.(tar|tar\.(gz|bz2|xz)|tgz|tbz2|zip)$/i.test(path)

/** Files of the host, packed into one. */
export default defineModule({
  name: 'archive',
  summary: 'Pack files and folders of the host into an archive.',
  args: archiveArgs,
  returns: {
    ...fileReturns,
    dest: 'The archive.',
    dest_state:
      'archive, compress (one file, packed alone), incomplete (something was missing) or absent.',
    missing: 'Paths that are not there.',
    archived: 'Files and folders that are in it.',
    arcroot: 'The folder that names in it begin at.',
    expanded_paths: 'What the paths stand for.',
    expanded_exclude_paths: 'What the paths to leave out stand for.',
  },
  predicts: 'full',
  needs: 'tar and what the format takes: gzip, bzip2 or xz; zip and unzip for zip.',
  notes: [
    'An archive counts as the same when packing it anew would give the same: names, contents, owners, modes and times; of a zip, names and contents.',
    'Removing the files counts as a change; in Ansible only the archive does.',
  ],
  reads,
  plan,
  explain: ({ err }) => /^.* is not on the host: .*$/m.exec(err)?.[0],
  result: ({ args: of, before, after, facts }) => {
    if (!before.sources) return {}
    const contents = contentsOf(of, before.sources, facts)
    const { dest, root, packing, missing, sources } = contents
    const state =
      sources.length === 0
        ? before.dest
          ? isArchive(dest)
            ? 'archive'
            : 'compress'
          : 'absent'
        : packing.alone
          ? 'compress'
          : missing.length > 0
            ? 'incomplete'
            : 'archive'
    return {
      ...fileResult(after.dest?.real ?? after.dest),
      dest,
      dest_state: state,
      arcroot: root,
      missing,
      archived: packing.names.map(name => `${root}${name.replace(/\/$/, '')}`),
      expanded_paths: before.sources.found.map(({ path }) => path),
      expanded_exclude_paths: before.sources.excluded,
    }
  },
})
