// From the answers to changes: a repository that is cloned, one that is brought up to date, and the archive of it.
import {
  absolute,
  change,
  Failure,
  isUnknown,
  newAttrs,
  parentOf,
  probe,
  raw,
  toFolders,
  unknown,
  withAttrs,
  type Change,
  type Facts,
  type FileAnswer,
} from '../../src/kit/index.ts'
import { cloned, cloning, moving, packing, updating, type Needs } from './acts.ts'
import { destOf, urlOf, type Args } from './args.ts'
import { archiveWords } from './reads.ts'
import { gitProblem, homeRefs, wantedOf, type State } from './wanted.ts'

/** Everything below a folder that git works in. */
const touched = (...folders: readonly string[]): readonly string[] => [
  ...folders.flatMap(folder => [
    ...['file', 'stat', 'tree', 'git'].flatMap(kind => [
      `${kind} ${folder}`,
      `${kind} ${folder}/**`,
    ]),
    `command **${folder}**`,
  ]),
  'glob *',
]

const subject = (args: Args, dest: string) =>
  probe.git(dest, args.executable === undefined ? {} : { git: args.executable })

const clone = (args: Args, dest: string, state: State, facts: Facts): readonly Change[] => {
  const wanted = wantedOf(args, state, facts)
  if (state.content && state.content.out !== '')
    throw new Failure(
      `${dest} is there, and neither empty nor a repository: remove it, or choose another dest`,
    )
  return [
    ...toFolders(parentOf(dest), state, {}, facts),
    change(
      subject(args, dest),
      undefined,
      cloned(args, wanted, facts),
      cloning(args, dest, wanted, facts),
      { touches: touched(dest) },
    ),
  ]
}

/** Files that were changed in the folder; submodules that follow their own branches are never where they were. */
export const modified = (args: Args, state: State): readonly string[] =>
  args.bare
    ? []
    : state.here!.modified.filter(
        path => !(args.track_submodules && path in state.here!.submodules),
      )

export const submodulesBehind = (args: Args, state: State): boolean =>
  args.recursive &&
  !args.bare &&
  ((Object.values(state.here!.submodules).includes(false) && !args.track_submodules) ||
    (state.behind?.out ?? '') !== '')

/** Submodules that are not where their own branches are, as they count. */
const behindOf = ({ behind }: State): Readonly<Record<string, boolean>> =>
  Object.fromEntries(
    (behind?.out ?? '').split('\n').flatMap(path => (path === '' ? [] : [[path, false] as const])),
  )

export const urlChanges = (args: Args, state: State, facts: Facts): boolean => {
  const now = state.here!.remotes[args.remote]
  return now !== urlOf(args, facts) && now !== args.repo
}

const update = (args: Args, dest: string, state: State, facts: Facts): readonly Change[] => {
  const here = state.here!
  const mods = modified(args, state)
  if (mods.length > 0 && !args.force)
    throw new Failure(
      `Local modifications exist in the destination: ${dest} (force=no): ${mods.slice(0, 3).join(', ')}`,
      { before: here.commit },
    )
  const wanted = wantedOf(args, state, facts)
  const isNew = isUnknown(wanted.commit) || wanted.commit !== here.commit
  const isBehind =
    args.bare &&
    Object.entries(ownRefs(homeRefs(args, state, facts))).some(
      ([name, commit]) => here.refs?.[name] !== commit,
    )
  const submodules = isNew || submodulesBehind(args, state)
  const needs: Needs = {
    discard: mods.length > 0,
    url: urlChanges(args, state, facts),
    fetch: isNew || isBehind,
    checkout: !args.bare && (isNew || wanted.branch !== here.branch),
    submodules,
  }
  if (!needs.checkout && args.verify_commit && !args.bare && state.signed?.rc !== 0)
    throw new Failure(gitProblem(state.signed?.err ?? '', `the signature of ${args.version}`))
  const to = newFolder(args, state)
  if (!Object.values(needs).includes(true) && to === undefined) return []
  return [
    change(
      subject(args, dest),
      { ...raw(here), submodules: { ...here.submodules, ...behindOf(state) } },
      {
        ...raw(here),
        ...(to !== undefined && { folder: to }),
        commit: wanted.commit,
        ...(!args.bare && { branch: wanted.branch }),
        remotes: {
          ...here.remotes,
          [args.remote]: needs.url ? urlOf(args, facts) : here.remotes[args.remote]!,
        },
        modified: [],
        submodules: {},
        ...(args.bare && { refs: { ...here.refs, ...ownRefs(homeRefs(args, state, facts)) } }),
      },
      [
        ...(to === undefined ? [] : [moving(args, dest)]),
        ...updating(args, dest, { wanted, needs, here }, facts),
      ],
      {
        touches: touched(dest, ...(to === undefined ? [] : [to])),
        counts: to !== undefined || isNew || needs.discard || needs.url || (submodules && !isNew),
      },
    ),
  ]
}

/** Branches and tags, without what they lead to. */
const ownRefs = (refs: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(refs).filter(([name]) => name !== 'HEAD' && !name.endsWith('^{}')),
  )

/** Where the repository is to be kept from now on, if that is elsewhere. */
const newFolder = (args: Args, state: State): string | undefined => {
  if (args.separate_git_dir === undefined || !state.apart) return undefined
  const to = state.apart.out.trim()
  if (state.here!.folder === to) return undefined
  if (state.separate) throw new Failure(`Separate-git-dir path ${to} already exists.`)
  return to
}

const relocate = (args: Args, dest: string, state: State): readonly Change[] => {
  const to = newFolder(args, state)
  if (to === undefined) return []
  return [
    change(
      subject(args, dest),
      state.here,
      { ...raw(state.here!), folder: to },
      [moving(args, dest)],
      {
        touches: touched(dest, to),
      },
    ),
  ]
}

const archive = (
  args: Args,
  dest: string,
  state: State,
  isSame: boolean,
  facts: Facts,
): readonly Change[] => {
  if (args.archive === undefined) return []
  const path = absolute(args.archive, facts)
  const packed = isSame && state.packed?.rc === 0 ? state.packed.out.slice(0, 64) : undefined
  if (packed !== undefined && state.archive?.sha256 === packed) return []
  const later = (what: string): never => unknown(`${what} of ${path}`) as never
  const umask = Number.parseInt((args.umask as string | undefined) ?? facts.umask, 8)
  const after: FileAnswer = {
    type: 'file',
    ...withAttrs(undefined, { ...newAttrs({}, facts), mode: 0o666 & ~umask }, facts),
    size: later('the size'),
    links: 1,
    inode: later('the inode'),
    sha256: packed ?? later('the digest'),
    textless: 'binary',
  }
  return [
    change(
      probe.file(path, { want: 'digest' }),
      state.archive,
      after,
      packing(args, dest, path, archiveWords(args, path)),
      { touches: [`stat ${path}`, `tree ${parentOf(path)}`, 'glob *'] },
    ),
  ]
}

/** All changes of a task. */
export const gitPlan = (args: Args, state: State, facts: Facts): readonly Change[] => {
  const dest = destOf(args, facts)
  if (dest === undefined || (!state.here && !args.clone)) {
    wantedOf(args, state, facts)
    return []
  }
  if (!state.here) {
    const made = clone(args, dest, state, facts)
    return [...made, ...archive(args, dest, state, false, facts)]
  }
  const updates = args.update ? update(args, dest, state, facts) : relocate(args, dest, state)
  const isSame = !args.update || updates.every(each => !each.counts)
  return [...updates, ...archive(args, dest, state, isSame, facts)]
}
