// The unified diff of two texts, by the `diff` package, under a time limit: two big files that have little in
// common would take minutes, and nobody would read the result.
import { structuredPatch } from 'diff'

const MILLISECONDS = 1000

/** Lines of a unified diff without its header; undefined when it would take too long. */
export const textDiff = (before: string, after: string, context = 3): string[] | undefined => {
  const patch = structuredPatch('', '', before, after, '', '', { context, timeout: MILLISECONDS })
  if (!patch) return undefined
  return patch.hunks.flatMap(hunk => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines,
  ])
}
