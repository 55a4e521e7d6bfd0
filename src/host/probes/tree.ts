// `tree`: everything below a folder in one walk of find, with digests and times where they are wanted.
import { quote } from '../../base/shell.ts'
import { modeText } from '../../base/units.ts'
import { isUnknown } from '../../base/unknown.ts'
import type { TreeAnswer } from '../../model/answers.ts'
import type { Probe } from '../../model/module.ts'
import { STAT_FIELDS } from '../flavour.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'
import { parseStat } from './file-parse.ts'
import { readLot, TELL, type Thing } from './lots.ts'

type Entry = TreeAnswer['entries'][string]

const wants = (probe: Probe<TreeAnswer>, what: 'digests' | 'times' | 'alone'): boolean =>
  probe.ask?.[what] === true

// Each tree is told of in lots; what is no folder, when that counts, in a lot of its own.
const one = (probe: Probe<TreeAnswer>): string => {
  const path = quote(probe.id)
  const [digests, times] = [wants(probe, 'digests'), wants(probe, 'times')]
  const below = wants(probe, 'alone') ? '. -maxdepth 0' : '.'
  const other = times
    ? `elif [ ! -d ${path} ]; then printf 'O\\0'; sh -c "$W" sh ${path}`
    : `elif [ ! -d ${path} ]; then printf 'F\\0'`
  return `export S=${digests ? 'sha256sum' : ''}
if [ ! -e ${path} ]${times ? ` && [ ! -h ${path} ]` : ''}; then printf 'A\\0'
${other}
elif ! cd ${path}/ 2>/dev/null; then printf 'F\\0'
else printf 'K\\0'; find ${below} -exec sh -c "$W" sh {} +; cd /; fi
printf 'E\\0'`
}

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

const entryOf = ({ line, target, digest }: Thing, times: boolean): Entry | undefined => {
  const [, mtime, fields = ''] = /^(-?\d+)\S* (.*)$/.exec(line) ?? []
  const file = parseStat(fields)
  if (!file) return undefined
  const { links: _links, inode: _inode, ...entry } = file
  return {
    ...entry,
    ...(times && { mtime: Number(mtime) }),
    ...(target !== undefined && { target: utf8(target) }),
    ...(digest !== undefined && { sha256: digest }),
  }
}

export const treeKind: Kind<TreeAnswer> = {
  kind: 'tree',
  script: probes =>
    [
      `W=${quote(TELL)} O=-c F='%Y ${STAT_FIELDS}' T=y C= L=`,
      'export O F T C L',
      ...probes.map(one),
    ].join('\n'),
  parse: (reply, probes) => {
    const pieces = reply.split('\0')
    let at = 0
    const next = (): string => pieces[at++] ?? 'E'
    return probes.map(probe => {
      const sign = next()
      const things: Thing[] = []
      for (let word = next(); !word.startsWith('E'); word = next())
        things.push(...readLot(Number(word.slice(1)), next))
      if (sign === 'A') return absent
      if (sign !== 'K' && sign !== 'O') return failed('permission denied')
      return known({
        entries: Object.fromEntries(
          things.flatMap(thing => {
            const entry = entryOf(thing, wants(probe, 'times'))
            const path = sign === 'O' ? '' : utf8(thing.name).replace(/^\.\/?/, '')
            return entry ? [[path, entry]] : []
          }),
        ),
      })
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
