// Many paths told of by a few processes, whatever their names: what walks through folders share.
import { ENCODE, decode } from './bytes.ts'

/** Of a file's content, more than this stays on the host. */
export const MOST = 4 * 2 ** 20

// For a lot of paths: how many, their names, their lines of stat ($O $F); with $T each link's name and where it points;
// with $S the lines of that program for the files; with $C of each file whose content counts its name, that content
// (only lines that hold $L, or the whole) and its last line where no newline ends it. An empty name ends links and
// contents. A NUL stands behind each. Where a name has a newline, or something went away, each path is a lot of its own.
export const TELL = String.raw`${ENCODE}
N='
'
w() {
  lone=
  case "$#:$*" in
    1:*) lone=y ;;
    *"$N"*) for p do w "$p"; done; return ;;
  esac
  if ! s=$(stat $O "$F" -- "$@" 2>/dev/null); then
    [ $# -eq 1 ] || for p do w "$p"; done
    return
  fi
  printf 'T%s\0' $#; printf '%s\0' "$@" "$s"
  if [ -n "$T" ]; then for p do if [ -h "$p" ]; then printf '%s\0' "$p"; readlink -n "$p"; printf '\0'; fi; done; fi
  printf '\0'
  if [ -n "$S$C" ]; then
    n=0 a=
    for p do
      n=$((n+1))
      if [ -f "$p" ] && [ ! -h "$p" ] && [ -r "$p" ]; then a="$a \"\${$n}\""; fi
    done
    eval "set -- $a"
  fi
  if [ -n "$S" ]; then case $#:$lone in 0:*) ;; *:y) $S <"$1" ;; *) $S -- "$@" ;; esac; fi
  printf '\0'
  [ -z "$C" ] || [ $# -eq 0 ] || contents "$@"
  printf '\0'
}
contents() {
  if [ $# -eq 1 ]; then
    if [ -z "$L" ] || grep -qF -e "$L" -- "$1"; then content "$1"; fi
    return
  fi
  if [ -z "$L" ]; then for p do content "$p"; done; return; fi
  IFS=$N; set -f
  for p in $(grep -lF -e "$L" -- "$@"); do content "$p"; done
  unset IFS; set +f
}
content() {
  printf '%s\0%s' "$1" $w
  if [ $C = whole ] || [ -z "$L" ]; then head -c ${MOST + 1} <"$1" | enc; printf '\0\0'; return; fi
  grep -aF -e "$L" -- "$1" | head -c ${MOST + 1} | enc
  printf '\0%s' $w
  [ -z "$(tail -c 1 -- "$1")" ] || tail -n 1 -- "$1" | head -c ${MOST + 1} | enc
  printf '\0'
}
w "$@"`

/** One path as it was told of; texts hold one character a byte. */
export type Thing = {
  readonly name: string
  /** Its line of stat. */
  readonly line: string
  readonly target?: string
  readonly digest?: string
  readonly content?: Buffer
  readonly last?: Buffer
}
type Draft = { -readonly [K in keyof Thing]: Thing[K] }

/** Reads a lot of so many paths, piece by piece. */
export const readLot = (size: number, next: () => string): readonly Thing[] => {
  const names = Array.from({ length: size }, next)
  const lines = next().split('\n')
  const things = new Map<string, Draft>()
  names.forEach((name, index) => things.set(name, { name, line: lines[index] ?? '' }))
  for (let name = next(); name !== ''; name = next()) {
    const target = next()
    const thing = things.get(name)
    if (thing) thing.target = target
  }
  for (const line of next().split('\n')) {
    const match = /^(\\?)([0-9a-f]{40,64}) [ *](.*)$/.exec(line)
    const name = size === 1 ? names[0] : match?.[1] ? unescaped(match[3]!) : match?.[3]
    const thing = things.get(name ?? '')
    if (match && thing) thing.digest = match[2]!
  }
  for (let name = next(); name !== ''; name = next()) {
    const [content, last] = [contentOf(next()), contentOf(next())]
    const thing = things.get(name)
    if (thing) Object.assign(thing, { content, last })
  }
  return [...things.values()]
}

/** A name in which GNU's programs have doubled the backslashes. */
const unescaped = (name: string): string => name.replaceAll('\\\\', '\\')

const contentOf = (piece: string): Buffer => decode(piece.slice(0, 1), piece.slice(1))
