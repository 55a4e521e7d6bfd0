// `entries`: those of a list of paths below a folder that are there, with times and digests: what an archive is
// compared with. A few processes for some hundred paths, whatever else the folder holds.
import { quote } from '../../base/shell.ts'
import type { EntriesAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Facts, Probe } from '../../model/module.ts'
import { linkIn, readLinks, STAT_FIELDS } from '../flavour.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'
import { parseStat } from './file-parse.ts'
import { isNewFolder } from './new-folder.ts'
import { entryLine } from './tree.ts'

type Entry = EntriesAnswer['entries'][string]
type Ask = { readonly path: string; readonly paths: readonly string[] }
const askOf = (probe: Probe<EntriesAnswer>): Ask => probe.ask as unknown as Ask

/** So many paths for one process: command lines have an end. */
const CHUNK = 300

/** A path with a newline stands alone: sha256sum would print it. */
export const chunks = (paths: readonly string[]): readonly (readonly string[])[] => {
  const plain = paths.filter(path => !path.includes('\n'))
  const parts = Array.from({ length: Math.ceil(plain.length / CHUNK) }, (_, part) =>
    plain.slice(part * CHUNK, (part + 1) * CHUNK),
  )
  return [...parts, ...paths.filter(path => path.includes('\n')).map(path => [path])]
}

// e PATH…: one letter each: - absent, l a link, f a file, u an unreadable one, o anything else; then the lines of
// stat, of readlink and of sha256sum, for those that have them.
const LOOK = (facts: Facts): string => String.raw`
on() { c=$1; shift; a=; for n do a="$a \"\$q$n\""; done; [ $# -eq 0 ] || eval "$c $a"; }
e() {
  E= L= D= n=0 s=
  for p do
    n=$((n+1)); eval "q$n=\$p"
    if [ -h "$p" ]; then s=${'$'}{s}l L="$L $n"
    elif [ ! -e "$p" ]; then s=$s-; continue
    elif [ ! -f "$p" ]; then s=${'$'}{s}o
    elif [ -r "$p" ]; then s=${'$'}{s}f D="$D $n"
    else s=${'$'}{s}u; fi
    E="$E $n"
  done
  echo "$s"
  on "stat -c '%Y ${STAT_FIELDS}' --" $E
  ${readLinks(facts, '$L', { follow: false })}
  if [ $# -eq 1 ] && [ -n "$D" ]; then sha256sum <"$1"; else on 'sha256sum --' $D; fi
}`

const script = (probe: Probe<EntriesAnswer>): string => {
  const { path, paths } = askOf(probe)
  const asks = chunks(paths).map(chunk => `e ${chunk.map(each => quote(`./${each}`)).join(' ')}`)
  return `if [ ! -d ${quote(path)} ]; then echo A
elif ! cd ${quote(path)}/; then echo F
else echo K
${asks.join('\n')}
fi; cd /`
}

const reader = (reply: string): (() => string) => {
  let at = 0
  return () => {
    const end = reply.indexOf('\n', at)
    const found = reply.slice(at, end === -1 ? reply.length : end)
    at = end === -1 ? reply.length : end + 1
    return found
  }
}

const readChunk = (
  line: () => string,
  paths: readonly string[],
  entries: Record<string, Entry>,
): string | undefined => {
  const signs = line()
  if (signs.length !== paths.length) return 'it does not tell what is there'
  const which = (test: RegExp): string[] => paths.filter((_, index) => test.test(signs[index]!))
  for (const path of which(/[^-]/)) {
    const [, mtime = '', stat = ''] = /^(-?\d+)\S* (.*)$/.exec(line()) ?? []
    const found = parseStat(stat)
    if (!found) return `${path} went away while it was looked at`
    const { links: _links, inode: _inode, ...rest } = found
    entries[path] = { ...rest, mtime: Number(mtime) }
  }
  for (const path of which(/l/)) entries[path] = { ...entries[path]!, target: utf8(linkIn(line())) }
  for (const path of which(/f/)) {
    const digest = /^\\?([0-9a-f]{64}) /.exec(line())?.[1]
    if (digest === undefined) return `${path} went away while it was read`
    entries[path] = { ...entries[path]!, sha256: digest }
  }
  return undefined
}

const parseOne = (line: () => string, probe: Probe<EntriesAnswer>): Answer<EntriesAnswer> => {
  const sign = line()
  if (sign === 'A') return absent
  if (sign !== 'K') return failed('permission denied')
  const entries: Record<string, Entry> = {}
  for (const chunk of chunks(askOf(probe).paths)) {
    const trouble = readChunk(line, chunk, entries)
    if (trouble !== undefined) return failed(trouble)
  }
  return known({ entries })
}

export const entriesKind: Kind<EntriesAnswer> = {
  kind: 'entries',
  script: (probes, facts) => [LOOK(facts), ...probes.map(script)].join('\n'),
  parse: (reply, probes) => {
    const line = reader(reply)
    return probes.map(probe => parseOne(line, probe))
  },
  derive: (probe, planned) =>
    isNewFolder(planned('file', askOf(probe).path)) ? known({ entries: {} }) : undefined,
  show: (answer, beside) =>
    Object.keys(answer.entries)
      .sort()
      .map(path => {
        const line = entryLine(path, answer.entries[path]!, beside?.entries[path])
        return `${line.replaceAll('\n', '\\n')}\n`
      })
      .join(''),
}
