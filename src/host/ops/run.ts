// Running a program: its own folder, environment, umask and standard input, nothing else of ours.
import { assignments, quote } from '../../base/shell.ts'
import type { Op } from '../../model/change.ts'
import { fileAlong } from './file-along.ts'
import { lockScript } from './lock.ts'
import { contentScript } from './write.ts'

type Run = Extract<Op, { op: 'run' }>

/** The word of argv that stands for the file that travels along. */
const FILE = '%file'

export const runScript = (op: Run): string => {
  const before = [
    ...(op.lock ? [lockScript(op.lock)] : []),
    // A user's command sees the user's own language, not the one our questions are asked in.
    ...(op.live ? ['unset LC_ALL'] : []),
    ...(op.cwd === undefined ? [] : [`cd -- ${quote(op.cwd)} || exit 1`]),
    ...(op.umask === undefined ? [] : [`umask ${quote(op.umask)}`]),
  ]
  const words = op.argv.map(word => (op.file && word === FILE ? '"$mok_f"' : quote(word)))
  // exec, so that a program is run even where the shell has one of its own by that name: dash's echo knows escapes.
  const run = [...before, `${assignments(op.env ?? {})}exec ${words.join(' ')}`].join('\n')
  const piped =
    op.stdin === undefined ? `(\n${run}\n) </dev/null` : `${contentScript(op.stdin)} | (\n${run}\n)`
  return op.file === undefined ? piped : fileAlong(op.file, piped)
}

/** Whether an exit code is no failure. */
export const isFine = (op: Op, rc: number): boolean => {
  if (op.op !== 'run') return rc === 0
  return op.ok === 'any' || (op.ok ?? [0]).includes(rc)
}
