// Facts that the host's owner keeps in FOLDER/*.fact: programs that print them, or files of JSON or INI.
import { quote } from '../../base/shell.ts'
import type { Collector } from './gathered.ts'

export const FACT_PATH = '/etc/ansible/facts.d'

// `F NAME STATUS OUT-BYTES ERR-BYTES`, then both outputs. The locale is C: lengths are bytes.
const script = (folder: string): string => `cd ${quote(folder)} 2>/dev/null || exit 0
for f in *.fact; do
  [ -f "$f" ] || continue
  exec 3>&1
  if [ -x "$f" ]; then e=$( { o=$("$PWD/$f" </dev/null); c=$?; printf 'F %s %s\\n%s\\n' "$c" "\${#f}" "$f" >&3; printf '%s\\n%s\\n' "\${#o}" "$o" >&3; } 2>&1 )
  else e=; o=$(cat -- "$f"); printf 'F 0 %s\\n%s\\n%s\\n%s\\n' "\${#f}" "$f" "\${#o}" "$o"; fi
  printf '%s\\n%s\\n' "\${#e}" "$e"
done`

/** Facts from the files of a folder. */
export const localFacts = (folder: string): Collector => ({
  scripts: { local: script(folder) },
  facts: of => ({ local: parse(of.bytes('local'), folder) }),
})

const parse = (bytes: Buffer, folder: string): Readonly<Record<string, unknown>> => {
  const found: Record<string, unknown> = {}
  let at = 0
  const line = (): string => {
    const end = bytes.indexOf(10, at)
    const read = bytes.toString('utf8', at, end === -1 ? bytes.length : end)
    at = end === -1 ? bytes.length : end + 1
    return read
  }
  const piece = (length: string): string => {
    const read = bytes.toString('utf8', at, at + Number(length))
    at += Number(length) + 1
    return read
  }
  while (at < bytes.length) {
    const head = /^F (\d+) (\d+)$/.exec(line())
    if (!head) break
    const name = piece(head[2]!)
    const out = piece(line())
    const err = piece(line())
    const path = `${folder}/${name}`
    found[name.replace('.fact', '')] =
      head[1] === '0'
        ? read(out, path)
        : `Failure executing fact script (${path}), rc: ${head[1]}, err: ${err}`
  }
  return found
}

/** JSON, or else INI, or else a sentence as Ansible's. */
const read = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return readIni(text) ?? `error loading facts as JSON or ini - please check content: ${path}`
  }
}

/** Sections of names and values as Python's ConfigParser reads them; undefined for what it refuses. */
const readIni = (text: string): Readonly<Record<string, unknown>> | undefined => {
  const sections: Record<string, Record<string, string>> = {}
  let section: Record<string, string> | undefined
  const defaults: Record<string, string> = {}
  let last: string | undefined
  for (const line of text.split('\n')) {
    if (line.trim() === '' || /^\s*[#;]/.test(line)) continue
    const head = /^\[([^\]]+)\]/.exec(line)
    if (head) {
      const isDefaults = head[1] === 'DEFAULT'
      if (!isDefaults && Object.hasOwn(sections, head[1]!)) return undefined
      section = isDefaults ? defaults : (sections[head[1]!] = {})
      last = undefined
    } else if (section && last !== undefined && /^\s/.test(line))
      section[last] += `\n${line.trim()}`
    else {
      const pair = /^\s*([^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line)
      if (!section || !pair || pair[1] === '') return undefined
      last = pair[1]!.toLowerCase()
      if (Object.hasOwn(section, last)) return undefined
      section[last] = pair[2]!
    }
  }
  return Object.fromEntries(
    Object.entries(sections).map(([name, pairs]) => [name, { ...defaults, ...pairs }]),
  )
}
