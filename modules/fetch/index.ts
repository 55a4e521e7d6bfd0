import {
  absolute,
  arg,
  below,
  change,
  defineModule,
  Failure,
  nameOf,
  probe,
  Refusal,
  resolved,
  type ArgsOf,
  type ControllerAnswer,
  type Facts,
  type FileAnswer,
} from '../../src/kit/index.ts'

const args = {
  src: arg.must(arg.path('The file of the host; a link is followed.')),
  dest: arg.must(
    arg.text(
      'A folder of the controller; the file goes to HOST/PATH in it. With flat, the file itself.',
    ),
  ),
  flat: arg.or(
    arg.bool('Take dest as it is; into it, under its own name, when it ends in a slash.'),
    false,
  ),
  fail_on_missing: arg.or(arg.bool('Fail when the file cannot be read.'), true),
  validate_checksum: arg.or(
    arg.bool('Compare what came with what is on the host; that is always done.'),
    true,
  ),
} as const
type Args = ArgsOf<typeof args>

/** Where the file goes, as Ansible has it. */
const destOf = ({ src, dest, flat }: Args, facts: Facts): string => {
  const { folder, home } = facts.controller ?? { folder: '/', home: '/' }
  const whole = resolved(folder, dest.replace(/^~(?=\/|$)/, home))
  if (!flat) {
    const root = below(whole, facts.name ?? '')
    const path = resolved('/', `${root}/${src}`)
    if (!path.startsWith(`${root}/`))
      throw new Refusal('src', `must not lead out of ${root}: give a path without ".."`)
    return path
  }
  return dest.endsWith('/') ? below(whole, nameOf(src)) : whole
}

/** The file behind the source; a sentence where there is none. */
const sourceOf = (
  { src }: Args,
  source: FileAnswer | undefined,
): Omit<FileAnswer, 'real'> | string => {
  const file = source?.type === 'link' ? source.real : source
  if (!file) return 'the remote file does not exist'
  if (file.type === 'directory')
    return 'remote file is a directory, fetch cannot work on directories'
  if (file.sha256 === undefined)
    return file.type === 'file' ? `file is not readable: ${src}` : `${src} is no regular file`
  return file
}

const same = (local: ControllerAnswer | undefined, source: { sha256?: string }): boolean =>
  local?.type === 'file' && local.sha256 === source.sha256

/** A file of the host, brought to the controller. */
export default defineModule({
  name: 'fetch',
  summary: 'Bring a file of the host to the controller.',
  args,
  returns: {
    dest: 'Where the file is now.',
    file: 'The file of the host, when nothing had to be brought.',
    md5sum: 'MD5 of the content.',
    checksum: 'SHA-1 of the content.',
    remote_checksum: 'SHA-1 of the file of the host.',
    remote_md5sum: 'Always null, as Ansible has it.',
  },
  predicts: 'full',
  notes: [
    'In a dry run it tells what would be brought; Ansible skips it there.',
    'What came is always compared with the file of the host, whatever validate_checksum says.',
  ],
  reads: (of, facts) => {
    const path = absolute(of.src, facts)
    return {
      source: probe.file(path, { want: 'digest' }),
      sums: probe.stat(path, { sha1: true, md5: true }),
      local: probe.controller(destOf(of, facts)),
    }
  },
  plan: (of, { source, local }, facts) => {
    const file = sourceOf(of, source)
    if (typeof file === 'string') {
      if (of.fail_on_missing) throw new Failure(`${file}: ${of.src} was not fetched`)
      return []
    }
    const to = destOf(of, facts)
    if (local?.type === 'directory')
      throw new Failure(
        `${to} is a folder of the controller: end dest with a slash to fetch into it`,
      )
    if (same(local, file)) return []
    const brought = { type: 'file' as const, size: file.size, sha256: file.sha256! }
    return [
      change(probe.controller(to), local, brought, [
        { op: 'fetch', path: absolute(of.src, facts), to, size: file.size, sha256: file.sha256! },
      ]),
    ]
  },
  result: ({ args: of, before, changes, facts }) => {
    const file = sourceOf(of, before.source)
    if (typeof file === 'string') return { file: of.src, msg: `${file}, not transferring, ignored` }
    const { sha1 = null, md5 = null } = before.sums?.digests ?? {}
    const told = { dest: destOf(of, facts), checksum: sha1, md5sum: md5 }
    return changes.length === 0
      ? { ...told, file: of.src }
      : { ...told, remote_checksum: sha1, remote_md5sum: null }
  },
})
