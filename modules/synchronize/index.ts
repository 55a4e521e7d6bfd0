import {
  change,
  defineModule,
  equal,
  Failure,
  isFolder,
  needFolder,
  parentOf,
  probe,
  raw,
  toFolder,
  type After,
  type Change,
  type ControllerAnswer,
  type Facts,
  type FileAnswer,
  type LocalTreeAnswer,
  type Probe,
  type TreeAnswer,
} from '../../src/kit/index.ts'
import { syncArgs, type Args } from './args.ts'
import { compare, type Outcome } from './compare.ts'
import { wishOf, type Wish } from './options.ts'
import { bring } from './pull.ts'
import { rootsOf, waysOf, type Roots, type Ways } from './ways.ts'

type Source = TreeAnswer & { readonly path?: string }
type Reads = {
  readonly source: Probe<LocalTreeAnswer> | Probe<TreeAnswer>
  /** What the tree goes into, or what the file becomes. */
  readonly dest: Probe<FileAnswer> | undefined
  readonly here: Probe<ControllerAnswer> | undefined
  readonly parent: Probe<FileAnswer>
  readonly passwd: Probe<FileAnswer>
  readonly groups: Probe<FileAnswer>
  readonly tree: After<Source, TreeAnswer>
  readonly alone: After<Source, TreeAnswer>
  readonly inside: After<Source, TreeAnswer>
}
type State = {
  readonly source: Source | undefined
  readonly dest: FileAnswer | undefined
  readonly here: ControllerAnswer | undefined
  readonly parent: FileAnswer | undefined
  readonly passwd: FileAnswer | undefined
  readonly groups: FileAnswer | undefined
  readonly tree: TreeAnswer | undefined
  readonly alone: TreeAnswer | undefined
  readonly inside: TreeAnswer | undefined
}

const isTree = (source: Source | undefined): boolean => source?.entries['']?.type === 'directory'

/** Where times do not tell, contents do. */
const needsDigests = ({ checksum, times }: Wish): boolean => checksum || !times

const treeAt = (ways: Ways, path: string, digests: boolean, alone: boolean): Probe<TreeAnswer> =>
  ways.to === 'controller'
    ? probe.localTree(path)
    : probe.tree(path, { times: true, ...(digests && { digests }), ...(alone && { alone }) })

const reads = (args: Args, facts: Facts): Reads => {
  const ways = waysOf(args, facts)
  const wish = wishOf(args)
  const source =
    ways.from === 'controller'
      ? probe.localTree(ways.src, wish.copyLinks ? { follow: true } : {})
      : probe.tree(ways.src, { times: true, digests: true })
  const roots = rootsOf(args, ways)
  const when = (wanted: boolean, path: string, alone: boolean): After<Source, TreeAnswer> =>
    probe.after(source as Probe<Source>, found =>
      found && isTree(found) === wanted ? treeAt(ways, path, needsDigests(wish), alone) : undefined,
    )
  return {
    source,
    dest: ways.to === 'host' ? probe.file(ways.dest) : undefined,
    here: ways.to === 'controller' ? probe.controller(ways.dest) : undefined,
    parent: probe.file(parentOf(ways.dest)),
    passwd: probe.file('/etc/passwd', { want: 'text' }),
    groups: probe.file('/etc/group', { want: 'text' }),
    tree: when(true, roots.tree.root, false),
    alone: when(false, roots.alone.root, true),
    inside: when(false, roots.inside.root, true),
  }
}

/** Numbers by names, as in /etc/passwd. */
const idsIn = (file: FileAnswer | undefined): ReadonlyMap<string, number> =>
  new Map(
    (file?.text ?? '')
      .split('\n')
      .map(line => line.split(':'))
      .map(([name = '', , id]) => [name, Number(id)] as const),
  )

type Pair = { readonly roots: Roots; readonly to: TreeAnswer | undefined }

/** Which of the possible places it is. */
const pairOf = (args: Args, ways: Ways, state: State): Pair => {
  const roots = rootsOf(args, ways)
  if (isTree(state.source)) return { roots: roots.tree, to: state.tree }
  const enters = args.dest.endsWith('/') || isFolder(state.dest) || state.here?.type === 'directory'
  return enters
    ? { roots: roots.inside, to: state.inside }
    : { roots: roots.alone, to: state.alone }
}

const outcomeOf = (args: Args, state: State, facts: Facts): Outcome => {
  const ways = waysOf(args, facts)
  const wish = wishOf(args)
  const from = raw(state.source)?.entries
  if (!from) throw new Failure(`${args.src} is not there: give a file or a folder`, { rc: 23 })
  if (args.delay_updates && Object.keys(from).some(path => /(^|\/)\.rsync-filter$/.test(path)))
    throw new Failure(
      `${args.src} has a .rsync-filter: mokplay does not do this yet; give --exclude in rsync_opts`,
    )
  const { roots, to } = pairOf(args, ways, state)
  const at = state.source?.path ?? ways.src
  const side = {
    ...roots,
    from,
    to: to?.entries ?? {},
    place: (path: string) => (path === '' ? at : `${at.replace(/\/$/, '')}/${path}`),
    source: ways.from,
    digests: needsDigests(wish),
    ids: { users: idsIn(state.passwd), groups: idsIn(state.groups) },
    wish,
    facts,
  }
  if (ways.to === 'controller') return bring(side)
  const found = compare(side)
  const isNew =
    !state.dest && found.lines.length > 0 && (isTree(state.source) || args.dest.endsWith('/'))
  const made = `created directory ${ways.dest}`
  return isNew ? { ...found, lines: [made, ...found.lines] } : found
}

/** The folder that a file or a named folder goes into: made when only it is missing. */
const above = (args: Args, ways: Ways, state: State, facts: Facts, found: Outcome): Change[] => {
  const goesInto = pairOf(args, ways, state).roots.root !== ways.dest
  if (ways.to === 'controller' || found.ops.length === 0) return []
  if (isFolder(state.dest)) return []
  if (state.dest && goesInto)
    throw new Failure(`${ways.dest} is a ${state.dest.type}, expected a folder`)
  needFolder(ways.dest, state.parent)
  return goesInto ? [toFolder(ways.dest, {}, facts, state.parent)] : []
}

const plan = (args: Args, state: State, facts: Facts): readonly Change[] => {
  const ways = waysOf(args, facts)
  const found = outcomeOf(args, state, facts)
  if (found.ops.length === 0) return []
  const { roots, to } = pairOf(args, ways, state)
  const wish = wishOf(args)
  const subject = treeAt(ways, roots.root, needsDigests(wish), !isTree(state.source))
  const touches = found.touched.map(path => (path === '' ? roots.root : `${roots.root}/${path}`))
  const whole = change(subject, to, { entries: found.entries }, found.ops, {
    touches: [
      'glob *',
      `tree ${roots.root}/**`,
      ...['file', 'stat', 'tree', 'find'].flatMap(kind =>
        touches.length > 200
          ? [`${kind} ${roots.root}`, `${kind} ${roots.root}/**`]
          : touches.flatMap(path => [`${kind} ${path}`, `${kind} ${path}/**`]),
      ),
      ...(equal(ways.to, 'host') ? [`stat ${parentOf(roots.root)}`] : []),
    ],
  })
  return [...above(args, ways, state, facts, found), whole]
}

/** Trees kept alike, as rsync does it; without rsync. */
export default defineModule({
  name: 'synchronize',
  summary: 'Make a folder of the host like one of the controller, or the other way.',
  args: syncArgs,
  unsupported: { link_dest: 'files are brought, not linked' },
  returns: {
    msg: "rsync's line for each path that changes.",
    stdout_lines: 'The same as a list.',
    rc: '0',
  },
  predicts: 'full',
  notes: [
    'Needs rsync nowhere: files travel over the connection there is, each takes its place whole.',
    'With times: false contents are compared, so that a second run changes nothing.',
    'Links keep no times; devices, hard links and extended attributes are left out.',
    'mode: pull brings contents and folders; permissions, owners, times and links stay behind.',
    'delegate_to may name the host itself, for two folders of one host; no other host yet.',
  ],
  reads: (args, facts): Reads => reads(args, facts),
  plan: (args, state, facts) => plan(args, state as State, facts),
  result: ({ args, before, changes, facts }) => {
    const lines = changes.length === 0 ? [] : outcomeOf(args, before as State, facts).lines
    return { msg: lines.map(line => `${line}\n`).join(''), stdout_lines: lines, rc: 0 }
  },
})
