// What apt shall do, from the answers of dpkg and of a simulated apt-get.
import { globPattern, isGlob } from '../../base/glob.ts'
import { compareDeb } from '../../base/packages/deb-version.ts'
import { isUnknown, unknown } from '../../base/unknown.ts'
import type {
  AptListsAnswer,
  CommandAnswer,
  FileAnswer,
  PackageAnswer,
  TransactionAnswer,
} from '../../model/answers.ts'
import type { Change } from '../../model/change.ts'
import { change, deed } from '../change.ts'
import { Failure } from '../define.ts'
import { probe } from '../probe.ts'
import { orUnknown } from '../results.ts'
import { textOf } from '../target.ts'
import { aptUpgrade, isDue, type AptArgs } from './apt-args.ts'
import { debChanges, type DebState } from './apt-deb.ts'
import {
  bare,
  checked,
  isAtLeast,
  isPlain,
  MARKS,
  matches,
  packageProbe,
  tasksOf,
} from './apt-reads.ts'
import { aptOp, cacheOp, installWords, removeWords, updateWords } from './apt-words.ts'
import { toDone, toThere, withOp } from './changes.ts'

export type AptState = DebState & {
  readonly [key: `package ${string}`]: PackageAnswer | undefined
  readonly [key: `names ${string}`]: CommandAnswer | undefined
  readonly [key: `left ${string}`]: TransactionAnswer | undefined
  readonly lists: AptListsAnswer | undefined
  readonly offers: CommandAnswer | undefined
  readonly marks: FileAnswer | undefined
  readonly old: CommandAnswer | undefined
}

/** All changes of a task. */
export const aptPlan = (args: AptArgs, state: AptState): readonly Change[] => {
  const names = checked(args)
  const alone = names.length === 0 && args.deb === undefined && !aptUpgrade(args)
  return [
    ...(args.clean
      ? [
          deed('remove downloaded packages', [cacheOp(args, ['clean'])], {
            counts: false,
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
  const expanded = names
    .filter(name => isGlob(bare(name)))
    .flatMap(glob => matches(glob, state[`names ${glob}`]))
  const marks = args.state === 'present' && names.length > 0 ? textOf(MARKS, state.marks) : ''
  const marked = [...there.map(bare), ...expanded].filter(name => isAuto(marks, name))
  const offers = orUnknown(() => state.offers)
  return [
    ...withOp(
      aptOp(
        args,
        installWords(
          args,
          missing.map(name => versionFor(name, isUnknown(offers) ? undefined : offers)),
        ),
      ),
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

/**
 * What apt-get shall install for a spec; of at least some version, the newest that is offered. What is not offered is a
 * failure before anything is done, unless only the run can tell.
 */
const versionFor = (spec: string, offers: CommandAnswer | undefined): string => {
  if (!offers) return isAtLeast(spec) ? bare(spec) : spec
  const name = bare(spec)
  // apt leaves its own architecture out.
  const heads = [`${name}:\n`, `${name.replace(/:.*/, '')}:\n`]
  const part = offers.out
    .split(/^(?=\S+:$)/m)
    .find(each => heads.some(head => each.startsWith(head)))
  if (part === undefined)
    throw new Failure(`no package ${name} is available: look at its name, and set update_cache`)
  const [sign, wanted] = [/>?=/.exec(spec)?.[0] ?? '', spec.slice(name.length).replace(/^>?=/, '')]
  if (sign === '') return spec
  const versions = [...part.matchAll(/^ (?:\*\*\*|   ) (\S+) -?\d+$/gm)].map(found => found[1]!)
  const best = versions.find(version =>
    sign === '=' ? globPattern(wanted).test(version) : compareDeb(version, wanted) >= 0,
  )
  if (best === undefined)
    throw new Failure(
      `no available installation candidate for ${spec}: there ${versions.length === 0 ? 'is none' : `are ${versions.join(', ')}`}`,
    )
  return sign === '=' ? spec : `${name}=${best}`
}

const isAuto = (text: string, name: string): boolean =>
  text
    .split('\n\n')
    .some(
      entry =>
        entry.split('\n').includes(`Package: ${name}`) && entry.includes('Auto-Installed: 1'),
    )

/** Whether it is there under this very name: what merely provides it stays. */
const isNamed = (name: string, answer: PackageAnswer | undefined): boolean =>
  answer !== undefined &&
  (isGlob(name) || answer.installed.some(each => each.name === name.replace(/:.*/, '')))

const absent = (args: AptArgs, names: readonly string[], state: AptState): readonly Change[] => {
  const there = names.filter(name => isNamed(bare(name), state[`package ${name}`]))
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
