// What apt shall do: packages by their names are asked of dpkg, in one batch for all tasks; what only the repositories
// can tell (the newest, patterns, upgrades) is asked of a simulated apt-get.
import { globPattern, isGlob, literalPart } from '../../base/packages/glob.ts'
import type {
  AptListsAnswer,
  CommandAnswer,
  FileAnswer,
  PackageAnswer,
  TransactionAnswer,
} from '../../model/answers.ts'
import type { Change, Op } from '../../model/change.ts'
import type { After, Probe } from '../../model/module.ts'
import { unknown } from '../../base/unknown.ts'
import { change, deed } from '../change.ts'
import { Failure, Refusal } from '../define.ts'
import { probe } from '../probe.ts'
import { textOf } from '../target.ts'
import { aptNames, aptUpgrade, isDue, type AptArgs } from './apt-args.ts'
import { debChanges, debReads, type DebReads, type DebState } from './apt-deb.ts'
import {
  aptOp,
  autoremoveWords,
  cacheOp,
  installWords,
  removeWords,
  updateWords,
  upgradeWords,
} from './apt-words.ts'
import { toDone, toThere } from './changes.ts'

type Chain = After<never, TransactionAnswer> | Probe<TransactionAnswer>

export type AptReads = DebReads & {
  readonly [key: `package ${string}`]: Probe<PackageAnswer>
  /** Names that begin as a pattern does. */
  readonly [key: `names ${string}`]: Probe<CommandAnswer>
  readonly [key: `left ${string}`]: Chain
  readonly lists: Probe<AptListsAnswer>
  /** Who came as a dependency. */
  readonly marks: Probe<FileAnswer> | undefined
  /** Downloaded files that autoclean would remove. */
  readonly old: Probe<CommandAnswer> | undefined
}

export type AptState = DebState & {
  readonly [key: `package ${string}`]: PackageAnswer | undefined
  readonly [key: `names ${string}`]: CommandAnswer | undefined
  readonly [key: `left ${string}`]: TransactionAnswer | undefined
  readonly lists: AptListsAnswer | undefined
  readonly marks: FileAnswer | undefined
  readonly old: CommandAnswer | undefined
}

const MARKS = '/var/lib/apt/extended_states'
const bare = (spec: string): string => spec.replace(/>?=.*$/s, '')

const checked = (args: AptArgs): readonly string[] => {
  const names = aptNames(args)
  for (const name of names)
    if (
      !/^[a-zA-Z0-9*?[][a-zA-Z0-9+.*?[\]!:-]*(>?=[^\s=]+)?$/.test(name) ||
      bare(name).endsWith('-')
    )
      throw new Refusal('package', `must be names of packages, not "${name}"`)
  if (args.state === 'latest' && args.package.includes('*') && names.length > 0)
    throw new Refusal('package', 'must be "*" alone to upgrade everything')
  if (args.deb !== undefined && args.state !== 'present')
    throw new Refusal('state', 'must be present with deb')
  return names
}

/** dpkg alone can say whether it is as wanted. */
const isPlain = (args: AptArgs, spec: string): boolean =>
  args.state === 'absent' ||
  ((args.state === 'present' || args.state === 'fixed') && !isGlob(bare(spec)))

const packageProbe = (args: AptArgs, spec: string): Probe<PackageAnswer> =>
  probe.package(spec, args.state === 'absent' && args.purge ? { config: true } : {})

/** The names that a pattern stands for. */
const matches = (glob: string, answer: CommandAnswer | undefined): readonly string[] => {
  const pattern = globPattern(glob)
  return (answer?.out ?? '')
    .split('\n')
    .filter(name => name !== '' && pattern.test(name))
    .sort()
}

const namesProbe = (glob: string): Probe<CommandAnswer> =>
  probe.command(['apt-cache', 'pkgnames', literalPart(glob)])

/** Questions of what is left to do, and the words that do it. */
const tasksOf = (
  args: AptArgs,
  names: readonly string[],
  expand: (glob: string) => readonly string[],
): Readonly<Record<`left ${string}`, readonly string[]>> => {
  const hard = names.filter(name => !isPlain(args, name))
  const all = [...new Set(hard.flatMap(name => (isGlob(bare(name)) ? expand(name) : [name])))]
  return {
    ...(aptUpgrade(args) && { 'left upgrade': upgradeWords(args) }),
    ...((all.length > 0 || args.state === 'fixed') && { 'left packages': installWords(args, all) }),
    ...(args.autoremove &&
      names.length === 0 &&
      !aptUpgrade(args) && { 'left over': autoremoveWords(args) }),
  }
}

export const aptReads = (args: AptArgs): AptReads => {
  const names = checked(args)
  const plain = names.filter(name => isPlain(args, name))
  const asked = args.only_upgrade ? [...plain, ...plain.map(bare)] : plain
  const globs = names.filter(name => !isPlain(args, name) && isGlob(bare(name)))
  // A pattern is known in full only once its names are.
  const first = globs.length === 1 ? namesProbe(globs[0]!) : undefined
  if (globs.length > 1)
    throw new Refusal('package', 'must not have more than one pattern: give each a task of its own')
  const lists = probe.aptLists()
  const left = (key: `left ${string}`): Chain => {
    if (first && key === 'left packages')
      return probe.after(first, found => {
        const words = tasksOf(args, names, glob => matches(glob, found))[key]
        return words && probe.transaction(words, names)
      }) as unknown as Chain
    const words = tasksOf(args, names, () => [])[key]!
    return probe.after(lists, age =>
      probe.transaction(words, names.map(bare), isDue(args, age) ? { refresh: true } : {}),
    ) as unknown as Chain
  }
  return {
    ...Object.fromEntries(asked.map(spec => [`package ${spec}`, packageProbe(args, spec)])),
    ...(first && { [`names ${globs[0]!}`]: first }),
    ...Object.fromEntries(
      Object.keys(tasksOf(args, names, glob => [glob])).map(key => [
        key,
        left(key as `left ${string}`),
      ]),
    ),
    ...debReads(args.deb),
    lists,
    old: args.autoclean
      ? probe.command(['apt-get', '--simulate', '-o', 'Debug::NoLocking=1', 'autoclean'], {
          seconds: 60,
        })
      : undefined,
    marks:
      args.state === 'present' && plain.length > 0
        ? probe.file(MARKS, { want: 'text' })
        : undefined,
  }
}

export const aptPlan = (args: AptArgs, state: AptState): readonly Change[] => {
  const names = checked(args)
  const alone = names.length === 0 && args.deb === undefined && !aptUpgrade(args)
  return [
    ...(args.clean
      ? [
          deed('remove downloaded packages', [cacheOp(args, ['clean'])], {
            counts: alone,
            touches: [],
          }),
        ]
      : []),
    ...(isDue(args, state.lists) ? [update(args, state.lists, alone)] : []),
    ...debChanges(args, state),
    ...(alone && args.autoclean && hasOld(state.old)
      ? [deed('remove old downloaded packages', [cacheOp(args, ['autoclean'])], { touches: [] })]
      : []),
    ...(args.state === 'absent' ? absent(args, names, state) : present(args, names, state)),
    ...leftovers(args, names, state),
  ]
}

const hasOld = (answer: CommandAnswer | undefined): boolean => /^Del /m.test(answer?.out ?? '')

const update = (args: AptArgs, before: AptListsAnswer | undefined, counts: boolean): Change => {
  const later = unknown('when the lists were brought up to date') as unknown as number
  return change<AptListsAnswer>(
    probe.aptLists(),
    before,
    { updated: later, age: 1 },
    [cacheOp(args, updateWords(args))],
    {
      counts,
      touches: ['transaction **', 'command ["apt-cache"**'],
    },
  )
}

const present = (args: AptArgs, names: readonly string[], state: AptState): readonly Change[] => {
  const plain = names.filter(name => isPlain(args, name))
  const missing = plain.filter(
    name => !state[`package ${name}`] && (!args.only_upgrade || state[`package ${bare(name)}`]),
  )
  const there = plain.filter(name => !missing.includes(name) && state[`package ${name}`])
  const marked = there.map(bare).filter(name => isAuto(textOf(MARKS, state.marks), name))
  return [
    ...withOp(
      aptOp(args, installWords(args, missing)),
      missing.map(name => toThere(packageProbe(args, name))),
    ),
    ...(marked.length > 0
      ? [
          deed(
            `mark as wanted: ${marked.join(' ')}`,
            [{ op: 'run', argv: ['apt-mark', 'manual', ...marked] }],
            { counts: false, touches: ['transaction **', `file ${MARKS}`] },
          ),
        ]
      : []),
  ]
}

const isAuto = (text: string, name: string): boolean =>
  text
    .split('\n\n')
    .some(
      entry =>
        entry.split('\n').includes(`Package: ${name}`) && entry.includes('Auto-Installed: 1'),
    )

const absent = (args: AptArgs, names: readonly string[], state: AptState): readonly Change[] => {
  const there = names.filter(name => state[`package ${name}`])
  // The very names, for apt-get takes patterns for something else.
  const gone = [
    ...new Set(
      there.flatMap(name =>
        isGlob(bare(name))
          ? state[`package ${name}`]!.installed.map(each => each.name)
          : [bare(name)],
      ),
    ),
  ]
  return withOp(
    aptOp(args, removeWords(args, gone)),
    there.map(name => change(packageProbe(args, name), state[`package ${name}`], undefined, [])),
  )
}

const leftovers = (args: AptArgs, names: readonly string[], state: AptState): readonly Change[] => {
  const named = (glob: string): readonly string[] => {
    const found = matches(glob, state[`names ${glob}`])
    if (found.length === 0) throw new Failure(`No package(s) matching '${glob}' available`)
    return found
  }
  return Object.entries(tasksOf(args, names, named)).flatMap(([key, words]) => {
    const left = state[key as `left ${string}`]
    if (left?.trouble !== undefined) throw new Failure(left.trouble, { rc: 100 })
    if (!left || left.pending.length === 0) return []
    return withOp(aptOp(args, words), [toDone(probe.transaction(words, names.map(bare)), left)])
  })
}

/** One process for all: it stands with the first change. Scripts of packages may do anything. */
const withOp = (op: Op, changes: readonly Change[]): readonly Change[] =>
  changes.map((each, index) =>
    index === 0 ? { ...each, ops: [op], touches: 'everything' as const } : each,
  )
