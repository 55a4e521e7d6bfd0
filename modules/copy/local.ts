// Copying from the controller: a text, one file, or a folder with all that is in it.
import {
  absolute,
  below,
  deliver,
  deliveryReads,
  deliveryResult,
  digest,
  Failure,
  folderReads,
  modeText,
  nameOf,
  parentOf,
  probe,
  Refusal,
  sha256,
  toFolders,
  type After,
  type Change,
  type Content,
  type Delivery,
  type DeliveryReads,
  type DeliveryState,
  type Facts,
  type LocalAnswer,
  type Probe,
  type TreeAnswer,
} from '../../src/kit/index.ts'
import type { CopyArgs } from './args.ts'
import { contentOf, textOfContent } from './content.ts'
import { toTree, type Source } from './tree.ts'

export type LocalReads = DeliveryReads & {
  readonly local: Probe<LocalAnswer> | undefined
  readonly tree: After<LocalAnswer, TreeAnswer> | undefined
}

export type LocalState = DeliveryState & {
  readonly local: LocalAnswer | undefined
  readonly tree: TreeAnswer | undefined
}

/** Where a folder's content goes: a source with a slash at its end leaves its own name behind. */
const rootOf = ({ src = '', dest }: CopyArgs, facts: Facts): string =>
  src.endsWith('/') ? absolute(dest, facts) : below(absolute(dest, facts), nameOf(src))

export const localReads = (args: CopyArgs, facts: Facts): LocalReads => {
  const { src, dest } = args
  if (src === undefined) {
    if (dest.endsWith('/')) throw new Refusal('dest', 'can not use content with a dir as dest')
    const unless = sha256(textOfContent(args.content))
    return {
      ...deliveryReads({ dest, name: undefined }, facts, path =>
        probe.file(path, { want: 'text', unless }),
      ),
      local: undefined,
      tree: undefined,
    }
  }
  const local = probe.local(src, args.decrypt ? {} : { decrypt: false })
  const reads = deliveryReads({ dest, name: nameOf(src) }, facts, path =>
    probe.after(local, found =>
      probe.file(
        path,
        found?.text === undefined ? { want: 'digest' } : { want: 'text', unless: found.sha256 },
      ),
    ),
  )
  const tree = probe.after(local, found =>
    found?.type === 'directory' ? probe.tree(rootOf(args, facts), { digests: true }) : undefined,
  )
  return { ...folderReads(absolute(dest, facts)), ...reads, local, tree }
}

const deliveryOf = (args: CopyArgs, local: LocalAnswer | undefined): Delivery => ({
  ...args,
  name: args.src === undefined ? undefined : nameOf(args.src),
  mode: args.mode === 'preserve' && local ? modeText(local.mode) : args.mode,
})

const broughtBy = (args: CopyArgs, local: LocalAnswer | undefined): Content => {
  if (args.src === undefined) return textOfContent(args.content)
  if (!local)
    throw new Failure(
      `could not find src=${args.src} on the controller: put it into files/ or beside the playbook`,
    )
  return contentOf(local)
}

/** The source must be what the user thinks it is. */
const mustHave = (
  checksum: string | undefined,
  content: Content,
  local: LocalAnswer | undefined,
): void => {
  if (checksum === undefined) return
  const found = typeof content === 'string' ? digest('sha1', content) : local?.sha1
  if (found === undefined)
    throw new Failure('the SHA-1 of the source is not known: give no checksum for binary files')
  if (found !== checksum.toLowerCase())
    throw new Failure('Copied file does not match the expected checksum. Transfer failed.', {
      checksum: found,
      expected_checksum: checksum,
    })
}

const sourceOf = (args: CopyArgs, local: LocalAnswer): Source => ({
  entries: [{ path: '', type: 'directory', mode: local.mode, size: 0 }, ...(local.entries ?? [])],
  content: ({ path, sha256: digestOfIt = '', size }) => ({
    local: below(local.path.replace(/\/$/, ''), path),
    sha256: digestOfIt,
    size,
  }),
  attrs: (entry, now) => {
    if (entry.type === 'directory')
      return now === 'new' ? { ...args, mode: args.directory_mode } : {}
    return args.mode === 'preserve' ? { ...args, mode: modeText(entry.mode) } : args
  },
})

export const planLocal = (args: CopyArgs, state: LocalState, facts: Facts): Change[] => {
  const local = args.src === undefined ? undefined : state.local
  if (local?.type === 'directory') {
    const above = toFolders(
      parentOf(rootOf(args, facts)),
      state,
      { ...args, mode: args.directory_mode },
      facts,
    )
    return [
      ...above,
      ...toTree(rootOf(args, facts), sourceOf(args, local), state.tree, args, facts),
    ]
  }
  const content = broughtBy(args, local)
  mustHave(args.checksum, content, local)
  return deliver(deliveryOf(args, local), content, state, facts)
}

type Seen = {
  readonly before: LocalState
  readonly after: LocalState
  readonly changes: readonly Change[]
  readonly facts: Facts
}

export const localResult = (args: CopyArgs, seen: Seen): Readonly<Record<string, unknown>> => {
  const local = args.src === undefined ? undefined : seen.before.local
  if (local?.type === 'directory') return { dest: args.dest.replace(/\/?$/, '/'), src: local.path }
  const result = deliveryResult(deliveryOf(args, local), broughtBy(args, local), seen)
  if (!local) return result
  const wrote = !('path' in result)
  return {
    ...result,
    ...(wrote && { src: local.path }),
    ...(local.sha1 !== undefined && { checksum: local.sha1, ...(wrote && { md5sum: local.md5 }) }),
  }
}
