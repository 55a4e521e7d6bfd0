// `bytes` and `fragments`: what files hold, byte by byte, as base64 (or hexadecimal digits where the host has no
// program for it). Only regular files are read: of a device there may be no end.
import { quote } from '../../base/shell.ts'
import { sha256 } from '../../base/value.ts'
import type { BytesAnswer, FileAnswer, FragmentsAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Facts } from '../../model/module.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'
import { isNewFolder } from './new-folder.ts'

/** `enc` prints its input in letters; $w says how: b for base64, h for hexadecimal. */
export const ENCODE = String.raw`
if base64 </dev/null >/dev/null 2>&1; then w=b; enc() { base64 | tr -d '\n'; }
else w=h; enc() { od -An -v -tx1 | tr -d ' \n'; }; fi`

/** The bytes of such letters. */
export const decode = (how: string, letters: string): Buffer =>
  Buffer.from(letters, how === 'b' ? 'base64' : 'hex')

/** Files above this stay on the host. */
const MOST = 32 * 2 ** 20

// b PATH prints one word: a absent, n not searchable, d a folder, s special, u unreadable, x SIZE too big, else
// b or h, and the content that follows as base64 or hexadecimal.
const READ = String.raw`${ENCODE}
b() {
  if [ ! -e "$1" ]; then
    d=$1; while d=${'$'}{d%/*}; [ -n "$d" ] && [ ! -d "$d" ]; do :; done
    if [ -x "${'$'}{d:-/}" ]; then echo a; else echo n; fi
  elif [ -d "$1" ]; then echo d
  elif [ ! -f "$1" ]; then echo s
  elif [ ! -r "$1" ]; then echo u
  else
    n=$(($(wc -c <"$1")))
    if [ "$n" -gt ${MOST} ]; then echo "x $n"; else printf '%s ' "$w"; enc <"$1"; echo; fi
  fi
}`

const TROUBLE: Readonly<Record<string, BytesAnswer['trouble']>> = {
  d: 'directory',
  s: 'special',
  u: 'unreadable',
}

const parseOne = (line: string): Answer<BytesAnswer> => {
  const [sign = '', content = ''] = line.split(' ')
  if (sign === 'a') return absent
  if (sign === 'n') return failed('permission denied on the way to it')
  if (sign === 'x') return known({ size: Number(content), trouble: 'big' })
  const trouble = TROUBLE[sign]
  if (trouble) return known({ size: 0, trouble })
  if (sign !== 'b' && sign !== 'h') return failed('the host did not answer the question')
  const bytes = decode(sign, content)
  return known({ size: bytes.length, base64: bytes.toString('base64') })
}

export const bytesKind: Kind<BytesAnswer> = {
  kind: 'bytes',
  script: probes => [READ, ...probes.map(({ id }) => `b ${quote(id)}`)].join('\n'),
  parse: (reply, probes) => {
    const lines = reply.split('\n')
    return probes.map((_, index) => parseOne(lines[index] ?? ''))
  },
  derive: ({ id }, planned) => {
    const plan = planned('file', id)
    if (!plan || !('known' in plan)) return plan
    const file = plan.known as FileAnswer
    const { text, type } = file.real ?? file
    if (type === 'directory') return known({ size: 0, trouble: 'directory' })
    if (typeof text !== 'string') return { unknown: `what ${id} holds` }
    const bytes = Buffer.from(text)
    return known({ size: bytes.length, base64: bytes.toString('base64') })
  },
  show: ({ base64, trouble }) => (base64 === undefined ? String(trouble) : digestOf(base64)),
}

/** What people see of bytes. */
const digestOf = (base64: string): string =>
  `sha256 ${sha256(Buffer.from(base64, 'base64')).slice(0, 12)}`

// The three patterns are all names but . and ..; each name stands between NULs, so that it may hold anything.
const FOLDER = String.raw`
f() {
  if [ ! -e "$1" ]; then echo a
  elif [ ! -d "$1" ]; then echo d
  elif [ ! -r "$1" ] || [ ! -x "$1" ]; then echo u
  else
    echo k
    for p in "$1"/* "$1"/.[!.]* "$1"/..?*; do
      [ -f "$p" ] || continue
      printf '\0%s\0' "${'$'}{p##*/}"; b "$p"
    done
  fi
}`

const parseFolder = (piece: string): Answer<FragmentsAnswer> => {
  const [sign, ...parts] = piece.split('\0')
  if (sign === 'a\n') return absent
  if (sign === 'd\n') return failed('it is no folder')
  if (sign !== 'k\n') return failed('permission denied')
  const files: Record<string, string> = {}
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const name = utf8(parts[at]!)
    const answer = parseOne(parts[at + 1]!.trimEnd())
    if (!('known' in answer)) continue
    const { base64, trouble } = answer.known
    if (base64 === undefined) return failed(`${name} cannot be read: it is ${trouble ?? 'gone'}`)
    files[name] = base64
  }
  return known({ files })
}

export const fragmentsKind: Kind<FragmentsAnswer> = {
  kind: 'fragments',
  script: (probes, _facts: Facts) =>
    [READ, FOLDER, ...probes.map(({ id }) => `f ${quote(id)}; printf '\\0\\0'`)].join('\n'),
  parse: (reply, probes) => {
    const pieces = reply.split('\0\0')
    return probes.map((_, index) => parseFolder(pieces[index] ?? ''))
  },
  derive: ({ id }, planned) =>
    isNewFolder(planned('file', id)) ? known({ files: {} }) : undefined,
  show: ({ files }) =>
    Object.fromEntries(Object.entries(files).map(([name, base64]) => [name, digestOf(base64)])),
}
