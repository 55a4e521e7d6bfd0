// Whether a plan is for a folder that was not there before: nothing is in it then but what is planned later.
import { isUnknown } from '../../base/unknown.ts'
import type { FileAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'

/** What is there already keeps its inode; only a new folder's is not known. */
export const isNewFolder = (plan: Answer | undefined): boolean => {
  if (!plan || !('known' in plan)) return false
  const { type, inode } = plan.known as FileAnswer
  return type === 'directory' && isUnknown(inode)
}
