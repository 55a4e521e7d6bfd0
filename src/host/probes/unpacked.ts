// `unpacked`: what is in an archive on the host, and what of a folder differs from it. GNU tar and unzip tell; other
// programs cannot, and then nothing is said of members.
import { command, quote } from '../../base/shell.ts'
import type { UnpackedAnswer } from '../../model/answers.ts'
import type { Probe } from '../../model/module.ts'
import type { Kind } from '../kind.ts'
import { parseUnpacked } from './unpacked-parse.ts'

type Ask = { readonly src: string; readonly dest: string; readonly options?: readonly string[] }
const askOf = (probe: Probe<UnpackedAnswer>): Ask => probe.ask as unknown as Ask

// Each section has a NUL behind it: a sign, the listing, what differs, and what went wrong.
const LOOK = String.raw`
t() { # SRC DEST OPTION…
  case $(tar --version 2>/dev/null) in *GNU*) ;; *) printf '%s\0\0\0\0' "$f"; return ;; esac
  a=$1 d=$2; shift 2
  if ! e=$(TZ=UTC tar -tv --full-time --quoting-style=c --show-transformed-names -f "$a" "$@" 2>&1 >/dev/null); then
    printf 'B\0\0\0%s\0' "$e"; return
  fi
  printf '%s\0' "$f"
  TZ=UTC tar -tv --full-time --quoting-style=c --show-transformed-names -f "$a" "$@"; printf '\0'
  tar -d --quoting-style=c --show-transformed-names -C "$d" -f "$a" "$@" 2>/dev/null; printf '\0\0'
}
z() { # SRC DEST
  unzip -Z -h "$1" >/dev/null 2>&1 || { printf 'zip\0\0\0\0'; return; }
  printf 'zip\0'; LC_ALL=C.UTF-8 unzip -Z -T -s -- "$1"; printf '\0'
  LC_ALL=C.UTF-8 unzip -Z1 -- "$1" | while IFS= read -r n; do
    e=$(printf '%s' "$n" | sed 's/[][*?\\]/\\&/g')
    if [ -h "$2/$n" ]; then [ "$(unzip -p -- "$1" "$e")" = "$(readlink "$2/$n")" ]
    elif [ -f "$2/$n" ]; then unzip -p -- "$1" "$e" | cmp -s - "$2/$n"
    fi || printf '%s\n' "$n"
  done
  printf '\0\0'
}
u() {
  if [ ! -e "$1" ]; then printf 'A\0\0\0\0'; return; fi
  if [ ! -f "$1" ] || [ ! -r "$1" ]; then printf 'B\0\0\0%s may not be read\0' "$1"; return; fi
  f=$(head -c 6 <"$1" | od -An -tx1 | tr -d ' \n')
  case $f in
    504b0304*|504b0506*) z "$1" "$2"; return ;;
    1f8b*) f=gzip ;; 425a68*) f=bzip2 ;; fd377a585a00) f=xz ;; 28b52ffd*) f=zstd ;; *) f=tar ;;
  esac
  t "$@"
}`

export const unpackedKind: Kind<UnpackedAnswer> = {
  kind: 'unpacked',
  slow: true,
  script: probes =>
    [
      LOOK,
      ...probes.map(probe => {
        const { src, dest, options = [] } = askOf(probe)
        return `u ${quote(src)} ${quote(dest)} ${command(options)}`
      }),
    ].join('\n'),
  parse: (reply, probes) => parseUnpacked(reply, probes.length),
}
