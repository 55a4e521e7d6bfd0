// A terminal on the host for programs that demand one, beside the three pipes that the wire needs: such a program has
// it to ask at, and its shell never sees it. Text only; runs nothing.

/**
 * Runs `$1` under `script`, with the pipes as 3, 4 and 5. What is said at the terminal comes by stderr. The first line
 * of stdin is typed there, unless it is empty; all after it reaches 3. Two readers of one pipe would take each other's
 * bytes: hence the cat between. The terminal's input is kept open, for old `script`s end with it.
 */
export const TERMINAL = [
  'command -v script >/dev/null || { echo mokplay: no script >&2; exit 1; };',
  'd=$(mktemp -d) && mkfifo -m 600 "$d/typed" "$d/in" || exit 1;',
  'exec 5>&2 6<&0 7<>"$d/typed";',
  '{ IFS= read -r p; [ -z "$p" ] || printf "%s\\n" "$p" >&7; p=; exec 7>&-; exec cat; }',
  '<&6 >"$d/in" & c=$!;',
  'exec 3<"$d/in" 6<&-; rm -r "$d";',
  'SHELL=/bin/sh script -qc "$1" /dev/null <&7 4>&1 >&5 7>&-;',
  'kill $c',
].join(' ')

/** A command line that leaves the terminal for the pipes. */
export const toPipes = (line: string): string => `${line} <&3 >&4 2>&5 3<&- 4>&- 5>&-`

/** The same for a shell that has inherited both. */
export const TAKE_PIPES = 'exec <&3 >&4 2>&5 3<&- 4>&- 5>&-;'
