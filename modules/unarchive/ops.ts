// The programs that unpack, and set owners and permissions afterwards.
import {
  commandLine,
  quote,
  script,
  type ArchiveAnswer,
  type ArchiveFormat,
  type Content,
  type Facts,
  type Op,
} from '../../src/kit/index.ts'
import { tarWords, zipWords, type Args } from './args.ts'

/** unzip spells other letters out where the locale has none. */
const UTF8 = { LC_ALL: 'C.UTF-8' }

/** An archive of the controller, as it travels. */
export const travelling = ({ path, sha256, size }: ArchiveAnswer): Content => ({
  local: path,
  sha256,
  size,
})

/** Not every tar finds out by itself what packed the archive. */
const PACKERS: Partial<Record<ArchiveFormat, string>> = { gzip: 'z', bzip2: 'j', xz: 'J' }

type Source = { readonly path: string } | { readonly content: Content }

const carried = (source: Source): { word: string; file?: { name: string; content: Content } } =>
  'path' in source
    ? { word: source.path }
    : { word: '%file', file: { name: 'archive', content: source.content } }

/** Unpacks everything that counts. */
export const unpackOp = (
  of: Args,
  source: Source,
  dest: string,
  how: { format: ArchiveFormat; newer: readonly string[] },
): Op => {
  const { word, file } = carried(source)
  const { before, behind } = zipWords(of, how.newer)
  return {
    op: 'run',
    argv:
      how.format === 'zip'
        ? ['unzip', ...before, word, ...behind, '-d', dest]
        : ['tar', `-x${PACKERS[how.format] ?? ''}f`, word, '-C', dest, ...tarWords(of)],
    env: UTF8,
    ...(file && { file }),
  }
}

export type AttrsWish = { readonly path: string; readonly words: readonly string[] }

/** One thing that is set for many paths: their names come on standard input. */
export const attrsOps = (dest: string, wishes: readonly AttrsWish[]): readonly Op[] => {
  const groups = new Map<string, { words: readonly string[]; paths: string[] }>()
  for (const { path, words } of wishes) {
    const group = groups.get(JSON.stringify(words)) ?? { words, paths: [] }
    group.paths.push(`./${path}`)
    groups.set(JSON.stringify(words), group)
  }
  return [...groups.values()].map(({ words, paths }) => ({
    op: 'run',
    ...script(words[0]!, 'cd -- "$1" && shift && xargs -0 -- "$@"', [dest, ...words]),
    stdin: paths.join('\0'),
  }))
}

/** Lines of `tar --diff` that count: Ansible's, and what a file holds. */
const differences = ({ owner, group, mode }: Args, { uid }: Facts): string => {
  const words = [
    'Mod time differs',
    'Contents differ',
    'Size differs',
    'File type differs',
    'Symlink differs',
    'Not linked to .*',
    'Warning: Cannot (stat|readlink|open): .*',
    ...(uid === 0 && owner === undefined ? ['Uid differs'] : []),
    ...(uid === 0 && group === undefined ? ['Gid differs'] : []),
    ...(mode === undefined ? ['Mode differs'] : []),
  ]
  return `: (${words.join('|')})$`
}

// Unpacks where the host alone can tell whether it is so already: $1 the archive, $2 the folder. The last word it
// prints is "changed" or "same".
const UNPACK = (of: Args, facts: Facts): string => {
  const { before, behind } = zipWords(of)
  const set = [
    ...(of.owner === undefined ? [] : [['chown', '-h', '--', of.owner]]),
    ...(of.group === undefined ? [] : [['chgrp', '-h', '--', of.group]]),
    ...(of.mode === undefined ? [] : [['chmod', '--', of.mode]]),
  ]
  return `a=$1 d=$2 did=same
need() { command -v "$1" >/dev/null 2>&1 || { echo "$1 is not on the host: install it first" >&2; exit 127; }; }
tar_() { o=$1; shift; tar "$o" "$a" -C "$d" "$@" ${commandLine(tarWords(of))}; }
case $(head -c 4 <"$a" | od -An -tx1 | tr -d ' \\n') in
1f8b*) k=z ;; 425a68*) k=j ;; fd377a58) k=J ;; 504b0304|504b0506) k=zip ;; *) k= ;;
esac
case $k in
zip)
  need unzip
  unzip ${commandLine(before)} "$a" ${commandLine(behind)} -d "$d" || exit
  did=changed
  names() { unzip -Z1 "$a" ${commandLine(behind)}; } ;;
*)
  need tar
  tar_ -t\${k}f >/dev/null || exit
  case $(tar --version 2>/dev/null) in
  *GNU*)
    LC_ALL=C tar_ -d\${k}f --show-transformed-names 2>&1 | grep -Eq ${quote(differences(of, facts))} && did=changed
    names() { tar_ -t\${k}f --quoting-style=literal --show-transformed-names; } ;;
  *) did=changed; names() { tar_ -t\${k}f; } ;;
  esac
  [ $did = same ] || tar_ -x\${k}f || exit ;;
esac
each() { names | sed 's|^|./|' | tr '\\n' '\\0' | (cd -- "$d" && xargs -0 "$@"); }
${
  set.length === 0
    ? ''
    : `was=$(each stat -c '%u %g %a' --)
${set.map(words => `each ${commandLine(words)} || exit`).join('\n')}
[ "$was" = "$(each stat -c '%u %g %a' --)" ] || did=changed`
}
echo $did`
}

// Fetches $1 first; the rest as above.
const FETCH = (of: Args, facts: Facts): string => `t=$(mktemp -d) || exit
trap 'rm -rf "$t"' EXIT
if command -v curl >/dev/null 2>&1; then curl -fsSL ${of.validate_certs ? '' : '-k '}-o "$t/archive" -- "$1" || exit
elif command -v wget >/dev/null 2>&1; then wget -q ${of.validate_certs ? '' : '--no-check-certificate '}-O "$t/archive" -- "$1" || { echo "$1 could not be fetched" >&2; exit 1; }
else echo 'neither curl nor wget is on the host: install one of them' >&2; exit 127; fi
shift; set -- "$t/archive" "$@"
${UNPACK(of, facts)}`

/** Unpacks what only the host can compare. */
export const opaqueOp = (
  of: Args,
  source: Source | { readonly url: string },
  dest: string,
  facts: Facts,
): Op => {
  if ('url' in source)
    return {
      op: 'run',
      ...withUtf8(script('unarchive', FETCH(of, facts), [source.url, dest])),
    }
  const { word, file } = carried(source)
  return {
    op: 'run',
    ...withUtf8(script('unarchive', UNPACK(of, facts), [word, dest])),
    ...(file && { file }),
  }
}

const withUtf8 = <S extends { readonly env: object }>(made: S) => ({
  ...made,
  env: { ...made.env, ...UTF8 },
})
