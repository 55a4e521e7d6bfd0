import {
  absolute,
  below,
  change,
  defineModule,
  Failure,
  fileResult,
  fileReturns,
  isFolder,
  missingAttrs,
  needFolder,
  newAttrs,
  parentOf,
  probe,
  toAttrs,
  unknown,
  withAttrs,
  type After,
  type Change,
  type CommandAnswer,
  type Facts,
  type FileAnswer,
  type Op,
  type Probe,
  type StatAnswer,
  type StateOf,
} from '../../src/kit/index.ts'
import { checksumOf, digestIn, getUrlArgs, nameInHeaders, nameInUrl, type Args } from './args.ts'
import { configOf, DIGEST, HEADERS, PLACE, READ, SHORT } from './fetch.ts'

type Asked = {
  readonly dest: Probe<FileAnswer>
  readonly folder: Probe<FileAnswer>
  /** What the server calls the file, when the destination is a folder. */
  readonly headers: Probe<CommandAnswer>
  readonly inside: After<CommandAnswer, FileAnswer>
  /** Digests of what is there, by the algorithm of `checksum`. */
  readonly destSum: Probe<StatAnswer> | undefined
  readonly insideSum: After<CommandAnswer, StatAnswer> | undefined
  /** The list of digests that `checksum` points to. */
  readonly list: Probe<CommandAnswer> | undefined
  /** The digest of what the URL holds now, where only that can tell. */
  readonly destNow: After<FileAnswer, CommandAnswer> | undefined
  readonly insideNow: After<CommandAnswer, CommandAnswer> | undefined
}
type State = StateOf<Asked>

const SCRIPTS = { headers: HEADERS, list: READ, digest: DIGEST } as const

const ask = (
  what: keyof typeof SCRIPTS,
  args: Args,
  url: string,
  onlyIf?: string,
): Probe<CommandAnswer> =>
  probe.command(['sh', '-c', SHORT, what, url], {
    env: { script: SCRIPTS[what], config: configOf(args, url) },
    ...(onlyIf !== undefined && { if: onlyIf }),
  })

/** Digests that `file` does not answer with. */
const apart = (
  sum: ReturnType<typeof checksumOf>,
): Readonly<Record<string, boolean>> | undefined =>
  sum && sum.algorithm !== 'sha256' ? { [sum.algorithm]: true } : undefined

const reads = (args: Args, facts: Facts): Asked => {
  const path = absolute(args.dest, facts)
  const sum = checksumOf(args)
  const dest = probe.file(path, { want: 'digest' })
  // `folder/.` exists only where the folder is one.
  const headers = ask('headers', args, args.url, `${path}/.`)
  const inside = (found: CommandAnswer | undefined): string | undefined =>
    found && below(path, nameInHeaders(found.out, args.url))
  const within = <A>(make: (at: string) => Probe<A>): After<CommandAnswer, A> =>
    probe.after(headers, found => (found ? make(inside(found)!) : undefined))
  return {
    dest,
    folder: probe.file(parentOf(path)),
    headers,
    inside: within(at => probe.file(at, { want: 'digest' })),
    destSum: apart(sum) && probe.stat(path, apart(sum)),
    insideSum: apart(sum) && within(at => probe.stat(at, apart(sum))),
    list: sum?.url === undefined ? undefined : ask('list', args, sum.url),
    destNow:
      args.force && !sum
        ? probe.after(dest, found =>
            found && !isFolder(found) ? ask('digest', args, args.url) : undefined,
          )
        : undefined,
    insideNow: sum ? undefined : within(at => ask('digest', args, args.url, at)),
  }
}

/** The digest the file must have, as told or as listed. */
const wantedSum = (
  args: Args,
  { list }: State,
): { algorithm: string; digest: string } | undefined => {
  const sum = checksumOf(args)
  if (!sum) return undefined
  if (sum.digest !== undefined) return { algorithm: sum.algorithm, digest: sum.digest }
  if (list?.rc !== 0)
    throw new Failure(`the checksum file ${sum.url} could not be fetched: ${list?.err ?? ''}`, {
      url: args.url,
      dest: args.dest,
    })
  const digest = digestIn(list.out, nameInUrl(args.url))
  if (digest === undefined)
    throw new Failure(`Unable to find a checksum for file '${nameInUrl(args.url)}' in '${sum.url}'`)
  return { algorithm: sum.algorithm, digest }
}

type Place = {
  readonly path: string
  readonly file: FileAnswer | undefined
  readonly sum: StatAnswer | undefined
  readonly online: CommandAnswer | undefined
}

const placeOf = (args: Args, state: State, facts: Facts): Place => {
  const path = absolute(args.dest, facts)
  if (!isFolder(state.dest))
    return { path, file: state.dest, sum: state.destSum, online: state.destNow }
  return {
    path: below(path, nameInHeaders(state.headers?.out ?? '', args.url)),
    file: state.inside,
    sum: state.insideSum,
    online: state.insideNow,
  }
}

/** What the URL holds, where that was asked for. */
const onlineDigest = (args: Args, online: CommandAnswer | undefined): string | undefined => {
  if (!online) return undefined
  if (online.rc !== 0)
    throw new Failure(`Request failed: ${online.err.trim()}`, { url: args.url, dest: args.dest })
  return online.out.split(' ')[0]
}

const plan = (args: Args, state: State, facts: Facts): readonly Change[] => {
  const place = placeOf(args, state, facts)
  const { path, file } = place
  if (file?.type === 'directory')
    throw new Failure(`${path} is a folder, expected a file: remove it first`)
  const wanted = wantedSum(args, state)
  const online = onlineDigest(args, place.online)
  if (file && isThere(args, place, wanted, online, isFolder(state.dest)))
    return file.type === 'file' ? toAttrs(path, file, args, facts) : []
  if (!isFolder(state.dest)) needFolder(path, state.folder)
  return [
    download(
      args,
      path,
      file,
      wanted,
      online ?? (wanted?.algorithm === 'sha256' ? wanted.digest : undefined),
      facts,
    ),
  ]
}

const isThere = (
  args: Args,
  { file, sum }: Place,
  wanted: ReturnType<typeof wantedSum>,
  online: string | undefined,
  inFolder: boolean,
): boolean => {
  const sha256 = file?.sha256 ?? file?.real?.sha256
  if (wanted)
    return (
      (!args.force || inFolder) &&
      wanted.digest === (wanted.algorithm === 'sha256' ? sha256 : sum?.digests?.[wanted.algorithm])
    )
  if (online !== undefined) return sha256 === online
  return !args.force
}

const download = (
  args: Args,
  path: string,
  file: FileAnswer | undefined,
  sum: ReturnType<typeof wantedSum>,
  sha256: string | undefined,
  facts: Facts,
): Change => {
  const kept = file?.type === 'file' ? file : undefined
  const attrs = kept ? missingAttrs(args, kept, facts) : newAttrs(args, facts)
  const hidden = (what: string): never => unknown(`${what} of ${args.url}`) as never
  const after: FileAnswer = {
    type: 'file',
    ...withAttrs(kept, attrs, facts),
    size: hidden('the size'),
    links: 1,
    inode: hidden('the inode'),
    sha256: sha256 ?? hidden('the digest'),
    textless: hidden('the text'),
  }
  const argv = [
    'sh',
    '-c',
    SHORT,
    'get_url',
    args.url,
    path,
    args.tmp_dest ?? parentOf(path),
    sum?.algorithm ?? '',
    sum?.digest ?? '',
    args.backup ? 'yes' : '',
  ]
  const ops: Op[] = [
    { op: 'run', argv, env: { script: PLACE }, stdin: configOf(args, args.url) },
    ...(Object.keys(attrs).length > 0 ? [{ op: 'attrs' as const, path, attrs }] : []),
  ]
  return change(probe.file(path, { want: 'digest' }), file, after, ops, {
    touches: [`stat ${path}`, `tree ${parentOf(path)}`, 'glob *'],
    ...(!file && { undo: [{ op: 'remove' as const, path }] }),
  })
}

/** A file from the network. */
export default defineModule({
  name: 'get_url',
  summary: 'Fetch a file from http, https, ftp or file onto the host.',
  args: getUrlArgs,
  rules: {
    requiredBy: [
      ['url_password', ['url_username']],
      ['client_key', ['client_cert']],
    ],
  },
  unsupported: {
    unredirected_headers: 'curl sends headers to every host it is sent to',
    use_gssapi: 'give url_username and url_password',
  },
  returns: {
    ...fileReturns,
    url: 'What was fetched.',
    dest: 'Where the file is.',
    checksum_src: 'SHA-1 of what was fetched.',
    checksum_dest: 'SHA-1 of the file before.',
    md5sum: 'MD5 of what was fetched.',
    msg: 'What was done.',
    status_code: 'The status of the answer.',
    elapsed: 'Seconds it took.',
  },
  needs: 'curl or GNU wget on the host.',
  predicts: 'partial',
  notes: [
    'Without force and checksum, a file that is there is never asked for again.',
    'With force, or into a folder, the digest of what the URL holds is asked first.',
  ],
  reads: (args, facts): Asked => reads(args, facts),
  plan,
  result: ({ args, before, after, changes, outputs, facts }) => {
    const place = placeOf(args, before, facts)
    const now = isFolder(before.dest) ? after.inside : after.dest
    const shared: Readonly<Record<string, unknown>> = {
      url: args.url,
      dest: place.path,
      elapsed: 0,
      ...fileResult(now),
    }
    const ran = changes.some(({ ops }) => ops.some(op => op.op === 'run'))
    if (!ran)
      return {
        ...shared,
        msg:
          changes.length > 0
            ? 'file already exists but file attributes changed'
            : 'file already exists',
        checksum_src: null,
        checksum_dest: null,
      }
    const output = outputs[0]
    const told = (name: string): string | null =>
      new RegExp(`^${name} (.*?)(?:  -)?$`, 'm').exec(output?.out ?? '')?.[1] ?? null
    const backup = told('backup')
    return {
      ...shared,
      msg: `OK (${String(shared['size'])} bytes)`,
      ...(/^http/i.test(args.url) && { status_code: 200 }),
      elapsed: Math.floor((output?.ms ?? 0) / 1000),
      checksum_src: told('sha1'),
      checksum_dest: told('dest'),
      md5sum: told('md5'),
      ...(backup !== null && { backup_file: backup }),
    }
  },
})
