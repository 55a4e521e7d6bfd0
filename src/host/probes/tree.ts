// `tree`: everything below a folder in one walk of find, with one run of sha256sum where digests are wanted.
import { quote } from '../../base/shell.ts'
import { modeText } from '../../base/units.ts'
import { isUnknown } from '../../base/unknown.ts'
import type { TreeAnswer } from '../../model/answers.ts'
import type { Probe } from '../../model/module.ts'
import { STAT_FIELDS } from '../flavour.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'
import { parseStat } from './file-parse.ts'

type Entry = TreeAnswer['entries'][string]

const wants = (probe: Probe<TreeAnswer>, what: 'digests' | 'times' | 'alone'): boolean =>
  probe.ask?.[what] === true

// Sections end with an empty line.
const one = (probe: Probe<TreeAnswer>): string => {
  const path = quote(probe.id)
  const [digests, times] = [wants(probe, 'digests'), wants(probe, 'times')]
  const format = `'${STAT_FIELDS}${times ? ' %Y' : ''} %N'`
  const below = wants(probe, 'alone') ? '. -maxdepth 0' : '.'
  const walk = `find ${below} -exec env QUOTING_STYLE=c stat -c ${format} {} +; echo; ${digests ? `find ${below} -type f -exec sha256sum {} +` : ':'}`
  const tree = `if [ ! -e ${path} ]; then echo A
elif ! cd ${path} 2>/dev/null; then echo F
else echo K; ${walk}; echo; cd /; fi`
  if (!times) return tree
  const own = `QUOTING_STYLE=c stat -c ${format} -- ${path}; echo; ${digests ? `[ -h ${path} ] || sha256sum <${path} | sed 's/-$/./'` : ':'}`
  return `if [ ! -d ${path} ] && { [ -e ${path} ] || [ -h ${path} ]; }; then echo O; ${own}; echo
else ${tree}; fi`
}

/**
 * The name in stat's %N, with ` -> "target"` for links: GNU's in the quotes of C, as we ask it, busybox' bare, or in plain ones.
 */
const NAME =
  /^(.*?) (?:"((?:[^"\\]|\\.)*)"(?: -> "((?:[^"\\]|\\.)*)")?|'(.*?)' -> '(.*)'|([./].*))$/s

// prettier-ignore
const SIGNS: Readonly<Record<string, string>> = {
  a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v',
}

/** What stands in C's quotes, one character a byte. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{1,3}|[^])/g, (_, sign: string) =>
    /^[0-7]/.test(sign) ? String.fromCharCode(Number.parseInt(sign, 8)) : (SIGNS[sign] ?? sign),
  )

/** Fields, name and target of a line of stat. */
const partsOf = (line: string): { fields: string; name: string; target?: string } | undefined => {
  const [, fields, quoted, quotedTarget, link, plainTarget, bare] = NAME.exec(line) ?? []
  if (fields === undefined) return undefined
  const target = quotedTarget === undefined ? plainTarget : unescaped(quotedTarget)
  return {
    fields,
    name: utf8(quoted === undefined ? (link ?? bare ?? '') : unescaped(quoted)),
    ...(target !== undefined && { target: utf8(target) }),
  }
}

const plain = (path: string): string => path.replace(/^\.\/?/, '')

const moment = (mtime: number): string =>
  isUnknown(mtime) ? '?' : new Date(mtime * 1000).toISOString().replace('.000', '')

/** `conf.d/a.conf 0644 root:root 0263829989b6`; what is not known yet and contents that stay are not shown. */
export const entryLine = (
  path: string,
  { type, mode, owner, group, size, mtime, sha256, target }: Entry,
  beside?: Entry,
): string => {
  const told = <T>(part: T): T | string => (isUnknown(part) ? '?' : part)
  const words = [
    path === '' ? '.' : path,
    isUnknown(mode) ? '?' : modeText(mode),
    `${told(owner)}:${told(group)}`,
    ...(target === undefined ? [] : ['->', told(target)]),
    ...(mtime === undefined || type === 'link'
      ? []
      : [...(type === 'file' ? [String(told(size))] : []), moment(mtime)]),
    ...(sha256 === undefined || sha256 === beside?.sha256
      ? []
      : [String(told(sha256)).slice(0, 12)]),
  ]
  return words.filter(word => word !== '' && word !== ':').join(' ')
}

export const treeKind: Kind<TreeAnswer> = {
  kind: 'tree',
  script: probes => probes.map(one).join('\n'),
  parse: (reply, probes) => {
    const lines = reply.split('\n')
    let at = 0
    const section = (): string[] => {
      const end = lines.indexOf('', at)
      const found = lines.slice(at, end === -1 ? lines.length : end)
      at = end === -1 ? lines.length : end + 1
      return found
    }
    return probes.map(probe => {
      const times = wants(probe, 'times')
      const sign = lines[at++]
      if (sign === 'A') return absent
      if (sign !== 'K' && sign !== 'O') return failed('permission denied')
      const entries: Record<string, Entry> = {}
      for (const line of section()) {
        const parts = partsOf(line)
        const fields = times ? /^(.*) (-?\d+)$/.exec(parts?.fields ?? '') : ['', parts?.fields]
        const file = parts && fields?.[1] !== undefined && parseStat(fields[1])
        if (!parts || !file) continue
        const { links: _links, inode: _inode, ...entry } = file
        entries[sign === 'O' ? '' : plain(parts.name)] = {
          ...entry,
          ...(times && { mtime: Number(fields?.[2]) }),
          ...(parts.target !== undefined && { target: parts.target }),
        }
      }
      for (const line of section()) {
        const match = /^(\\?)([0-9a-f]{64}) [ *](.*)$/.exec(line)
        const name = match?.[3] ?? ''
        const path = plain(utf8(match?.[1] ? unescaped(name) : name))
        if (match && entries[path]) entries[path] = { ...entries[path], sha256: match[2]! }
      }
      return known({ entries })
    })
  },
  covers: (had, _answer, wanted) =>
    (wants(had, 'digests') || !wants(wanted, 'digests')) &&
    (wants(had, 'times') || !wants(wanted, 'times')) &&
    (!wants(had, 'alone') || wants(wanted, 'alone')),
  show: (answer, beside) =>
    Object.keys(answer.entries)
      .sort()
      .map(path => entryLine(path, answer.entries[path]!, beside?.entries[path]))
      .join('\n'),
}

/** The same of the controller, which the engine answers. */
export const localTreeKind: Kind<TreeAnswer> = {
  ...treeKind,
  kind: 'local-tree',
  parse: () => [],
  script: () => '',
}
