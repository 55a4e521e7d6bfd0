// What Ansible's dnf returns: one text for each package that came or went.
import { dnfReplaced, dnfSteps, type PackageStep } from '../../base/packages/dnf-table.ts'
import { dnfProblem } from '../../base/packages/problems.ts'
import type { TransactionAnswer } from '../../model/answers.ts'
import type { Change, Output } from '../../model/change.ts'
import type { Vars } from '../../model/inventory.ts'
import { isGlob } from '../../base/glob.ts'
import { dnfState, type DnfArgs } from './dnf-args.ts'
import { dnfNames } from './dnf.ts'

type Seen = {
  readonly args: DnfArgs
  readonly before: Readonly<Record<string, unknown>>
  readonly changes: readonly Change[]
  readonly outputs: readonly Output[]
}

export const dnfReturns = {
  msg: 'A sentence, empty when something was done.',
  results: 'What came and went: "Installed: kubelet-1.22.0-0.noarch", "Removed: …".',
  rc: 'Exit code of dnf; 0 when it had nothing to do.',
} as const

/** What was left alone, in Ansible's words. */
const spared = (args: DnfArgs, before: Seen['before']): readonly string[] => {
  const absent = dnfNames(args).filter(
    name => `package ${name}` in before && before[`package ${name}`] === undefined,
  )
  if (args.update_only)
    return absent.map(
      name => `Packages providing ${name} not installed due to update_only specified`,
    )
  return dnfState(args) === 'absent'
    ? absent.filter(isGlob).map(name => `${name} is not installed`)
    : []
}

export const dnfResult = ({ args, before, changes, outputs }: Seen): Vars => {
  const untouched = spared(args, before)
  if (changes.length === 0) return { msg: 'Nothing to do', results: untouched, rc: 0 }
  if (dnfNames(args).length === 0 && !args.autoremove)
    return { msg: 'Cache updated', results: [], rc: 0 }
  const known = foreseen(changes)
  const steps = known ?? outputs.flatMap(({ out }) => dnfSteps(out))
  const replaced = known
    ? known.flatMap(({ name, arch, from }) =>
        from === undefined || args.download_only ? [] : [`${name}-${from}.${arch}`],
      )
    : outputs.flatMap(({ out }) => dnfReplaced(out))
  return {
    msg: '',
    results: [
      ...untouched,
      ...steps.flatMap(step => sentence(step, args)),
      ...replaced.map(each => `Removed: ${each}`),
    ],
    rc: 0,
  }
}

/** Where all that is to be done was asked before, nobody needs the output. */
const foreseen = (changes: readonly Change[]): TransactionAnswer['pending'] | undefined =>
  changes.every(({ subject, before }) => subject.kind === 'transaction' && 'known' in before)
    ? changes.flatMap(({ before }) =>
        'known' in before ? (before.known as TransactionAnswer).pending : [],
      )
    : undefined

const sentence = ({ does, name, arch, version }: PackageStep, args: DnfArgs): readonly string[] => {
  if (does === 'module') return [`Module ${name} ${version}.`]
  const did = does === 'remove' ? 'Removed' : args.download_only ? 'Downloaded' : 'Installed'
  return [`${did}: ${name}-${version}.${arch}`]
}

/** One sentence for what dnf printed when it failed. */
export const explainDnf = ({ out, err }: Output): string => dnfProblem(out, err)
