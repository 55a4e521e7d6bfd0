// Links: what they point to, what they may take the place of, and the attributes of what they lead to.
import {
  around,
  change,
  Failure,
  missingAttrs,
  probe,
  raw,
  toAttrs,
  unknown,
  withAttrs,
  type Attrs,
  type Change,
  type Facts,
  type FileAnswer,
  type Op,
} from '../../src/kit/index.ts'
import { sourceOf, stateNow, type Args, type State } from './args.ts'

/** A symbolic link, and the attributes of what it leads to. */
export const toLink = (args: Args, path: string, state: State, facts: Facts): Change[] => {
  const { file } = state
  const src = args.src ?? file?.target
  if (src === undefined) throw new Failure('src is required for creating new symlinks')
  const at = sourceOf({ ...args, src }, path, facts)!
  if (args.src !== undefined) mayBe(args, path, at, state)
  const target = behind(args, at, state)
  const attributes = target
    ? toAttrs(target.path, target.file, args, facts)
    : onLink(args, path, file, facts)
  if (file?.type === 'link' && file.target === src) return attributes
  if (!target) return [linkChange(path, file, src, undefined, ownOf(args), facts)]
  const real = {
    ...raw(target.file),
    ...afterOf(attributes),
    path: unknown(`where ${path} leads to in the end`) as unknown as string,
  }
  return [linkChange(path, file, src, real, {}, facts), ...attributes]
}

/** Ansible's reasons against a link. */
const mayBe = (args: Args, path: string, at: string, { file, source, tree }: State): void => {
  const exists = source !== undefined && (source.type !== 'link' || source.real !== undefined)
  const vars = { path: args.path, src: args.src }
  if (!args.force && !exists)
    throw new Failure(
      `src file does not exist, use "force=yes" if you really want to create the link: ${at}`,
      vars,
    )
  if (!file || file.type === 'link') return
  if (!args.force)
    throw new Failure(`refusing to convert from ${stateNow(file)} to symlink for ${path}`, vars)
  if (file.type === 'directory' && Object.keys(tree?.entries ?? {}).some(name => name !== ''))
    throw new Failure(`the directory ${path} is not empty, refusing to convert it`, vars)
}

type Target = { readonly path: string; readonly file: FileAnswer }

/** What the link will lead to, where links are followed. */
const behind = (args: Args, at: string, state: State): Target | undefined => {
  if (!args.follow) return undefined
  if (args.src === undefined)
    return state.file?.real && state.real
      ? { path: state.file.real.path, file: state.real }
      : undefined
  const { source, sourceReal } = state
  if (source?.type === 'link')
    return source.real && sourceReal ? { path: source.real.path, file: sourceReal } : undefined
  return source ? { path: at, file: source } : undefined
}

/** A link has an owner and a group of its own, but no mode that counts. */
const ownOf = ({ owner, group, follow }: Args): Attrs =>
  follow ? {} : { ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) }

/** Owner and group of a link that is there. */
const onLink = (args: Args, path: string, file: FileAnswer | undefined, facts: Facts): Change[] =>
  file?.type === 'link' && !args.follow
    ? toAttrs(path, file, { ...args, mode: undefined }, facts)
    : []

const afterOf = (changes: readonly Change[]): Partial<FileAnswer> => {
  const after = changes.find(({ subject }) => subject.kind === 'file')?.after
  return after !== undefined && after !== 'must differ' && 'known' in after
    ? (after.known as FileAnswer)
    : {}
}

const linkChange = (
  path: string,
  file: FileAnswer | undefined,
  target: string,
  real: FileAnswer['real'],
  attrs: Attrs,
  facts: Facts,
): Change => {
  const after: FileAnswer = {
    type: 'link',
    ...withAttrs(undefined, { ...attrs, mode: 0o777 }, facts),
    size: Buffer.byteLength(target),
    links: 1,
    inode: unknown('the inode of a new link') as unknown as string,
    target,
    ...(real && { real }),
  }
  const remove: Op[] = file?.type === 'directory' ? [{ op: 'remove', path, recurse: true }] : []
  return change(
    probe.file(path),
    file,
    after,
    [...remove, { op: 'link', path, target, ...(Object.keys(attrs).length > 0 && { attrs }) }],
    {
      touches: [...around(path, true), `file ${path}/**`, `tree ${path}`],
      undo: file ? [] : [{ op: 'remove', path }],
    },
  )
}

/** Another name of the same file. */
export const toHardLink = (
  args: Args,
  path: string,
  file: FileAnswer | undefined,
  { source }: State,
  facts: Facts,
): Change[] => {
  const now = file && stateNow(file)
  if (args.src === undefined) {
    if (now !== 'hard') throw new Failure('src is required for creating new hardlinks')
    return toAttrs(path, file!, args, facts)
  }
  const vars = { dest: args.path, src: args.src }
  const of = source?.type === 'link' ? source.real : source
  if (!of) throw new Failure('src does not exist', vars)
  if (file && (now === 'link' ? file.target === args.src : file.inode === of.inode))
    return toAttrs(path, file, args, facts)
  if (file && now !== 'link' && !args.force)
    throw new Failure(
      now === 'hard'
        ? 'Cannot link, different hard link exists at destination'
        : `Cannot link, ${now} exists at destination`,
      vars,
    )
  if (file?.type === 'directory')
    throw new Failure(`${path} is a folder, which a hard link cannot take the place of`, vars)
  const at =
    source?.type === 'link' && source.real ? source.real.path : sourceOf(args, path, facts)!
  const attrs = missingAttrs(args, of as FileAnswer, facts)
  const after: FileAnswer = {
    ...raw(of as FileAnswer),
    ...withAttrs(of as FileAnswer, attrs, facts),
    links: unknown('how many names it has') as unknown as number,
  }
  const op: Op = {
    op: 'hardlink',
    path,
    target: at,
    ...(Object.keys(attrs).length > 0 && { attrs }),
  }
  return [
    change(probe.file(path, { want: 'digest' }), file, after, [op], {
      touches: [...around(path, true), `file ${at}`, `stat ${at}`],
      undo: file ? [] : [{ op: 'remove', path }],
    }),
  ]
}
