// What dnf shall do: packages by their names are asked of rpm, in one batch for all tasks; what only the repositories
// can tell (the newest, groups, modules, patterns, files) is asked of dnf itself.
import { rpmNevr, rpmSpec } from '../../base/packages/rpm-spec.ts'
import { compareRpm } from '../../base/packages/rpm-version.ts'
import type { PackageAnswer, TransactionAnswer } from '../../model/answers.ts'
import type { Change } from '../../model/change.ts'
import type { Probe } from '../../model/module.ts'
import { change, deed } from '../change.ts'
import { Failure, Refusal } from '../define.ts'
import { probe } from '../probe.ts'
import { toDone, toThere, withOp } from './changes.ts'
import { dnfState, type DnfArgs } from './dnf-args.ts'
import { autoremoveWords, dnfOp, installWords, refreshWords, removeWords } from './dnf-words.ts'

export type DnfReads = {
  readonly [key: `package ${string}`]: Probe<PackageAnswer>
  /** What is left to do for that which rpm cannot judge. */
  readonly left: Probe<TransactionAnswer> | undefined
  /** What is left over. */
  readonly leaves: Probe<TransactionAnswer> | undefined
}

export type DnfState = {
  readonly [key: `package ${string}`]: PackageAnswer | undefined
  readonly left: TransactionAnswer | undefined
  readonly leaves: TransactionAnswer | undefined
}

/** The packages that are named, taken apart at commas. */
export const dnfNames = (args: DnfArgs): readonly string[] => {
  const names = args.name
    .flatMap(name => (/[<>=(]/.test(name) ? [name] : name.split(',')))
    .map(name => name.trim())
    .filter(name => name !== '')
  for (const name of names) {
    if (name.startsWith('-'))
      throw new Refusal('name', `must be names of packages, not an option: "${name}"`)
    if (/\s/.test(name) && !/[@<>=]/.test(name))
      throw new Refusal('name', `must be a list, or have commas between the packages: "${name}"`)
  }
  if (args.autoremove && dnfState(args) !== 'absent')
    throw new Refusal('autoremove', 'must stand alone or with state absent')
  return names
}

/** Whether rpm can say if it is as wanted. */
const isPlain = (args: DnfArgs, spec: string): boolean => {
  if (args.download_only || args.update_only || dnfState(args) === 'latest') return false
  const { kind } = rpmSpec(spec)
  if (kind !== 'glob') return kind === 'plain' || kind === 'condition' || kind === 'path'
  // A pattern for the version alone names one package; of others the repositories may have more.
  return dnfState(args) === 'absent' || /^[^*?[]+-\d[^*?[]*[*?[]/.test(spec)
}

const packageProbe = (args: DnfArgs, spec: string): Probe<PackageAnswer> =>
  probe.package(spec, args.installroot === '/' ? {} : { root: args.installroot })

const leftProbe = (
  args: DnfArgs,
  names: readonly string[],
): Probe<TransactionAnswer> | undefined => {
  if (names.length === 1 && names[0] === '*' && dnfState(args) === 'latest')
    return probe.transaction(installWords(args, []), [])
  const hard = names.filter(name => !isPlain(args, name))
  if (hard.length === 0) return undefined
  return probe.transaction(
    dnfState(args) === 'absent' ? removeWords(args, hard) : installWords(args, hard),
    hard,
  )
}

/** All questions of a task. */
export const dnfReads = (args: DnfArgs): DnfReads => {
  const names = dnfNames(args)
  const plain = names.filter(name => isPlain(args, name))
  const asked =
    dnfState(args) === 'present'
      ? [...plain, ...plain.flatMap(name => rpmNevr(name)?.name ?? [])]
      : plain
  return {
    ...Object.fromEntries(asked.map(spec => [`package ${spec}`, packageProbe(args, spec)])),
    left: leftProbe(args, names),
    leaves: args.autoremove ? probe.transaction(autoremoveWords(args), []) : undefined,
  }
}

/** All changes of a task. */
export const dnfPlan = (args: DnfArgs, state: DnfState): readonly Change[] => {
  const names = dnfNames(args)
  if (names.length === 0 && !args.autoremove) return args.update_cache ? [refresh(args)] : []
  if (dnfState(args) === 'absent') return absent(args, names, state)
  const missing = names.filter(name => isPlain(args, name) && !isThere(args, name, state))
  const hard = names.filter(name => !isPlain(args, name))
  const left = leftOf(args, state.left)
  if (args.download_only)
    return left
      ? [
          deed(`download ${names.join(' ')}`, [dnfOp(args, installWords(args, names))], {
            touches: [],
          }),
        ]
      : []
  const wanted = [...missing, ...(left ? hard.filter(name => name !== '*') : [])]
  if (missing.length === 0 && !left) return []
  const op = dnfOp(args, installWords(args, wanted))
  return withOp(op, [
    ...missing.map(name => toThere(packageProbe(args, name))),
    ...(left ? [toDone(leftProbe(args, names)!, left)] : []),
  ])
}

/** An installed one that is newer than the one that is named in full stays, unless told otherwise. */
const isThere = (args: DnfArgs, name: string, state: DnfState): boolean => {
  if (state[`package ${name}`]) return true
  const wanted = rpmNevr(name)
  const other = wanted && !args.allow_downgrade ? state[`package ${wanted.name}`] : undefined
  return (
    other !== undefined &&
    other.installed.some(
      each => each.name === wanted!.name && compareRpm(each.version, wanted!.version) > 0,
    )
  )
}

/** The answer where something is left to do; a Failure where it cannot be done. */
const leftOf = (
  args: DnfArgs,
  answer: TransactionAnswer | undefined,
): TransactionAnswer | undefined => {
  if (!answer) return undefined
  // Nothing that could be updated is installed.
  if (args.update_only && answer.pending.length === 0) return undefined
  if (answer.trouble !== undefined)
    throw new Failure(answer.trouble, { results: [], rc: 1, failures: [answer.trouble] })
  return answer.pending.length > 0 ? answer : undefined
}

const absent = (args: DnfArgs, names: readonly string[], state: DnfState): readonly Change[] => {
  if (names.some(name => ['file', 'url'].includes(rpmSpec(name).kind)))
    throw new Refusal('name', 'must be names of packages: files cannot be removed')
  const there = names.filter(name => isPlain(args, name) && state[`package ${name}`])
  const hard = names.filter(name => !isPlain(args, name))
  const left = leftOf(args, state.left)
  const gone = [...there, ...(left ? hard : [])]
  const removal = withOp(dnfOp(args, removeWords(args, gone)), [
    ...there.map(name => change(packageProbe(args, name), state[`package ${name}`], undefined, [])),
    ...(left ? [toDone(leftProbe(args, names)!, left)] : []),
  ])
  const leaves = leftOf(args, state.leaves)
  if (!args.autoremove || (!leaves && removal.length === 0)) return removal
  return [
    ...removal,
    ...withOp(dnfOp(args, autoremoveWords(args)), [
      toDone(probe.transaction(autoremoveWords(args), []), leaves ?? { pending: [] }),
    ]),
  ]
}

const refresh = (args: DnfArgs): Change =>
  deed('refresh the metadata of repositories', [dnfOp(args, refreshWords(args))], {
    counts: false,
    touches: ['transaction **'],
  })
