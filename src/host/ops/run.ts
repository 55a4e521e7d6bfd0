// Running a program: its own folder, environment, umask and standard input, nothing else of ours.
import { assignments, command, quote } from '../../base/shell.ts'
import type { Op } from '../../model/change.ts'
import { lockScript } from './lock.ts'
import { contentScript } from './write.ts'

type Run = Extract<Op, { op: 'run' }>

export const runScript = (op: Run): string => {
  const before = [
    ...(op.lock ? [lockScript(op.lock)] : []),
    // A user's command sees the user's own language, not the one our questions are asked in.
    ...(op.live ? ['unset LC_ALL'] : []),
    ...(op.cwd === undefined ? [] : [`cd -- ${quote(op.cwd)} || exit 1`]),
    ...(op.umask === undefined ? [] : [`umask ${quote(op.umask)}`]),
  ]
  // exec, so that a program is run even where the shell has one of its own by that name: dash's echo knows escapes.
  const run = [...before, `${assignments(op.env ?? {})}exec ${command(op.argv)}`].join('\n')
  return op.stdin === undefined
    ? `(\n${run}\n) </dev/null`
    : `${contentScript(op.stdin)} | (\n${run}\n)`
}

/** Whether an exit code is no failure. */
export const isFine = (op: Op, rc: number): boolean => {
  if (op.op !== 'run') return rc === 0
  return op.ok === 'any' || (op.ok ?? [0]).includes(rc)
}
