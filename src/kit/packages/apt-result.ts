// What Ansible's apt returns.
import { aptProblem } from '../../base/packages/problems.ts'
import type { AptListsAnswer } from '../../model/answers.ts'
import type { Change, Output } from '../../model/change.ts'
import type { Vars } from '../../model/inventory.ts'
import { aptNames, aptUpgrade, type AptArgs } from './apt-args.ts'

export const aptReturns = {
  cache_updated: 'Whether the lists of packages were brought up to date.',
  cache_update_time: 'When they were, in seconds since 1970; 0 if nobody knows.',
  stdout: 'What apt-get printed.',
  stderr: 'Its errors.',
} as const

type Seen = {
  readonly args: AptArgs
  readonly before: { readonly lists: AptListsAnswer | undefined }
  readonly after: { readonly lists: AptListsAnswer | undefined }
  readonly changes: readonly Change[]
  readonly outputs: readonly Output[]
}

export const aptResult = ({ args, before, after, changes, outputs }: Seen): Vars => {
  const alone = aptNames(args).length === 0 && args.deb === undefined && !aptUpgrade(args)
  const updated = changes.some(({ subject }) => subject.kind === 'apt-lists')
  const cache = {
    cache_updated: updated && after.lists?.updated !== before.lists?.updated,
    cache_update_time: after.lists?.updated ?? 0,
  }
  const printed = outputs.at(-1)
  const texts =
    changes.length > 0 && printed
      ? { stdout: printed.out.trimEnd(), stderr: printed.err.trimEnd() }
      : {}
  if (!alone || args.state === 'fixed') return { ...cache, ...texts }
  // Alone, new lists count only where they are newer.
  const changed =
    cache.cache_updated ||
    changes.some(({ subject, counts }) => counts && subject.kind !== 'apt-lists')
  return { ...cache, ...(args.autoclean || args.clean ? texts : {}), changed }
}

/** One sentence for what apt-get printed when it failed. */
export const explainApt = ({ out, err }: Output): string => aptProblem(out, err)
