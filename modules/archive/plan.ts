// What archive asks, and the changes: an archive made where there is none that holds the same.
import {
  around,
  change,
  Failure,
  missingAttrs,
  modeText,
  needFolder,
  newAttrs,
  PACK,
  parentOf,
  probe,
  raw,
  script,
  toAttrs,
  unknown,
  withAttrs,
  type After,
  type Change,
  type Facts,
  type FileAnswer,
  type Op,
  type PackedAnswer,
  type Probe,
  type SourcesAnswer,
  type StateOf,
} from '../../src/kit/index.ts'
import type { Args } from './args.ts'
import { contentsOf, onHost, type Contents } from './contents.ts'

type Asked = {
  readonly sources: Probe<SourcesAnswer>
  readonly dest: After<SourcesAnswer, FileAnswer>
  readonly folder: After<SourcesAnswer, FileAnswer>
  readonly packed: After<SourcesAnswer, PackedAnswer>
}
type State = StateOf<Asked>

/** The questions. */
export const reads = (of: Args, facts: Facts): Asked => {
  const sources = probe.sources(
    of.path.map(path => onHost(path, facts)),
    of.exclude_path.map(path => onHost(path, facts)),
  )
  const then = <A>(make: (contents: Contents) => Probe<A>): After<SourcesAnswer, A> =>
    probe.after(sources, answer => {
      try {
        return answer && make(contentsOf(of, answer, facts))
      } catch (problem) {
        // What is wrong is said when it is planned.
        if (problem instanceof Failure) return undefined
        throw problem
      }
    })
  return {
    sources,
    dest: then(({ dest }) => probe.file(dest)),
    folder: then(({ dest }) => probe.file(parentOf(dest))),
    packed: then(({ dest, packing }) => probe.packed(dest, packing)),
  }
}

// $1 the file, $2 the format, $3 the root, $4 alone or all; names come on standard input. The file takes its place
// when it is whole; what was there leaves it its owner and permissions.
const MAKE = `${PACK}
list() { cat; }
dest=$1 format=$2
t=$(mktemp "\${dest%/*}/.mokplay.XXXXXXXX") || exit
trap 'rm -f "$t" "$t.zip"' EXIT
case $format in
gz) need gzip ;; bz2) need bzip2 ;; xz) need xz ;; zip) need zip ;;
esac
if [ "$format" = zip ]; then
  tr '\\0' '\\n' | (cd -- "$3/" && exec zip -q "$t.zip" -@) && mv -f "$t.zip" "$t" || exit
else
  bad=$({ { (stream "$format" "$3" "$4") || echo bad >&4; } | squeeze "$format" >"$t" || echo bad; } 4>&1)
  [ -z "$bad" ] || exit 1
fi
if [ -e "$dest" ]; then chown "$(stat -Lc %u:%g -- "$dest")" "$t"; chmod "$(stat -Lc %a -- "$dest")" "$t"
else chmod "$5" "$t"; fi
[ ! -h "$dest" ] || dest=$(readlink -f -- "$dest")
mv -f -- "$t" "$dest"`

/** The changes. */
export const plan = (of: Args, state: State, facts: Facts): readonly Change[] => {
  if (!state.sources) throw new Failure('the host does not tell what there is to pack')
  const contents = contentsOf(of, state.sources, facts)
  const { dest, sources } = contents
  const now = state.dest?.type === 'link' ? state.dest.real : state.dest
  if (sources.length === 0) return state.dest ? toAttrs(dest, state.dest, of, facts) : []
  if (now?.type === 'directory')
    throw new Failure(`${dest} is a folder, expected an archive or nothing: give a file as dest`)
  const inside = sources.find(
    ({ path, type }) => type === 'folder' && dest.startsWith(`${path.replace(/\/$/, '')}/`),
  )
  if (of.remove && inside)
    throw new Failure(
      'Error, created archive can not be contained in source paths when remove=true',
    )
  needFolder(dest, state.folder)
  const lacking = state.packed?.isSame !== true
  if (!lacking && !of.remove) return toAttrs(dest, state.dest!, of, facts)
  const attrs = state.dest ? missingAttrs(of, state.dest, facts) : newAttrs(of, facts)
  const after = { ...packedFile(state.dest, lacking), ...withAttrs(state.dest, attrs, facts) }
  const ops: readonly Op[] = [
    ...(lacking ? [makeOp(contents, facts)] : []),
    ...(Object.keys(attrs).length > 0 ? [{ op: 'attrs' as const, path: dest, attrs }] : []),
    ...(of.remove ? sources.map(removal) : []),
  ]
  return [
    change(probe.file(dest, { want: 'digest' }), state.dest, after, ops, {
      touches: [...around(dest, true), ...(of.remove ? sources.flatMap(gone) : [])],
      title: lacking ? `pack ${dest}` : `remove what is in ${dest}`,
    }),
  ]
}

/** The archive as it will be; what is not made anew stays. */
const packedFile = (now: FileAnswer | undefined, lacking: boolean): FileAnswer => {
  if (now && !lacking) return raw(now)
  const later = <T>(what: string): T => unknown(`the ${what} of the archive`) as unknown as T
  const { type = 'file', target } = raw(now) ?? {}
  return {
    type,
    mode: later('mode'),
    uid: later('owner'),
    gid: later('group'),
    owner: later('owner'),
    group: later('group'),
    size: later('size'),
    links: later('links'),
    inode: later('inode'),
    ...(type === 'file' ? { sha256: later<string>('content') } : {}),
    ...(target !== undefined && { target }),
  }
}

const makeOp = ({ dest, packing }: Contents, facts: Facts): Op => {
  const { format, root, alone, names } = packing
  const mode = modeText(newAttrs({}, facts).mode)
  return {
    op: 'run',
    ...script('archive', MAKE, [dest, format, root, alone ? 'alone' : 'all', mode]),
    stdin: names.map(name => `${name}\0`).join(''),
  }
}

type Source = Contents['sources'][number]

const removal = ({ path, type }: Source): Op => ({
  op: 'remove',
  path: path.replace(/(?<=.)\/$/, ''),
  ...(type === 'folder' && { recurse: true }),
})

/** What a removed source takes with it. */
const gone = ({ path }: Source): readonly string[] => {
  const whole = path.replace(/(?<=.)\/$/, '')
  return [
    `file ${whole}`,
    `tree ${whole}`,
    ...around(whole, true),
    ...['file', 'stat', 'tree'].map(kind => `${kind} ${whole}/**`),
  ]
}
