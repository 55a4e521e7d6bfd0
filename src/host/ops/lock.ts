// Waiting until nobody holds a lock, be it a file with a process id in it (dnf) or a lock of the kernel (apt, rpm).
// A process that is gone holds nothing.
import { command } from '../../base/shell.ts'

// /proc/locks knows a file by its number alone, which files of other disks may have too: so the process must have the
// very file open, where that can be seen.
const WAIT = String.raw`mok_has() { # PID FILE
  [ -r "/proc/$1/fd" ] || return 0
  for d in /proc/"$1"/fd/*; do [ "$d" -ef "$2" ] && return 0; done
  return 1
}
mok_free() { # SECONDS FILE…
  left=$1; shift
  while :; do
    holder=
    for f do
      [ -f "$f" ] || continue
      p=; read -r p <"$f" 2>/dev/null
      case $p in
        ''|*[!0-9]*) p=$(i=":$(stat -c %i "$f")"; while read -r n k a w p at rest; do case $at in *"$i") if mok_has "$p" "$f"; then echo "$p"; break; fi;; esac; done </proc/locks) ;;
      esac
      if [ -n "$p" ] && [ -d "/proc/$p" ]; then holder=$p; break; fi
    done
    [ -n "$holder" ] || return 0
    if [ "$left" -le 0 ]; then
      cmd=$(tr '\0' ' ' <"/proc/$holder/cmdline" | cut -c 1-100)
      printf '%s is held by process %s (%s): wait for it, or give a longer lock_timeout\n' "$f" "$holder" "${'$'}{cmd% }" >&2
      return 75
    fi
    left=$((left-1)); sleep 1
  done
}`

/** sh that ends the shell it runs in with code 75 when the time is over. */
export const lockScript = ({
  files,
  seconds,
}: {
  readonly files: readonly string[]
  readonly seconds: number
}): string => `${WAIT}\nmok_free ${seconds} ${command(files)} || exit`
