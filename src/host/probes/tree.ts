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

const wantsDigests = (probe: Probe<TreeAnswer>): boolean => probe.ask?.['digests'] === true

// Sections end with a NUL line. Names with newlines would break the lines: they are left out, and said so.
const one = (probe: Probe<TreeAnswer>): string => {
  const path = quote(probe.id)
  const digests = wantsDigests(probe) ? `find . -type f -exec sha256sum {} +` : ':'
  return `if [ ! -e ${path} ]; then echo A
elif ! cd ${path} 2>/dev/null; then echo F
else echo K; find . -exec stat -c '${STAT_FIELDS} %N' {} +; echo; ${digests}; echo; cd /; fi`
}

/** The name in stat's %N: './a', with ` -> 'target'` for links. */
const NAME = /^(.*?) (['"])(.*?)\2(?: -> (['"])(.*)\4)?$/s

const plain = (path: string): string => path.replace(/^\.\/?/, '')

/** `conf.d/a.conf 0644 root:root 0263829989b6`; what is not known yet and contents that stay are not shown. */
export const entryLine = (
  path: string,
  { mode, owner, group, sha256, target }: Entry,
  beside?: Entry,
): string => {
  const told = (part: string): string => (isUnknown(part) ? '?' : part)
  const words = [
    path === '' ? '.' : path,
    isUnknown(mode) ? '?' : modeText(mode),
    `${told(owner)}:${told(group)}`,
    ...(target === undefined ? [] : ['->', told(target)]),
    ...(sha256 === undefined || sha256 === beside?.sha256 ? [] : [told(sha256).slice(0, 12)]),
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
    return probes.map(() => {
      const sign = lines[at++]
      if (sign === 'A') return absent
      if (sign !== 'K') return failed('permission denied')
      const entries: Record<string, Entry> = {}
      for (const line of section()) {
        const match = NAME.exec(line)
        const file = match && parseStat(match[1]!)
        if (!match || !file) continue
        const { links: _links, inode: _inode, ...entry } = file
        entries[plain(utf8(match[3]!))] = {
          ...entry,
          ...(match[5] !== undefined && { target: utf8(match[5]) }),
        }
      }
      for (const line of section()) {
        const match = /^\\?([0-9a-f]{64}) [ *](.*)$/.exec(line)
        const path = plain(utf8(match?.[2] ?? ''))
        if (match && entries[path]) entries[path] = { ...entries[path], sha256: match[1]! }
      }
      return known({ entries })
    })
  },
  covers: (had, _answer, wanted) => wantsDigests(had) || !wantsDigests(wanted),
  show: (answer, beside) =>
    Object.keys(answer.entries)
      .sort()
      .map(path => entryLine(path, answer.entries[path]!, beside?.entries[path]))
      .join('\n'),
}
