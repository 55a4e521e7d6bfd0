// A file that travels with one program: in a folder of its own that nobody else can enter, where there is room and
// programs may be run, and gone with the program.
import { quote } from '../../base/shell.ts'
import type { Content } from '../../model/change.ts'
import { PLACES, sizeOf } from './room.ts'
import { contentScript } from './write.ts'

// The room is taken before the content comes: it comes once. A shell waits for its child before it heeds a signal,
// and the child has got the same one.
const PLACE = String.raw`mok_room() { # SIZE NAME: sets $mok_d and $mok_f
  for mok_d in ${PLACES}; do
    mok_d=$(umask 077; mktemp -d "$mok_d/.mokplay.XXXXXXXX" 2>/dev/null) || continue
    mok_f=$mok_d/$2
    if head -c "$1" </dev/zero 2>/dev/null >"$mok_f" && chmod 700 "$mok_f" && [ "$(wc -c <"$mok_f")" -eq "$1" ]; then
      [ "$1" -gt 1048576 ] && return 0
      printf '#!/bin/sh\n' >"$mok_f" && "$mok_f" 2>/dev/null && return 0
    fi
    rm -rf -- "$mok_d"
  done
  echo "there is no folder for temporary files that has room and lets programs run: /tmp, /var/tmp, $HOME, /dev/shm and /run were tried" >&2
  return 1
}`

/** sh around `run`, which finds the file's path in $mok_f. */
export const fileAlong = (
  file: { readonly name: string; readonly content: Content },
  run: string,
): string => {
  const name = file.name.replace(/^.*\//s, '').replace(/^\.+$/, '') || 'file'
  return [
    PLACE,
    '(',
    `mok_room ${sizeOf(file.content)} ${quote(name)} || exit`,
    `trap 'rm -rf -- "$mok_d"' EXIT; trap 'exit 143' HUP INT PIPE TERM`,
    `${contentScript(file.content)} >"$mok_f" || exit`,
    run,
    ')',
  ].join('\n')
}
