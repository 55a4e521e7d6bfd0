// `file`: one stat for all paths, one sha256sum for all that want a digest, one cat for all texts. The shell's own
// tests find out what exists, so that each program sees only what is there and answers in order.
import { quote } from '../../base/shell.ts'
import { modeText } from '../../base/units.ts'
import { isUnknown } from '../../base/unknown.ts'
import type { FileAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Facts, Probe } from '../../model/module.ts'
import { linePerFile, readLinks, statCommand } from '../flavour.ts'
import { fits } from '../fits.ts'
import type { Kind } from '../kind.ts'
import { parseFiles } from './file-parse.ts'

export type FileAsk = {
  readonly want?: 'attrs' | 'digest' | 'text'
  readonly unless?: string
  readonly max?: number
}

/** How much of a file is asked. */
export const fileAsk = (probe: Probe<FileAnswer>): FileAsk => (probe.ask ?? {}) as FileAsk

/** Texts above this stay on the host. */
const MAX = 8 * 2 ** 20

const DEPTH = { attrs: 0, digest: 1, text: 2 } as const
const depth = (probe: Probe<FileAnswer>): number => DEPTH[fileAsk(probe).want ?? 'attrs']

// f INDEX WISH [UNLESS [MAX]] says on one line what the path in $qINDEX is: a absent, n not searchable, e exists,
// h a link, b a broken one; then u unreadable or d a digest comes. It collects the lists of what to ask of whom:
// E all that exist, L links, R links that lead somewhere, D files to digest, each as indices.
const COLLECT = String.raw`
E= L= R= D=
f() {
  eval "p=\$q$1"
  if [ -h "$p" ]; then L="$L $1"; if [ -e "$p" ]; then R="$R $1"; l=h; else l=b; fi
  elif [ -e "$p" ]; then l=e
  else
    d=$p; while d=${'$'}{d%/*}; [ -n "$d" ] && [ ! -d "$d" ]; do :; done
    if [ -x "${'$'}{d:-/}" ]; then echo a; else echo n; fi
    return
  fi
  E="$E $1"
  if [ "$2" != a ] && [ -f "$p" ]; then
    if [ -r "$p" ]; then l=${'$'}{l}d D="$D $1"; eval "w$1=$2 u$1=$3 m$1=$4"; else l=${'$'}{l}u; fi
  fi
  echo $l
}
on() { # COMMAND INDEX…: the command, on the paths of these indices
  c=$1; shift; a=
  for n do a="$a \"\$q$n\""; done
  [ $# -eq 0 ] || eval "$c $a"
}`

// Digests are printed and read again, to leave out the texts that are as they should be; wc tells the lengths of
// the rest, so that the texts can follow in one piece.
const TEXTS = String.raw`
sums=$(SUMS)
[ -n "$sums" ] || exit 0
printf '%s\n' "$sums"
set -- $D
T=
while read -r sum rest; do
  eval "w=\$w$1 u=\$u$1"
  if [ "$w" = t ] && [ "${'$'}{sum#\\}" != "$u" ]; then T="$T $1"; fi
  shift
done <<END
$sums
END
[ -n "$T" ] || exit 0
set -- $T
sizes=$(SIZES)
T=
while [ $# -gt 0 ] && read -r size rest; do
  eval "m=\$m$1"
  if [ "$size" -le "$m" ]; then echo "T $1 $size"; T="$T $1"; fi
  shift
done <<END
$sizes
END
echo B
on 'cat --' $T`

const script = (probes: readonly Probe<FileAnswer>[], facts: Facts): string => {
  const asks = probes.map((probe, index) => {
    const { unless = '', max = MAX } = fileAsk(probe)
    const wish = ['a', 'd', 't'][depth(probe)]!
    return `f ${index} ${wish} ${quote(unless)} ${max}`
  })
  const paths = probes.map(probe => probe.id)
  const digests = linePerFile('sha256sum', '$D', paths)
  return [
    ...paths.map((path, index) => `q${index}=${quote(path)}`),
    COLLECT,
    ...asks,
    `on "${statCommand({ follow: false })}" $E`,
    readLinks(facts, '$L', { follow: false }),
    readLinks(facts, '$R', { follow: true }),
    `on "${statCommand({ follow: true })}" $R`,
    probes.some(probe => depth(probe) === 2)
      ? TEXTS.replace('SUMS', () => digests).replace('SIZES', () =>
          linePerFile('wc -c', '$T', paths),
        )
      : digests,
  ].join('\n')
}

export const fileKind: Kind<FileAnswer> = {
  kind: 'file',
  script,
  parse: (text, probes) =>
    parseFiles(text, probes.length).map((answer, index) => sayWhyTextless(answer, probes[index]!)),
  // A digest that is the very one that was asked about serves in place of the text.
  covers: (had, answer, wanted) => {
    const file = answer.real ?? answer
    if (file.type !== 'file') return true
    if (depth(wanted) === 0) return true
    if (file.sha256 === undefined) return false
    return (
      depth(wanted) === 1 ||
      file.text !== undefined ||
      (depth(had) === 2 && file.sha256 === fileAsk(wanted).unless) ||
      (depth(had) === 2 && fileAsk(had).unless === undefined) ||
      file.textless !== undefined
    )
  },
  same: (promised, found) => fits(essence(promised), essence(found)),
  show: answer => answer.text ?? describe(answer),
  guard: (probe, answer) => guard(probe.id, answer),
}

/** What a change of a file promises: the digest stands for the text, and the rest happens by itself. */
const essence = ({ type, mode, uid, gid, owner, group, sha256, target }: FileAnswer): object => ({
  type,
  mode,
  uid,
  gid,
  owner,
  group,
  sha256,
  target,
})

/** A text that was wanted, differs and did not come was too big. */
const sayWhyTextless = (
  answer: Answer<FileAnswer>,
  probe: Probe<FileAnswer>,
): Answer<FileAnswer> => {
  if (!('known' in answer) || depth(probe) < 2) return answer
  const file = answer.known.real ?? answer.known
  const came = file.sha256 === undefined || file.text !== undefined || file.textless !== undefined
  if (came || file.sha256 === fileAsk(probe).unless) return answer
  const big = { textless: 'big' as const }
  return {
    known: answer.known.real
      ? { ...answer.known, real: { ...answer.known.real, ...big } }
      : { ...answer.known, ...big },
  }
}

/** Named values of a file for a diff. */
export const describe = (file: FileAnswer): Readonly<Record<string, string>> => ({
  type: file.type,
  mode: isUnknown(file.mode) ? String(file.mode) : modeText(file.mode),
  owner: String(file.owner),
  group: String(file.group),
  ...(file.target !== undefined && { target: file.target }),
  ...(file.sha256 !== undefined && {
    sha256: isUnknown(file.sha256) ? String(file.sha256) : file.sha256.slice(0, 12),
  }),
})

/** Still the same kind of thing, and for files whose digest is known still the same content. */
const guard = (path: string, answer: FileAnswer | undefined): string => {
  const p = quote(path)
  if (!answer) return `[ ! -e ${p} ] && [ ! -h ${p} ]`
  if (answer.type === 'link') return `[ "$(readlink ${p})" = ${quote(answer.target ?? '')} ]`
  if (answer.type === 'directory') return `[ -d ${p} ] && [ ! -h ${p} ]`
  if (answer.sha256 === undefined) return `[ -e ${p} ] && [ ! -h ${p} ]`
  return `[ ! -h ${p} ] && [ "$(sha256sum <${p} 2>/dev/null)" = '${answer.sha256}  -' ]`
}
