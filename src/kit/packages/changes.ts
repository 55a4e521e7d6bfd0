// Changes of packages: what will be there, what will be gone, what will be left to do.
import { unknown } from '../../base/unknown.ts'
import type { PackageAnswer, TransactionAnswer } from '../../model/answers.ts'
import type { Change, Op } from '../../model/change.ts'
import type { Probe } from '../../model/module.ts'
import { change } from '../change.ts'

/** A package that will be installed; which version, the repositories decide. */
export const toThere = (subject: Probe<PackageAnswer>, before?: PackageAnswer): Change =>
  change<PackageAnswer>(
    subject,
    before,
    {
      installed: unknown(
        `which version of ${subject.id} is installed`,
      ) as unknown as PackageAnswer['installed'],
    },
    [],
  )

/** Nothing will be left to do. */
export const toDone = (subject: Probe<TransactionAnswer>, before: TransactionAnswer): Change =>
  change<TransactionAnswer>(subject, before, { pending: [], done: before.pending }, [], {
    title: 'packages',
  })

/** One process for all: it stands with the first change. Scripts of packages may do anything. */
export const withOp = (op: Op, changes: readonly Change[]): readonly Change[] =>
  changes.map((each, index) =>
    index === 0 ? { ...each, ops: [op], touches: 'everything' as const } : each,
  )
