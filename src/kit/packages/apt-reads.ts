// What apt asks: packages by their names are asked of dpkg, in one batch for all tasks; what only the repositories can
// tell (the newest, patterns, upgrades) is asked of a simulated apt-get.
import { globPattern, isGlob, literalPart } from '../../base/glob.ts'
import type {
  AptListsAnswer,
  CommandAnswer,
  FileAnswer,
  PackageAnswer,
  TransactionAnswer,
} from '../../model/answers.ts'
import type { After, Probe } from '../../model/module.ts'
import { Refusal } from '../define.ts'
import { probe } from '../probe.ts'
import { aptNames, aptUpgrade, isDue, type AptArgs } from './apt-args.ts'
import { debReads, type DebReads } from './apt-deb.ts'
import { autoremoveWords, installWords, upgradeWords } from './apt-words.ts'

type Offers = Probe<CommandAnswer> | After<unknown, CommandAnswer> | undefined
type Chain = After<never, TransactionAnswer> | Probe<TransactionAnswer>

export type AptReads = DebReads & {
  readonly [key: `package ${string}`]: Probe<PackageAnswer>
  /** Names that begin as a pattern does. */
  readonly [key: `names ${string}`]: Probe<CommandAnswer>
  readonly [key: `left ${string}`]: Chain
  readonly lists: Probe<AptListsAnswer>
  /** Versions in which packages that are missing are offered, where lists will not be new by then. */
  readonly offers: Offers
  /** Who came as a dependency. */
  readonly marks: Probe<FileAnswer> | undefined
  /** Downloaded files that autoclean would remove. */
  readonly old: Probe<CommandAnswer> | undefined
}

/** Where apt keeps who came as a dependency. */
export const MARKS = '/var/lib/apt/extended_states'
/** A spec without its version. */
export const bare = (spec: string): string => spec.replace(/>?=.*$/s, '')

/** The names, none of which apt-get would take for something else. */
export const checked = (args: AptArgs): readonly string[] => {
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
export const isPlain = (args: AptArgs, spec: string): boolean =>
  args.state === 'absent' ||
  ((args.state === 'present' || args.state === 'fixed') && !isGlob(bare(spec)))

/** The question whether it is there; what is to be purged is there as long as anything is left of it. */
export const packageProbe = (args: AptArgs, spec: string): Probe<PackageAnswer> =>
  probe.package(spec, args.state === 'absent' && args.purge ? { config: true } : {})

/** The names that a pattern stands for. */
export const matches = (glob: string, answer: CommandAnswer | undefined): readonly string[] => {
  const pattern = globPattern(glob)
  return (answer?.out ?? '')
    .split('\n')
    .filter(name => name !== '' && pattern.test(name))
    .sort()
}

/** apt-get itself knows no `>=`. */
export const isAtLeast = (spec: string): boolean => spec.includes('>=')

/** One process for all that are missing. */
const offersOf = (
  args: AptArgs,
  specs: readonly string[],
  missing: readonly string[] = [],
): Offers => {
  const [spec, ...rest] = specs
  if (spec !== undefined)
    return probe.after(packageProbe(args, spec), found =>
      offersOf(args, rest, found ? missing : [...missing, bare(spec)]),
    )
  return missing.length === 0 ? undefined : probe.command(['apt-cache', 'policy', ...missing])
}

const namesProbe = (glob: string): Probe<CommandAnswer> =>
  probe.command(['apt-cache', 'pkgnames', literalPart(glob)])

/** Questions of what is left to do, and the words that do it. */
export const tasksOf = (
  args: AptArgs,
  names: readonly string[],
  expand: (glob: string) => readonly string[],
): Readonly<Record<`left ${string}`, readonly string[]>> => {
  const hard = names.filter(name => !isPlain(args, name))
  const all = [
    ...new Set(
      hard.flatMap(name =>
        isGlob(bare(name)) ? expand(name) : [isAtLeast(name) ? bare(name) : name],
      ),
    ),
  ]
  return {
    ...(aptUpgrade(args) && { 'left upgrade': upgradeWords(args) }),
    ...((all.length > 0 || args.state === 'fixed') && { 'left packages': installWords(args, all) }),
    ...(args.autoremove &&
      names.length === 0 &&
      !aptUpgrade(args) && { 'left over': autoremoveWords(args) }),
  }
}

/** All questions of a task. */
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
    offers:
      args.state === 'absent' || args.only_upgrade
        ? undefined
        : probe.after(lists, age => (isDue(args, age) ? undefined : offersOf(args, plain))),
    old: args.autoclean
      ? probe.command(['apt-get', '--simulate', '-o', 'Debug::NoLocking=1', 'autoclean'], {
          seconds: 60,
        })
      : undefined,
    marks:
      args.state === 'present' && names.length > 0
        ? probe.file(MARKS, { want: 'text' })
        : undefined,
  }
}
