// `stat`: all that stat(2) tells of a path, and of what it leads to if it is a link; digests, MIME type and chattr's
// flags when wanted. One process for each of these, whatever the number of paths.
import { quote } from '../../base/shell.ts'
import type { StatAnswer } from '../../model/answers.ts'
import type { Facts, Probe } from '../../model/module.ts'
import type { Kind } from '../kind.ts'
import { linePerFile, readLinks } from '../flavour.ts'
import { derivedStat } from './stat-derive.ts'
import { parseStats } from './stat-parse.ts'

export const DIGESTS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const
export const EXTRAS = [...DIGESTS, 'mime', 'attributes'] as const
export type Extra = (typeof EXTRAS)[number]

/** What is wanted beside stat's own fields. */
export const extrasOf = (probe: Probe): readonly Extra[] =>
  EXTRAS.filter(name => probe.ask?.[name] === true)

/** Raw mode, ids, sizes, device numbers, times, names. Fractions of seconds are GNU's. */
export const statFields = (facts: Facts): string => {
  const times = facts.flavour === 'gnu' ? '%.9X %.9Y %.9Z' : '%X %Y %Z'
  return `%f %u %g %s %h %i %d %b %o %t %T ${times} %U:%G`
}

// f INDEX EXTRA…: what the path in $qINDEX is, as `file` says it, then which of r, w, x the asker may do. It lists
// the paths by what is to be asked of them: E all, L links, R links that lead somewhere, and one list for each extra.
const COLLECT = String.raw`
E= L= R=
f() {
  n=$1; shift; eval "p=\$q$n"
  if [ -h "$p" ]; then L="$L $n"; if [ -e "$p" ]; then R="$R $n"; l=h; else l=b; fi
  elif [ -e "$p" ]; then l=e
  else
    d=$p; while d=${'$'}{d%/*}; [ -n "$d" ] && [ ! -d "$d" ]; do :; done
    if [ -x "${'$'}{d:-/}" ]; then echo a; else echo n; fi
    return
  fi
  E="$E $n"
  [ ! -r "$p" ] || l=${'$'}{l}r
  [ ! -w "$p" ] || l=${'$'}{l}w
  [ ! -x "$p" ] || l=${'$'}{l}x
  echo $l
  for x do case $x in
    mime|attributes) eval "X$x=\"\$X$x $n\"" ;;
    *) if [ -f "$p" ] && [ -r "$p" ]; then eval "X$x=\"\$X$x $n\""; fi ;;
  esac; done
}
on() { # COMMAND INDEX…
  c=$1; shift; a=
  for n do a="$a \"\$q$n\""; done
  [ $# -eq 0 ] || eval "$c $a"
}`

const asks = (name: Extra, paths: readonly string[]): string => {
  if (name === 'mime') return "on 'file -b --mime-type --mime-encoding --' $Xmime"
  if (name === 'attributes') return "on 'lsattr -vd --' $Xattributes"
  return linePerFile(`${name}sum`, `$X${name}`, paths)
}

/** Each extra has a section of its own, which begins with a line of its name: a program may be missing. */
const section = (name: Extra, paths: readonly string[]): string =>
  `echo; echo '= ${name}'; ${asks(name, paths)}`

export const statKind: Kind<StatAnswer> = {
  kind: 'stat',
  script: (probes, facts) => {
    const wanted = EXTRAS.filter(name => probes.some(probe => extrasOf(probe).includes(name)))
    return [
      ...probes.map((probe, index) => `q${index}=${quote(probe.id)}`),
      COLLECT,
      EXTRAS.map(name => `X${name}=`).join(' '),
      ...probes.map((probe, index) => `f ${[index, ...extrasOf(probe)].join(' ')}`),
      `on "stat -c '${statFields(facts)}' --" $E`,
      `on "stat -L -c '${statFields(facts)}' --" $R`,
      readLinks(facts, '$L', { follow: false }),
      `for n in $L; do on 'readlink -nf' $n | tr '\\n' '\\1'; echo; done`,
      ...wanted.map(name =>
        section(
          name,
          probes.map(probe => probe.id),
        ),
      ),
    ].join('\n')
  },
  parse: (reply, probes) =>
    parseStats(
      reply,
      probes.map(probe => ({ path: probe.id, extras: extrasOf(probe) })),
    ),
  derive: derivedStat,
  covers: (had, _answer, wanted) => extrasOf(wanted).every(name => extrasOf(had).includes(name)),
}
