// What dnf shall do: packages by their names are asked of rpm, in one batch for all tasks; what only the repositories
// can tell (the newest, groups, modules, patterns, files) is asked of dnf itself.
import { rpmNevr, rpmSpec } from '../../base/packages/rpm-spec.ts'
import { compareRpm } from '../../base/packages/rpm-version.ts'
import type { PackageAnswer, TransactionAnswer } from '../../model/answers.ts'
import type { Change } from '../../model/change.ts'
import type { After, Probe } from '../../model/module.ts'
import { change, deed } from '../change.ts'
import { Failure, Refusal } from '../define.ts'
import { probe } from '../probe.ts'
import { toDone, toThere, withOp } from './changes.ts'
import { dnfState, type DnfArgs } from './dnf-args.ts'
import {
  autoremoveWords,
  dnfOp,
  installWords,
  refreshWords,
  removeWords,
  upgradeWords,
} from './dnf-words.ts'

type Question = Probe<TransactionAnswer> | After<unknown, TransactionAnswer> | undefined

export type DnfReads = {
  readonly [key: `package ${string}`]: Probe<PackageAnswer>
  /** What is left to do for that which rpm cannot judge. */
  readonly left: Question
  /** Updates of groups and modules that are there. */
  readonly renewed: Probe<TransactionAnswer> | undefined
  /** What is left over. */
  readonly leaves: Probe<TransactionAnswer> | undefined
}

export type DnfState = {
  readonly [key: `package ${string}`]: PackageAnswer | undefined
  readonly left: TransactionAnswer | undefined
  readonly renewed: TransactionAnswer | undefined
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
  // Only dnf knows what it will leave out.
  if (args.skip_broken && dnfState(args) === 'present') return false
  return isKnown(args, spec)
}

const isKnown = (args: DnfArgs, spec: string): boolean => {
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

/** dnf is asked what it would leave out only where something is missing. */
const leftQuestion = (args: DnfArgs, names: readonly string[]): Question => {
  const left = leftProbe(args, names)
  const asksFirst =
    args.skip_broken &&
    dnfState(args) === 'present' &&
    !args.download_only &&
    !args.update_only &&
    names.every(name => isKnown(args, name))
  if (!asksFirst) return left
  const missing = (rest: readonly string[]): Question =>
    rest[0] === undefined
      ? undefined
      : probe.after(packageProbe(args, rest[0]), found => (found ? missing(rest.slice(1)) : left))
  return missing(names)
}

/** Groups and modules that are there are brought up to date by other words than new ones. */
const renewalOf = (
  args: DnfArgs,
  names: readonly string[],
):
  { readonly subject: Probe<TransactionAnswer>; readonly words: readonly string[] } | undefined => {
  const groups = names.filter(name => name.startsWith('@'))
  if (dnfState(args) !== 'latest' || groups.length === 0 || args.download_only) return undefined
  const words = upgradeWords(args, groups)
  return { subject: probe.transaction(words, groups), words }
}

/** All questions of a task. */
export const dnfReads = (args: DnfArgs): DnfReads => {
  const names = dnfNames(args)
  const plain = names.filter(name => isPlain(args, name))
  const asked =
    dnfState(args) === 'present'
      ? [...plain, ...plain.flatMap(name => rpmNevr(name)?.name ?? [])]
      : plain
  const told = args.update_only ? names.filter(name => isKnown(args, name)) : []
  return {
    ...Object.fromEntries(
      [...asked, ...told].map(spec => [`package ${spec}`, packageProbe(args, spec)]),
    ),
    left: leftQuestion(args, names),
    renewed: renewalOf(args, names)?.subject,
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
  const op = dnfOp(args, installWords(args, wanted))
  return [
    ...withOp(op, [
      ...missing.map(name => toThere(packageProbe(args, name))),
      ...(left ? [toDone(leftProbe(args, names)!, left)] : []),
    ]),
    ...renewals(args, names, state),
  ]
}

const renewals = (args: DnfArgs, names: readonly string[], state: DnfState): readonly Change[] => {
  const renewal = renewalOf(args, names)
  const planned = (state.left?.pending ?? []).map(({ name, version }) => `${name} ${version}`)
  // Groups that are not there yet make dnf complain: they are installed anyway.
  const pending = (state.renewed?.pending ?? []).filter(
    ({ name, version }) => !planned.includes(`${name} ${version}`),
  )
  if (!renewal || !state.renewed || pending.length === 0) return []
  return withOp(dnfOp(args, renewal.words), [toDone(renewal.subject, state.renewed)])
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
