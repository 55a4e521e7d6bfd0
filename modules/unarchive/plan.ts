// From an archive and a folder to what must be unpacked, and whose it shall be afterwards.
import {
  absolute,
  around,
  below,
  change,
  deed,
  Failure,
  isFolder,
  unknown,
  type ArchiveAnswer,
  type Change,
  type Facts,
  type Op,
  type UnpackedAnswer,
} from '../../src/kit/index.ts'
import { optionsOf, placeOf, remotePath, type Args } from './args.ts'
import { answerOf, entriesOf, insideOf, isDone, type State } from './asked.ts'
import { isKept, missing, mustUnpack, unpacked, type Comparison, type Entry } from './compare.ts'
import { attrsOps, opaqueOp, travelling, unpackOp, type AttrsWish } from './ops.ts'
import { impliedBy, type Wanted } from './wanted.ts'

/** The changes. */
export const plan = (of: Args, state: State, facts: Facts): readonly Change[] => {
  if (isDone(of, state)) return []
  const dest = absolute(of.dest, facts)
  if (!isFolder(state.dest)) throw new Failure(`dest '${of.dest}' must be an existing dir`)
  const answer = answerOf(of, state)
  const inside = answer && insideOf(of, answer)
  const source =
    answer && 'sha256' in answer ? { content: travelling(answer) } : { path: remotePath(of, facts) }
  if (!answer || !inside) {
    const from = placeOf(of) === 'url' ? { url: of.src } : source
    const op = opaqueOp(of, from, dest, facts)
    return [deed(`unpack ${of.src} into ${dest}`, [op], { touches: touched(dest) })]
  }
  const by = comparison(of, answer, facts)
  const entries = state.entries?.entries ?? {}
  const made = unpackedAll(inside.wanted, entries, by)
  const owned = ownedAll(of, made?.after ?? entries, inside.wanted, facts)
  const ops = [
    ...(made ? inTheWay(inside.wanted, entries, by).map(path => removal(dest, path)) : []),
    ...(made ? [unpackOp(of, source, dest, { format: answer.format, newer: made.kept })] : []),
    ...attrsOps(dest, owned.wishes),
  ]
  if (ops.length === 0) return []
  const subject = entriesOf(of, answer, dest)!
  return [change(subject, state.entries, { entries: owned.after }, ops, { touches: touched(dest) })]
}

/** busybox's unzip fails on links that are there. */
const inTheWay = (
  all: readonly Wanted[],
  entries: Entries,
  { isZip, facts }: Comparison,
): readonly string[] =>
  isZip && facts.flavour === 'busybox'
    ? all.flatMap(({ path }) => (entries[path]?.type === 'link' ? [path] : []))
    : []

const removal = (dest: string, path: string): Op => ({ op: 'remove', path: below(dest, path) })

type Entries = Readonly<Record<string, Entry>>

/** What is there when all is unpacked, and the names that stay as they are; undefined when nothing is missing. */
const unpackedAll = (
  all: readonly Wanted[],
  entries: Entries,
  by: Comparison,
): { readonly after: Entries; readonly kept: readonly string[] } | undefined => {
  if (!all.some(wanted => mustUnpack(wanted, entries[wanted.path], by))) return undefined
  const after: Record<string, Entry> = { ...entries }
  const kept: string[] = []
  for (const wanted of all) {
    const now = entries[wanted.path]
    if (isKept(wanted, now, by)) kept.push(wanted.member.name)
    else after[wanted.path] = unpacked(wanted, now, by)
  }
  for (const path of impliedBy(all)) after[path] ??= impliedFolder()
  return { after, kept }
}

/** What is to be set for which path, and how all is then. */
const ownedAll = (
  of: Args,
  entries: Entries,
  all: readonly Wanted[],
  facts: Facts,
): { readonly after: Entries; readonly wishes: readonly AttrsWish[] } => {
  const after: Record<string, Entry> = { ...entries }
  const wishes: AttrsWish[] = []
  for (const path of [...all.map(wanted => wanted.path), ...impliedBy(all)]) {
    const entry = after[path]
    if (!entry) continue
    const set = missing(entry, of, facts)
    after[path] = set.after
    const { owner, group } = set.attrs
    if (owner !== undefined) wishes.push({ path, words: ['chown', '-h', '--', String(owner)] })
    if (group !== undefined) wishes.push({ path, words: ['chgrp', '-h', '--', String(group)] })
    if (set.mode !== undefined) wishes.push({ path, words: ['chmod', '--', set.mode] })
  }
  return { after, wishes }
}

const comparison = (of: Args, answer: ArchiveAnswer | UnpackedAnswer, facts: Facts): Comparison => {
  const differing = new Set('differing' in answer ? answer.differing : [])
  return {
    of,
    facts,
    isZip: answer.format === 'zip',
    owners: optionsOf(of)?.owners ?? true,
    differs: ({ path, content, member }, entry) =>
      content.sha256 === undefined
        ? differing.has(path) || differing.has(member.name)
        : entry.sha256 !== content.sha256,
  }
}

const impliedFolder = (): Entry => {
  const later = <T>(what: string): T => unknown(`the ${what} of a new folder`) as unknown as T
  return {
    type: 'directory',
    mode: later('mode'),
    uid: later('owner'),
    gid: later('group'),
    owner: later('owner'),
    group: later('group'),
    size: later('size'),
  }
}

/** Everything in the folder may be another one. */
const touched = (folder: string): readonly string[] => {
  const root = folder === '/' ? '' : folder
  return [
    ...around(folder, true),
    `tree ${folder}`,
    `unpacked ** into ${folder} **`,
    `unpacked ** into ${root}/**`,
    ...['file', 'stat', 'tree'].map(kind => `${kind} ${root}/**`),
  ]
}
