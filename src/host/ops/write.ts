// Writing a file so that nobody ever sees half of it: a new file beside it with its final owner and mode, content
// after that, the user's own check, then a rename. Only where a rename cannot be is the file itself written.
import { printfFormat, quote } from '../../base/shell.ts'
import { modeText } from '../../base/units.ts'
import type { Content, Op } from '../../model/change.ts'

type Write = Extract<Op, { op: 'write' }>

/** Contents above this travel on the request's standard input. */
export const INLINE = 2 ** 20

// mok_write PATH OWNER GROUP MODE BACKUP INPLACE SHA256; content comes on stdin, $check is the user's own check.
// A failure says one sentence on stderr and leaves everything as it was.
export const WRITE = String.raw`
mok_write() {
  p=$1 dir=${'$'}{1%/*}; dir=${'$'}{dir:-/} inplace=$6
  [ ! -d "$p" ] || { echo "$p is a directory" >&2; return 1; }
  [ -d "$dir" ] || { echo "the folder $dir does not exist" >&2; return 1; }
  if ! t=$(mktemp "$dir/.mokplay.XXXXXXXX" 2>/dev/null); then
    { [ -f "$p" ] && [ -w "$p" ]; } || { mktemp "$dir/.mokplay.XXXXXXXX" >&2; mok_why "$dir"; return 1; }
    inplace=1 t=$(mktemp) || return 1
  fi
  if mok_fill "$@" && mok_check && mok_keep "$5" && mok_place; then return 0; fi
  rm -f "$t"; return 1
}
mok_fill() {
  exec 4>"$t" || return 1
  if [ -e "$p" ]; then
    cp --attributes-only --preserve=all -- "$p" "$t" 2>/dev/null || { chown "$(stat -c %u:%g -- "$p")" "$t"; chmod "$(stat -c %a -- "$p")" "$t"; } 2>/dev/null
  fi
  [ -z "$2" ] || chown -- "$2" "$t" || return 1
  [ -z "$3" ] || chgrp -- "$3" "$t" || return 1
  [ -z "$4" ] || chmod "$4" "$t" || return 1
  cat >&4 || return 1
  exec 4>&-
  [ -z "$7" ] || [ "$(sha256sum <"$t")" = "$7  -" ] || { echo "the content for $p arrived damaged" >&2; return 1; }
}
mok_check() { [ -z "$check" ] || eval "$check" >&2 || { echo "validate: the command refused the new $p" >&2; return 1; }; }
mok_keep() { [ -z "$1" ] || [ ! -e "$p" ] || cp -p -- "$p" "$p.$1"; }
mok_place() {
  if [ -z "$inplace" ]; then
    if e=$(mv -f -- "$t" "$p" 2>&1); then return 0; fi
    case $e in *busy*|*Busy*) ;; *) printf '%s\n' "$e" >&2; mok_why "$p"; return 1;; esac
  fi
  cat "$t" >"$p" || { mok_why "$p"; return 1; }
  o=$(stat -c %u:%g -- "$t") a=$(stat -c %a -- "$t")
  rm -f "$t"
  [ "$(stat -c %u:%g -- "$p")" = "$o" ] || chown "$o" "$p" || return 1
  [ "$(stat -c %a -- "$p")" = "$a" ] || chmod "$a" "$p"
}
mok_why() {
  case $(lsattr -d -- "$1" 2>/dev/null) in
    *i*\ *) case $(lsattr -d -- "$1") in ?*i*\ "$1") echo "$1 is immutable (chattr -i makes it writable)" >&2;; esac;;
  esac
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
  ]
  return `check=${quote(check)}\n${contentScript(op.content)} | mok_write ${words.map(quote).join(' ')}`
}

/** The part of a content that travels as a stream. */
export const streamed = (content: Content): Extract<Content, { local: string }> | undefined =>
  typeof content === 'object' && 'local' in content ? content : undefined

/** The digest that a content must have when it arrives. */
const digestOf = (content: Content): string => (typeof content === 'object' && 'sha256' in content ? content.sha256 : '')

/** sh that prints a content. */
export const contentScript = (content: Content): string => {
  const stream = streamed(content)
  if (stream) return stream.size === 0 ? ':' : `mok_take ${stream.size}`
  if (typeof content === 'object' && 'host' in content) return `cat -- ${quote(content.host)}`
  const bytes = typeof content === 'string' ? Buffer.from(content) : (content as Uint8Array)
  return bytes.length === 0 ? ':' : `printf ${printfFormat(bytes)}`
}
