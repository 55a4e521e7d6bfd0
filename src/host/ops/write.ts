// Writing a file so that nobody ever sees half of it: a new file beside it with its final owner and mode, content
// after that, the user's own check, then a rename. Only where a rename cannot be is the file itself written.
import { printfFormat, quote } from '../../base/shell.ts'
import { modeText } from '../../base/units.ts'
import type { Content, Op } from '../../model/change.ts'
import { sizeOf, TEMP } from './room.ts'

type Write = Extract<Op, { op: 'write' }>

// mok_write PATH OWNER GROUP MODE BACKUP INPLACE SHA256 SIZE; content comes on stdin, $check is the user's own check.
// A failure says one sentence on stderr and leaves everything as it was. It runs in a subshell, at the end of a pipe:
// the trap is its own; PIPE, since a shell may say "Terminated" to a link that is gone. The new file has its owner and
// mode before its content, and never a wider one: whoever opens it in between could read on.
export const WRITE = String.raw`${TEMP}
mok_write() {
  p=$1 dir=${'$'}{1%/*}; dir=${'$'}{dir:-/} inplace=$6
  [ ! -d "$p" ] || { echo "$p is a directory" >&2; return 1; }
  [ -d "$dir" ] || { echo "the folder $dir does not exist" >&2; return 1; }
  trap 'rm -f -- "$t"; exit 143' HUP INT PIPE TERM
  if ! t=$(mktemp "$dir/.mokplay.XXXXXXXX" 2>&1); then
    { [ -f "$p" ] && [ -w "$p" ]; } || { mok_why "$dir" "$t"; return 1; }
    inplace=1 t=$(mok_temp "$8") || return 1
  fi
  if mok_like "$2" "$3" "$4" && mok_fill "$7" && mok_check && mok_keep "$5" && mok_place "$2" "$3" "$4"; then return 0; fi
  rm -f -- "$t"; return 1
}
mok_like() {
  exec 4>"$t" || return 1
  mode=$3 keep=
  if [ -e "$p" ]; then
    mode=${'$'}{3:-$(stat -Lc %a -- "$p")}
    [ -z "$1$2$3" ] || keep=--no-preserve=mode
    (umask 077; cp --attributes-only --preserve=all $keep -- "$p" "$t" || chown "$(stat -Lc %u:%g -- "$p")" "$t") 2>/dev/null
  fi
  mok_own "$t" "$1" "$2" "$mode"
}
mok_own() { # PATH OWNER GROUP MODE
  [ -z "$2" ] || chown -- "$2" "$1" || return 1
  [ -z "$3" ] || chgrp -- "$3" "$1" || return 1
  [ -z "$4" ] || chmod "$4" "$1"
}
mok_fill() {
  e=$(cat 2>&1 >&4) || { mok_why "$p" "$e"; return 1; }
  exec 4>&-
  [ -z "$1" ] || [ "$(sha256sum <"$t")" = "$1  -" ] || { echo "the content for $p arrived damaged" >&2; return 1; }
}
mok_check() { [ -z "$check" ] || eval "$check" >&2 || { echo "validate: the command refused the new $p" >&2; return 1; }; }
mok_keep() {
  [ -n "$1" ] && [ -e "$p" ] || return 0
  e=$(cp -p -- "$p" "$p.$1" 2>&1) || { rm -f -- "$p.$1"; mok_why "$p.$1" "$e"; return 1; }
}
mok_place() {
  if [ -z "$inplace" ]; then
    if e=$(mv -fT -- "$t" "$p" 2>&1); then return 0; fi
    case $e in *busy*|*Busy*) ;; *) mok_why "$p" "$e"; return 1;; esac
  fi
  old=$(mok_temp "$(wc -c <"$p")") || return 1
  e=$(cat "$p" 2>&1 >"$old") || { rm -f -- "$old"; mok_why "$p" "$e"; return 1; }
  trap '' HUP INT PIPE TERM
  if e=$({ mok_own "$p" "$@" && cat "$t" >&5; } 2>&1 5>"$p"); then rm -f -- "$t" "$old"; return 0; fi
  mok_why "$p" "$e"
  if cat "$old" 2>/dev/null >"$p"; then rm -f -- "$old"; else echo "what it held is in $old now" >&2; fi
  return 1
}
mok_why() { # PATH ERROR: one sentence of what a program said
  a=$(lsattr -d -- "$1" 2>/dev/null)
  case ${'$'}{a%% *} in *i*) echo "$1 is immutable: chattr -i makes it writable" >&2 ;; *) echo "$1: ${'$'}{2##*: }" >&2 ;; esac
}
mok_take() { dd bs="$1" count=1 iflag=fullblock 2>/dev/null; }`

/** sh for one write. `inPlace`: other names of the file shall see the new content; `stamp` names the backup. */
export const writeScript = (op: Write, how: { inPlace: boolean; stamp: string }): string => {
  const { owner = '', group = '', mode } = op.attrs ?? {}
  const check = op.validate === undefined ? '' : op.validate.replaceAll('%s', '"$t"')
  const words = [
    op.path,
    String(owner),
    String(group),
    mode === undefined ? '' : modeText(mode),
    op.backup ? how.stamp : '',
    how.inPlace || op.unsafe ? '1' : '',
    digestOf(op.content),
    String(sizeOf(op.content)),
  ]
  return `check=${quote(check)}\n${contentScript(op.content)} | mok_write ${words.map(quote).join(' ')}`
}

/** The part of a content that travels as a stream. */
export const streamed = (content: Content): Extract<Content, { local: string }> | undefined =>
  typeof content === 'object' && 'local' in content ? content : undefined

/** The digest that a content must have when it arrives. */
const digestOf = (content: Content): string =>
  typeof content === 'object' && 'sha256' in content ? content.sha256 : ''

/** sh that prints a content. */
export const contentScript = (content: Content): string => {
  const stream = streamed(content)
  if (stream) return stream.size === 0 ? ':' : `mok_take ${stream.size}`
  if (typeof content === 'object' && 'host' in content) return `cat -- ${quote(content.host)}`
  const bytes = typeof content === 'string' ? Buffer.from(content) : (content as Uint8Array)
  return bytes.length === 0 ? ':' : `printf ${printfFormat(bytes)}`
}
