// Running a program: its own folder, environment, umask and standard input, nothing else of ours.
import { assignments, quote } from '../../base/shell.ts'
import type { Op } from '../../model/change.ts'
import { fileAlong } from './file-along.ts'
import { lockScript } from './lock.ts'
import { TEMP } from './room.ts'
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
  const env = assignments(op.env ?? {})
  const run = [
    ...before,
    ...(op.whole ? [wholeScript(`${env}setsid ${words.join(' ')}`)] : []),
    `${env}exec ${words.join(' ')}`,
  ].join('\n')
  const piped =
    op.stdin === undefined ? `(\n${run}\n) </dev/null` : `${contentScript(op.stdin)} | (\n${run}\n)`
  return op.file === undefined ? piped : fileAlong(op.file, piped)
}

/** Its output may be so long at least. */
const ROOM = 2 ** 20

/**
 * sh that runs a program out of reach of what ends us: in a session of its own. Its output goes to files without a
 * name, so that nothing lies about when nobody is there to read it. Without the means for that it is left to others.
 */
const wholeScript = (program: string): string =>
  `${TEMP}
trap 'rm -f -- "$o" "$e"; exit 143' HUP INT PIPE TERM
o= e=
if command -v setsid >/dev/null && o=$(mok_temp ${ROOM}) && e=$(mok_temp ${ROOM}); then
  exec 3>"$o" 4<"$o" 5>"$e" 6<"$e"
  rm -f -- "$o" "$e"
  trap - HUP INT PIPE TERM
  ${program} >&3 2>&5 3>&- 4<&- 5>&- 6<&-
  rc=$?
  cat <&4
  cat <&6 >&2
  exit "$rc"
fi
[ -z "$o" ] || rm -f -- "$o"
trap - HUP INT PIPE TERM`

/** Whether an exit code is no failure. */
export const isFine = (op: Op, rc: number): boolean => {
  if (op.op !== 'run') return rc === 0
  return op.ok === 'any' || (op.ok ?? [0]).includes(rc)
}
