// Temporary files of our acts: in the first folder that has room for them. A full /tmp is no reason to fail.
import type { Content } from '../../model/change.ts'

/** The folders that are tried, as words of sh. */
export const PLACES = '"${TMPDIR:-/tmp}" /var/tmp "$HOME" /dev/shm /run'

/** sh: `mok_temp SIZE` makes a file that there is so much room for, for its owner alone, and prints its path. */
export const TEMP = String.raw`mok_temp() (
  trap 'rm -f -- "$x"; exit 143' HUP INT PIPE TERM
  for x in ${PLACES}; do
    x=$(mktemp "$x/.mokplay.XXXXXXXX" 2>/dev/null) || continue
    if head -c "$1" </dev/zero 2>/dev/null >"$x" && [ "$(wc -c <"$x")" -eq "$1" ]; then echo "$x"; exit 0; fi
    rm -f -- "$x"
  done
  echo "no folder for temporary files has room: /tmp, /var/tmp, $HOME, /dev/shm and /run were tried" >&2
  exit 1
)`

/** How many bytes a content has. */
export const sizeOf = (content: Content): number =>
  typeof content === 'string'
    ? Buffer.byteLength(content)
    : content instanceof Uint8Array
      ? content.length
      : content.size
