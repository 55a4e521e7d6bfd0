// `sources` and `packed`: what is to go into an archive, and whether it is in there already. An archive is compared
// by making it anew, as a stream that nothing keeps: what the same program makes of the same files is the same.
import { PACK } from '../../base/pack.ts'
import { command, quote } from '../../base/shell.ts'
import type { PackedAnswer, Packing, SourcesAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Probe } from '../../model/module.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

type SourcesAsk = { readonly paths: readonly string[]; readonly excluded: readonly string[] }

/** A pattern, as Python's glob sees it. */
const isPattern = (path: string): boolean => /[*?]/.test(path)

// Each path stands with a NUL behind it and a letter before it: d a folder, f anything else, m missing; then what is
// below it, D folders and F others. x is a path to leave out. What is unquoted is a pattern: with an empty IFS it
// is not split at its blanks.
const LOOK = String.raw`
s() {
  if [ -d "$1" ]; then
    printf 'd%s\0' "$1"
    (cd -- "$1/" && find . -mindepth 1 -type d -exec sh -c 'printf "D%s\0" "$@"' sh {} + \
      -o -mindepth 1 -exec sh -c 'printf "F%s\0" "$@"' sh {} +)
  elif [ -e "$1" ] || [ -h "$1" ]; then printf 'f%s\0' "$1"
  else printf 'm%s\0' "$1"; fi
}
g() { IFS=; for p in $1; do if [ -e "$p" ] || [ -h "$p" ]; then s "$p"; fi; done; }
x() { IFS=; for p in $1; do if [ -e "$p" ] || [ -h "$p" ]; then printf 'x%s\0' "$p"; fi; done; }`

const sourcesScript = (probe: Probe<SourcesAnswer>): string => {
  const { paths, excluded } = probe.ask as unknown as SourcesAsk
  return [
    ...paths.map(path => `${isPattern(path) ? 'g' : 's'} ${quote(path)}`),
    ...excluded.map(path =>
      isPattern(path) ? `x ${quote(path)}` : `printf 'x%s\\0' ${quote(path)}`,
    ),
    `printf '\\0'`,
  ].join('\n')
}

const TYPES = { d: 'folder', f: 'file', m: 'missing' } as const

const readSources = (pieces: readonly string[]): Answer<SourcesAnswer> => {
  const found: { path: string; type: 'folder' | 'file' | 'missing'; below: Below[] }[] = []
  const excluded: string[] = []
  for (const piece of pieces) {
    const [sign, path] = [piece[0] as keyof typeof TYPES, utf8(piece.slice(1))]
    if (TYPES[sign]) found.push({ path, type: TYPES[sign], below: [] })
    else if (piece.startsWith('x')) excluded.push(path)
    else found.at(-1)?.below.push({ path: path.slice(2), isFolder: piece.startsWith('D') })
  }
  return known({ found, excluded })
}
type Below = SourcesAnswer['found'][number]['below'][number]

export const sourcesKind: Kind<SourcesAnswer> = {
  kind: 'sources',
  script: probes => [LOOK, ...probes.map(sourcesScript)].join('\n'),
  parse: (reply, probes) => {
    const pieces = reply.split('\0')
    let at = 0
    return probes.map(() => {
      const end = pieces.indexOf('', at)
      if (end === -1) return failed('the shell did not answer')
      const mine = pieces.slice(at, end)
      at = end + 1
      return readSources(mine)
    })
  },
}

/** Names for one printf. */
const CHUNK = 500

const packedScript = (probe: Probe<PackedAnswer>): string => {
  const { dest, format, root, names, alone } = probe.ask as unknown as Packing & { dest: string }
  const chunks = Array.from({ length: Math.ceil(names.length / CHUNK) }, (_, part) =>
    names.slice(part * CHUNK, (part + 1) * CHUNK),
  )
  const how = alone ? 'alone' : 'all'
  return `list() { :
${chunks.map(chunk => `printf '%s\\0' ${command(chunk)}`).join('\n')}
}
if [ ! -e ${quote(dest)} ]; then echo A
elif [ ! -r ${quote(dest)} ]; then echo U
elif [ "$(held ${quote(dest)} ${format} | sha256sum)" = "$(stream ${format} ${quote(root)} ${how} | sha256sum)" ]; then echo S
else echo D; fi`
}

const SIGNS: Readonly<Record<string, Answer<PackedAnswer>>> = {
  A: absent,
  S: known({ isSame: true }),
  D: known({ isSame: false }),
  U: failed('it may not be read'),
}

export const packedKind: Kind<PackedAnswer> = {
  kind: 'packed',
  slow: true,
  script: probes => [PACK, ...probes.map(packedScript)].join('\n'),
  parse: (reply, probes) => {
    const lines = reply.split('\n')
    return probes.map((_, index) => SIGNS[lines[index] ?? ''] ?? failed('it cannot be compared'))
  },
}
