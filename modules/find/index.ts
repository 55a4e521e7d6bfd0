import {
  defineModule,
  modeText,
  probe,
  Refusal,
  resolved,
  statFlags,
  type Facts,
  type FindAnswer,
  type FoundEntry,
  type Probe,
} from '../../src/kit/index.ts'
import { findArgs, type Args } from './args.ts'
import { ageOf, chosen, sizeOf } from './filter.ts'
import { literalIn } from './literal.ts'

/** A folder, with the few variables that a path may have in it. */
const folderOf = (path: string, facts: Facts): string => {
  const known: Readonly<Record<string, string>> = { HOME: facts.home, USER: facts.user }
  const expanded = path
    .replace(/^~(?=\/|$)/, facts.home)
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced?: string, bare?: string) => {
      return known[braced ?? bare ?? ''] ?? all
    })
  return resolved(facts.cwd ?? facts.home, expanded)
}

/** Names that find matches as Python does: plain letters, and stars. */
const isPlain = (pattern: string): boolean => /^[A-Za-z0-9._*+=@%,-]+$/.test(pattern)

const DAY = 86_400

/** What the host may leave out by itself. */
const questionOf = (of: Args, folder: string): Probe<FindAnswer> => {
  const { depth, patterns, file_type, contains, recurse, age_stamp } = of
  if ((depth ?? 0) < 0) throw new Refusal('depth', 'must not be negative')
  const [age, size] = [ageOf(of), sizeOf(of)]
  const levels = recurse && depth !== undefined && depth > 0 ? depth : undefined
  // Two days less: clocks are read at different times.
  const days = age_stamp === 'mtime' && age !== undefined ? Math.floor(age / DAY) - 1 : 0
  return probe.find(folder, {
    ...(levels !== undefined && { depth: levels, walk: levels + 1 }),
    ...(!recurse && { walk: 1 }),
    ...(of.follow && { follow: true }),
    ...(file_type !== 'any' && { type: file_type }),
    ...(of.hidden && { hidden: true }),
    ...(!of.use_regex && patterns.length > 0 && patterns.every(isPlain) && { names: patterns }),
    ...(file_type === 'file' &&
      size !== undefined &&
      (size < 0 ? { most: -size } : { least: size })),
    ...(file_type === 'file' && days > 0 && { days }),
    ...(of.get_checksum && { sha1: true }),
    ...(file_type === 'file' &&
      contains !== undefined && {
        search: { literal: literalIn(contains), whole: of.read_whole_file },
      }),
  })
}

/** A found thing as Ansible prints it. */
const described = (folder: string, entry: FoundEntry): Readonly<Record<string, unknown>> => {
  const name = (text: string): string => (text === 'UNKNOWN' ? '' : text)
  return {
    path: `${folder === '/' ? '' : folder}/${entry.path}`,
    mode: modeText(entry.raw),
    ...statFlags(entry.raw),
    uid: entry.uid,
    gid: entry.gid,
    size: entry.size,
    inode: entry.inode,
    dev: entry.device,
    nlink: entry.links,
    atime: entry.atime,
    mtime: entry.mtime,
    ctime: entry.ctime,
    gr_name: name(entry.group),
    pw_name: name(entry.owner),
    ...(entry.sha1 !== undefined && { checksum: entry.sha1 }),
  }
}

/** `find: './sub': Permission denied` in Python's words. */
const complaint = (folder: string, line: string): string => {
  const match = /^.*?find: [‘'`]?\.\/?(.*?)['’]?: (.*)$/.exec(line)
  if (!match) return line
  const [, path = '', reason = ''] = match
  return `${reason === 'Permission denied' ? '[Errno 13] ' : ''}${reason}: '${resolved(folder, path)}'`
}

/** Files of the host that pass some tests. */
export default defineModule({
  name: 'find',
  summary: 'Find files and folders by name, age, size and content.',
  args: findArgs,
  returns: {
    files: 'What was found, each with all that stat tells, sorted by path.',
    matched: 'How many were found.',
    examined: 'How many things were looked at.',
    skipped_paths: 'Folders that could not be looked into, and why.',
    msg: 'Whether all could be looked into.',
  },
  predicts: 'full',
  needs: 'find, and grep for contains.',
  notes: [
    'Lines that are no UTF-8 match nothing.',
    'What follows a folder that may not be read is found all the same; Ansible stops there.',
  ],
  reads: (of, facts) =>
    Object.fromEntries(
      of.paths.map((path, index) => [`folder ${index}`, questionOf(of, folderOf(path, facts))]),
    ),
  plan: (of, state, facts) => {
    // Chosen here, so that what cannot be judged fails here and not in the result.
    for (const [index, path] of of.paths.entries()) {
      const answer = state[`folder ${index}`]
      if (answer) chosen(of, folderOf(path, facts), answer)
    }
    return []
  },
  result: ({ args: of, after, facts }) => {
    const files: Readonly<Record<string, unknown>>[] = []
    const skipped: Record<string, string> = {}
    let examined = 0
    for (const [index, path] of of.paths.entries()) {
      const answer = after[`folder ${index}`]
      const folder = folderOf(path, facts)
      if (!answer) {
        skipped[path] = `'${path}' is not a directory`
        continue
      }
      examined += answer.examined
      files.push(...chosen(of, folder, answer).map(entry => described(folder, entry)))
      if (answer.complaints.length > 0) skipped[path] = complaint(folder, answer.complaints[0]!)
    }
    return {
      files,
      matched: files.length,
      examined,
      skipped_paths: skipped,
      msg:
        Object.keys(skipped).length === 0
          ? 'All paths examined'
          : 'Not all paths examined, check warnings for details',
    }
  },
})
