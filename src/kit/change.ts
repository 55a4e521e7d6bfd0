// From "how it is" and "how it shall be" to changes: an empty list when it is so already.
import { raw, unknown } from '../base/unknown.ts'
import { equal, sha256 } from '../base/value.ts'
import type { FileAnswer } from '../model/answers.ts'
import type { Answer, Attrs, Change, Content, Op } from '../model/change.ts'
import type { Facts, Probe } from '../model/module.ts'
import { missingAttrs, newAttrs, withAttrs, type WantedAttrs } from './attrs.ts'
import { parentOf, parentsOf } from './paths.ts'
import { probe } from './probe.ts'

/** A value of a question as its answer. */
export const answer = <A>(value: A | undefined): Answer<A> =>
  value === undefined ? { absent: true } : { known: raw(value) }

type More = Partial<Pick<Change, 'touches' | 'counts' | 'undo' | 'secret' | 'lenient' | 'title'>>

/** Any change; touches nothing but its subject unless an op runs a program. */
export const change = <A>(
  subject: Probe<A>,
  before: A | undefined,
  after: A | undefined | 'must differ',
  ops: readonly Op[],
  more: More = {},
): Change => ({
  subject,
  before: answer(before),
  after: after === 'must differ' ? 'must differ' : answer(after as A | undefined),
  ops,
  touches: ops.some(op => op.op === 'run') ? 'everything' : [],
  counts: true,
  ...more,
})

/** A subject that shall have a value. */
export const toValue = <A>(
  subject: Probe<A>,
  before: A | undefined,
  after: A,
  op: Op,
  more: More = {},
): Change[] => (equal(raw(before), after) ? [] : [change(subject, before, after, [op], more)])

/** An act that is no state: always done, never verified. `counts: false` acts without counting as a change. */
export const deed = (title: string, ops: readonly Op[], more: More = {}): Change => ({
  subject: probe.deed(title),
  before: { absent: true },
  after: { unknown: `what ${title} does` },
  ops,
  touches: ops.some(op => op.op === 'run') ? 'everything' : [],
  counts: true,
  title,
  ...more,
})

/** Below these, files say where packages come from. */
const SOURCES = /^\/etc\/(apt|dnf|yum|yum\.repos\.d)(\/|\.conf$)/

/** The other questions that a change of a path makes stale; patterns find others when it comes or goes. */
export const around = (path: string, comesOrGoes = false): string[] => [
  `stat ${path}`,
  `bytes ${path}`,
  `private-key ${path}`,
  `filesystem ${path}`,
  `partitions ${path}`,
  `fragments ${parentOf(path)}`,
  ...['/', ...parentsOf(path)].flatMap(folder => [
    `tree ${folder}`,
    `git ${folder}`,
    `find ${folder} *`,
    `entries ${folder} *`,
    `unpacked ** into ${folder} **`,
  ]),
  ...['/', ...parentsOf(path), path].flatMap(each => [
    `sources **(${each})**`,
    `packed **(${each})**`,
  ]),
  `unpacked ${path} **`,
  ...(SOURCES.test(path) ? ['transaction **', 'command ["apt-cache"**'] : []),
  ...(comesOrGoes ? ['glob *', `find ${path} *`, `entries ${path} *`, ...beneath(path)] : []),
]

/** Questions about what lies below a path: it may have come or gone with it. */
const beneath = (path: string): string[] => {
  const root = path === '/' ? '' : path
  return [
    `bytes ${root}/**`,
    `fragments ${path}`,
    `fragments ${root}/**`,
    `find ${root}/**`,
    `entries ${root}/**`,
    `unpacked ${root}/**`,
    `sources **(${root}/**`,
    `packed **(${root}/**`,
  ]
}

export type FileWish = WantedAttrs & {
  readonly validate?: string | undefined
  readonly backup?: boolean | undefined
  readonly unsafe_writes?: boolean | undefined
  readonly secret?: boolean
  /** The link that led here: its own answer tells of the file too. */
  readonly via?: string | undefined
}

/** A file that shall hold this content and have these attributes. At most one change. */
export const toContent = (
  path: string,
  file: FileAnswer | undefined,
  content: Content,
  wish: FileWish,
  facts: Facts,
): Change[] => {
  const digest = digestOf(content)
  if (file?.type === 'file' && raw(file).sha256 === digest) return toAttrs(path, file, wish, facts)
  const attrs: Attrs =
    file?.type === 'file' ? missingAttrs(wish, file, facts) : newAttrs(wish, facts)
  const kept = file?.type === 'file' ? file : undefined
  const after: FileAnswer = {
    type: 'file',
    ...withAttrs(kept, attrs, facts),
    size: sizeOf(content),
    links: kept?.links ?? 1,
    inode: unknown('the inode of a new file') as unknown as string,
    sha256: digest,
    ...(typeof content === 'string'
      ? { text: content }
      : { textless: unknown(`the text of ${path}`) as unknown as 'binary' }),
  }
  const op: Op = {
    op: 'write',
    path,
    content,
    ...(Object.keys(attrs).length > 0 && { attrs }),
    ...(wish.validate !== undefined && { validate: wish.validate }),
    ...(wish.backup && { backup: true }),
    ...(wish.unsafe_writes && { unsafe: true }),
  }
  // Written over a link, the new file would take the owner of what the link leads to.
  const ops: Op[] = file && !kept ? [{ op: 'remove', path }, op] : [op]
  const undo: Op[] = kept
    ? kept.text === undefined
      ? []
      : [{ op: 'write', path, content: kept.text }]
    : [{ op: 'remove', path }]
  return [
    change(
      probe.file(path, { want: typeof content === 'string' ? 'text' : 'digest' }),
      file,
      after,
      ops,
      {
        undo,
        touches: [
          ...around(path, file === undefined),
          ...(wish.via === undefined ? [] : [`file ${wish.via}`]),
        ],
        ...(wish.secret && { secret: true }),
      },
    ),
  ]
}

/** A file that shall hold this text. */
export const toText = toContent as (
  path: string,
  file: FileAnswer | undefined,
  text: string,
  wish: FileWish,
  facts: Facts,
) => Change[]

/** Something that exists and shall have these attributes. */
export const toAttrs = (
  path: string,
  file: FileAnswer,
  wish: WantedAttrs,
  facts: Facts,
): Change[] => {
  const attrs = missingAttrs(wish, file, facts)
  if (Object.keys(attrs).length === 0) return []
  const now = raw(file)
  const after = { ...now, ...withAttrs(file, attrs, facts) }
  const undo: Op[] = [
    { op: 'attrs', path, attrs: { owner: now.uid, group: now.gid, mode: now.mode } },
  ]
  const subject = probe.file(path, now.sha256 === undefined ? {} : { want: 'digest' })
  return [
    change(subject, file, after, [{ op: 'attrs', path, attrs }], { undo, touches: around(path) }),
  ]
}

/** A path that shall not exist. */
export const toAbsent = (path: string, file: FileAnswer | undefined): Change[] =>
  file === undefined
    ? []
    : [
        change(
          probe.file(path),
          file,
          undefined,
          [{ op: 'remove', path, ...(file.type === 'directory' && { recurse: true }) }],
          {
            touches: [
              ...around(path, true),
              `file ${path}/**`,
              `tree ${path}`,
              `tree ${path}/**`,
              `stat ${path}/**`,
            ],
          },
        ),
      ]

const digestOf = (content: Content): string =>
  typeof content === 'string' || content instanceof Uint8Array ? sha256(content) : content.sha256

const sizeOf = (content: Content): number =>
  typeof content === 'string'
    ? Buffer.byteLength(content)
    : content instanceof Uint8Array
      ? content.length
      : content.size
