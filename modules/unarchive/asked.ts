// What unarchive asks, and what it knows of the archive then.
import {
  absolute,
  Failure,
  nameOf,
  probe,
  sha256,
  type After,
  type ArchiveAnswer,
  type ArchiveMember,
  type EntriesAnswer,
  type Facts,
  type FileAnswer,
  type Probe,
  type StateOf,
  type UnpackedAnswer,
} from '../../src/kit/index.ts'
import { optionsOf, placeOf, remotePath, tarWords, type Args } from './args.ts'
import { chosen, impliedBy, wantedOf, type Wanted } from './wanted.ts'

export type Asked = {
  readonly creates: Probe<FileAnswer> | undefined
  readonly dest: Probe<FileAnswer>
  readonly archive: Probe<ArchiveAnswer> | undefined
  readonly source: Probe<FileAnswer> | undefined
  readonly there: Probe<UnpackedAnswer> | undefined
  readonly entries:
    After<ArchiveAnswer, EntriesAnswer> | After<UnpackedAnswer, EntriesAnswer> | undefined
}
export type State = StateOf<Asked>

/** What is in the archive and counts; undefined where only the host can compare. */
export const insideOf = (
  of: Args,
  answer: ArchiveAnswer | UnpackedAnswer,
):
  | { readonly members: readonly ArchiveMember[]; readonly wanted: readonly Wanted[] }
  | undefined => {
  if (!answer.members) return undefined
  const isZip = answer.format === 'zip'
  // The host's tar has heeded all options by itself.
  if ('differing' in answer && !isZip)
    return { members: answer.members, wanted: wantedOf(answer.members) }
  const options = isZip && of.extra_opts.length > 0 ? undefined : optionsOf(of)
  if (!options) return undefined
  const members = chosen(of, answer.members, isZip)
  return { members, wanted: wantedOf(members, isZip ? 0 : options.strip) }
}

/** The question about all paths that count. */
export const entriesOf = (
  of: Args,
  answer: ArchiveAnswer | UnpackedAnswer | undefined,
  dest: string,
): Probe<EntriesAnswer> | undefined => {
  const inside = answer && insideOf(of, answer)
  if (!inside) return undefined
  const paths = [...inside.wanted.map(({ path }) => path), ...impliedBy(inside.wanted)]
  const list = sha256(JSON.stringify(paths)).slice(0, 8)
  return probe.entries(dest, paths, `${nameOf(of.src)}:${list}`)
}

/** The questions. */
export const reads = (of: Args, facts: Facts): Asked => {
  const dest = absolute(of.dest, facts)
  const place = placeOf(of)
  const ask = (answer: ArchiveAnswer | UnpackedAnswer | undefined) => entriesOf(of, answer, dest)
  const archive =
    place === 'controller' ? probe.archive(of.src, of.decrypt ? {} : { decrypt: false }) : undefined
  const there =
    place === 'host'
      ? probe.unpacked(remotePath(of, facts), dest, { options: tarWords(of) })
      : undefined
  return {
    creates: of.creates === undefined ? undefined : probe.file(absolute(of.creates, facts)),
    dest: probe.file(dest),
    archive,
    source: place === 'host' ? probe.file(remotePath(of, facts)) : undefined,
    there,
    entries: archive ? probe.after(archive, ask) : there && probe.after(there, ask),
  }
}

/** Whether `creates` is there. */
export const isDone = (of: Args, { creates }: Pick<State, 'creates'>): boolean =>
  of.creates !== undefined && creates !== undefined

/** The archive, as far as it is known. */
export const answerOf = (of: Args, state: State): ArchiveAnswer | UnpackedAnswer | undefined => {
  const place = placeOf(of)
  if (place === 'host' && !state.source) throw new Failure(`Source '${of.src}' does not exist`)
  const answer = place === 'controller' ? state.archive : state.there
  if (answer && 'size' in answer ? answer.size === 0 : state.source?.size === 0)
    throw new Failure(`Invalid archive '${of.src}', the file is 0 bytes`)
  if (answer?.trouble !== undefined)
    throw new Failure(`${of.src} cannot be unpacked: ${answer.trouble}`)
  return answer
}
