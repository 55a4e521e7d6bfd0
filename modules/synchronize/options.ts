// What arguments and rsync's own options ask for, together.
import { Refusal, shlexSplit } from '../../src/kit/index.ts'
import type { Args } from './args.ts'
import { ruleOf, type Rule } from './filter.ts'

export type Wish = {
  readonly recursive: boolean
  readonly dirs: boolean
  readonly links: boolean
  readonly copyLinks: boolean
  readonly perms: boolean
  readonly times: boolean
  readonly dirTimes: boolean
  readonly owner: boolean
  readonly group: boolean
  readonly checksum: boolean
  readonly sizeOnly: boolean
  /** Leave alone what is newer on the other side. */
  readonly update: boolean
  readonly existing: boolean
  readonly ignoreExisting: boolean
  readonly remove: boolean
  readonly removeExcluded: boolean
  readonly numericIds: boolean
  /** Modes, each for all, for folders (D) or for files (F). */
  readonly chmod: readonly string[]
  readonly chown: { readonly owner?: string; readonly group?: string }
  readonly rules: readonly Rule[]
}

type Draft = { -readonly [K in keyof Wish]: Wish[K] }

const FLAGS: Readonly<Record<string, (wish: Draft) => void>> = {
  '--recursive': wish => (wish.recursive = true),
  '--no-recursive': wish => (wish.recursive = false),
  '--dirs': wish => (wish.dirs = true),
  '--links': wish => (wish.links = true),
  '--no-links': wish => (wish.links = false),
  '--copy-links': wish => (wish.copyLinks = true),
  '--perms': wish => (wish.perms = true),
  '--no-perms': wish => (wish.perms = false),
  '--times': wish => (wish.times = true),
  '--no-times': wish => (wish.times = false),
  '--omit-dir-times': wish => (wish.dirTimes = false),
  '--owner': wish => (wish.owner = true),
  '--no-owner': wish => (wish.owner = false),
  '--group': wish => (wish.group = true),
  '--no-group': wish => (wish.group = false),
  '--checksum': wish => (wish.checksum = true),
  '--size-only': wish => (wish.sizeOnly = true),
  '--update': wish => (wish.update = true),
  '--existing': wish => (wish.existing = true),
  '--ignore-existing': wish => (wish.ignoreExisting = true),
  '--delete': wish => (wish.remove = true),
  '--delete-excluded': wish => (wish.remove = wish.removeExcluded = true),
  '--numeric-ids': wish => (wish.numericIds = true),
}

const SHORT: Readonly<Record<string, string>> = {
  ...{ r: '--recursive', d: '--dirs', l: '--links', L: '--copy-links', p: '--perms' },
  ...{ t: '--times', O: '--omit-dir-times', o: '--owner', g: '--group', c: '--checksum' },
  ...{ u: '--update', v: '--verbose', q: '--quiet', z: '--compress', h: '--human-readable' },
}

/** Options that change only what rsync prints, or how it moves bytes. */
const SILENT =
  /^--(no-motd|verbose|quiet|stats|progress|human-readable|itemize-changes|compress(-level=.*)?|no-compress|partial|inplace|whole-file|no-whole-file|delete-(after|before|during|delay)|info=.*|timeout=.*|bwlimit=.*|contimeout=.*|delay-updates|no-implied-dirs)$/

const VALUED = /^--(exclude|include|chmod|chown)$/

const takeValue = (wish: Draft, name: string, value: string): void => {
  if (name === 'exclude' || name === 'include') wish.rules = [...wish.rules, ruleOf(name, value)]
  if (name === 'chmod') wish.chmod = [...wish.chmod, ...value.split(',')]
  if (name !== 'chown') return
  const [owner = '', group = ''] = value.split(':')
  wish.chown = { ...(owner !== '' && { owner }), ...(group !== '' && { group }) }
  if (owner !== '') wish.owner = true
  if (group !== '') wish.group = true
}

/** `-av` is `-a -v`. */
const apart = (option: string): readonly string[] =>
  /^-[A-Za-z]+$/.test(option)
    ? [...option.slice(1)].flatMap(letter => SHORT[letter] ?? `-${letter}`)
    : [option]

/** The wish; an option that cannot be heeded is refused. */
export const wishOf = (args: Args): Wish => {
  const { archive } = args
  const wish: Draft = {
    recursive: args.recursive ?? archive,
    dirs: args.dirs,
    links: args.links ?? archive,
    copyLinks: args.copy_links,
    perms: args.perms ?? archive,
    times: args.times ?? archive,
    dirTimes: true,
    owner: args.owner ?? archive,
    group: args.group ?? archive,
    checksum: args.checksum,
    sizeOnly: false,
    update: false,
    existing: args.existing_only,
    ignoreExisting: false,
    remove: args.delete,
    removeExcluded: false,
    numericIds: false,
    chmod: [],
    chown: {},
    rules: [],
  }
  let expected: string | undefined
  for (const option of args.rsync_opts.flatMap(words))
    if (expected !== undefined) {
      takeValue(wish, expected, option)
      expected = undefined
    } else
      for (const each of apart(option)) {
        const [, name, value] = /^--([a-z]+)=(.*)$/s.exec(each) ?? []
        if (name !== undefined && VALUED.test(`--${name}`)) takeValue(wish, name, value!)
        else if (VALUED.test(each)) expected = each.slice(2)
        else if (Object.hasOwn(FLAGS, each)) FLAGS[each]!(wish)
        else if (!SILENT.test(each))
          throw new Refusal('rsync_opts', `holds "${each}": mokplay does not do this yet`)
      }
  if (wish.remove && !wish.recursive)
    throw new Refusal('delete', 'needs recursive: true, or archive: true')
  return wish
}

/** An element may hold several words, quoted as for a shell. */
const words = (text: string): readonly string[] => {
  try {
    return shlexSplit(text)
  } catch (problem) {
    throw new Refusal(
      'rsync_opts',
      `must be words as a shell takes them: ${(problem as Error).message}`,
    )
  }
}
