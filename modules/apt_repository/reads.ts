// What apt_repository asks: all files with sources, those that will be edited, and what Launchpad tells of a PPA.
import {
  absolute,
  below,
  folderReads,
  parentOf,
  probe,
  Refusal,
  textOf,
  type After,
  type AptListsAnswer,
  type CommandAnswer,
  type Facts,
  type FileAnswer,
  type FolderReads,
  type FragmentsAnswer,
  type Probe,
  type StateOf,
} from '../../src/kit/index.ts'
import type { Args } from './args.ts'
import { keyFileProbe, ppaIn, ppaInfo, ppaKey, ppaKeyFile, ppaSource } from './ppa.ts'
import { fileNameFor, knows, sourceIn, switchedOn, without } from './sources.ts'

type Question<A> = Probe<A> | After<unknown, A> | undefined

export type SourcesReads = FolderReads & {
  readonly [key: `at ${number}`]: Question<FileAnswer>
  readonly main: Probe<FileAnswer>
  readonly parts: Probe<FragmentsAnswer>
  readonly lists: Probe<AptListsAnswer>
  /** What says which release the host is. */
  readonly release: Probe<FileAnswer> | undefined
  readonly target: Question<FileAnswer>
  readonly info: Question<CommandAnswer>
  readonly key: Question<CommandAnswer>
  readonly keyFile: Question<FileAnswer>
}

export type State = StateOf<SourcesReads>

const MAIN = '/etc/apt/sources.list'
const PARTS = '/etc/apt/sources.list.d'
/** So many files may hold the same source. */
const MOST = 8

export type Wish = { readonly source: string; readonly path: string }

/** The source line, and the file that a new one goes to. */
export const wished = (args: Args, facts: Facts, codename: string): Wish => {
  if (ppaIn(args.repo) && codename === '')
    throw new Refusal('codename', 'must be given: the host does not say what release it is')
  const ppa = ppaIn(args.repo)
  const found = sourceIn(args.repo)
  if (!ppa && (found.source === '' || !found.isOn || args.repo.includes('\n')))
    throw new Refusal('repo', `must be a source, as "deb http://… suite component": "${args.repo}"`)
  const source = ppa ? ppaSource(ppa, codename) : found.source
  const name =
    args.filename === undefined
      ? fileNameFor(ppa ? `${args.repo}_${codename}` : source)
      : `${args.filename}.list`
  return { source, path: name.includes('/') ? absolute(name, facts) : below(PARTS, name) }
}

/** The release of the host. */
export const codenameIn = (release: FileAnswer | undefined): string =>
  /^VERSION_CODENAME="?([\w-]+)/m.exec(release?.text ?? '')?.[1] ?? ''

type Texts = readonly (readonly [string, string])[]

/** Texts of all files with sources. */
export const textsOf = (
  main: FileAnswer | undefined,
  parts: FragmentsAnswer | undefined,
): Texts => [
  ...(main ? [[MAIN, textOf(MAIN, main)] as const] : []),
  ...Object.entries(parts?.files ?? {})
    .filter(([name]) => name.endsWith('.list'))
    .map(
      ([name, base64]) =>
        [below(PARTS, name), Buffer.from(base64, 'base64').toString('utf8')] as const,
    ),
]

/** Files that are to be edited, with their texts before and after. */
export const edited = (
  args: Args,
  source: string,
  texts: Texts,
): readonly { path: string; was: string; text: string }[] =>
  texts
    .map(([path, was]) => ({
      path,
      was,
      text: args.state === 'absent' ? without(was, source) : switchedOn(was, source),
    }))
    .filter(({ was, text }) => was !== text)
    .slice(0, MOST)

const main = probe.file(MAIN, { want: 'text' })
const parts = probe.fragments(PARTS)
const release = probe.file('/usr/lib/os-release', { want: 'text' })

export const sourcesReads = (args: Args, facts: Facts): SourcesReads => {
  const ppa = ppaIn(args.repo)
  const asksRelease = ppa !== undefined && args.codename === undefined
  /** Once the release is known; it is in the line of a PPA, and in the names of its files. */
  const known = <A>(next: (codename: string) => Question<A>): Question<A> =>
    asksRelease ? probe.after(release, found => next(codenameIn(found))) : next(args.codename ?? '')
  /** Once all sources are known, too. */
  const seen = <A>(next: (source: string, texts: Texts) => Question<A>): Question<A> =>
    known<A>(codename =>
      probe.after(main, main =>
        probe.after(parts, parts =>
          next(wished(args, facts, codename).source, textsOf(main, parts)),
        ),
      ),
    )
  const info =
    ppa && args.state === 'present'
      ? seen<CommandAnswer>((source, texts) =>
          texts.some(([, text]) => knows(text, source))
            ? undefined
            : ppaInfo(ppa, args.validate_certs),
        )
      : undefined
  const edits = Array.from({ length: MOST }, (_, index) => [
    `at ${index}`,
    seen<FileAnswer>((source, texts) => {
      const edit = edited(args, source, texts)[index]
      return edit && probe.file(edit.path, { want: 'text' })
    }),
  ])
  return {
    ...folderReads(parentOf(wished(args, facts, 'any').path)),
    ...(Object.fromEntries(edits) as Record<`at ${number}`, Question<FileAnswer>>),
    main,
    parts,
    lists: probe.aptLists(),
    release: asksRelease ? release : undefined,
    target: known(codename => probe.file(wished(args, facts, codename).path, { want: 'text' })),
    info,
    key: info && probe.after(info, ppaKey),
    keyFile: ppa && known(codename => keyFileProbe(ppaKeyFile(ppa, codename))),
  }
}
