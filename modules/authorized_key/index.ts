import {
  absolute,
  defineModule,
  Failure,
  fileResult,
  fileReturns,
  folderReads,
  parentOf,
  probe,
  raw,
  targetOf,
  textOf,
  toAttrs,
  toFolder,
  toFolders,
  toText,
} from '../../src/kit/index.ts'
import type { After, Change, Facts, FileAnswer, Probe, UserAnswer } from '../../src/kit/index.ts'
import { args, fetched, isAddress, keysOf, type Args } from './args.ts'
import { withKeys, withoutKeys } from './keys.ts'

const pathOf = (of: Args, user: UserAnswer | undefined, facts: Facts): string | undefined => {
  if (of.path !== undefined) return absolute(of.path, facts)
  return user && `${user.home.replace(/\/$/, '')}/.ssh/authorized_keys`
}

/** The keys that may log in as a user. */
export default defineModule({
  name: 'authorized_key',
  summary: 'Manage the SSH keys that may log in as a user.',
  args,
  returns: {
    user: 'The user.',
    key: 'What was given.',
    key_options: 'What was given.',
    keyfile: 'The file of the keys.',
    path: 'What was given.',
    ...fileReturns,
    state: 'What was asked for; with `path`, what is there.',
    manage_dir: 'What was given.',
    exclusive: 'What was given.',
    comment: 'What was given.',
    follow: 'What was given.',
    validate_certs: 'What was given.',
  },
  needs: 'curl, where the key is an address',
  predicts: 'full',
  notes: ['Lines that are not spoken of stay as they are; Ansible writes all of them anew.'],
  reads: (of, facts) => {
    const user = probe.user(of.user)
    const beside = <A>(ask: (path: string) => Probe<A>): After<UserAnswer, A> =>
      probe.after(user, found => {
        const path = pathOf(of, found, facts)
        return path === undefined ? undefined : ask(path)
      })
    const folder = beside(path => probe.file(parentOf(path)))
    const whole = of.path === undefined ? undefined : absolute(of.path, facts)
    return {
      user,
      file: beside(path => probe.file(path, { want: 'text' })),
      real: probe.after(
        beside(path => probe.file(path, { want: 'text' })),
        linkTo(path => probe.file(path, { want: 'text' })),
      ),
      folder,
      realFolder: probe.after(
        folder,
        linkTo(path => probe.file(path)),
      ),
      above: beside(path => probe.file(parentOf(parentOf(path)))),
      ...(whole !== undefined && !of.manage_dir && folderReads(parentOf(whole))),
      fetched: isAddress(of.key) ? fetched(of) : undefined,
    }
  },
  plan: (of, state, facts) => {
    const keys = keysOf(of, state.fetched)
    const path = pathOf(of, state.user, facts)
    if (!state.user || path === undefined)
      throw new Failure(
        `Failed to lookup user ${of.user}: 'getpwnam(): name not found: '${of.user}''`,
      )
    const found = targetOf(path, state.file, state.real)
    const now = textOf(found.path, found.file?.type === 'link' ? undefined : found.file)
    const text = of.state === 'absent' ? withoutKeys(now, keys) : withKeys(now, keys, of.exclusive)
    if (text === now) return []
    const own = { owner: of.user, group: String(state.user.gid) }
    const target = of.follow ? found : { path, file: state.file }
    return [
      ...folderChanges(of, parentOf(path), own, state, facts),
      ...toText(target.path, target.file, text, { ...own, mode: '0600', via: target.via }, facts),
    ]
  },
  // Ansible tells of the file's own state where a path was given.
  result: ({ args: of, before, after, facts }) => ({
    user: of.user,
    key: of.key,
    key_options: of.key_options ?? null,
    keyfile: of.path ?? pathOf(of, raw(before.user), facts),
    path: of.path ?? null,
    state: of.state,
    manage_dir: of.manage_dir,
    exclusive: of.exclusive,
    comment: of.comment ?? null,
    follow: of.follow,
    validate_certs: of.validate_certs,
    ...(of.path !== undefined && fileResult(after.file)),
  }),
})

const linkTo =
  <A>(ask: (path: string) => Probe<A>) =>
  (file: FileAnswer | undefined): Probe<A> | undefined =>
    file?.type === 'link' && file.real ? ask(file.real.path) : undefined

type Folders = {
  readonly folder: FileAnswer | undefined
  readonly realFolder: FileAnswer | undefined
  readonly above: FileAnswer | undefined
}

/** The folder belongs to the user alone; one that is not to be managed is only made. */
const folderChanges = (
  { manage_dir }: Args,
  path: string,
  own: { readonly owner: string; readonly group: string },
  state: Folders & Readonly<Record<`/${string}`, FileAnswer | undefined>>,
  facts: Facts,
): Change[] => {
  if (!manage_dir) return state.folder ? [] : toFolders(path, state, {}, facts)
  const wish = { ...own, mode: '0700' }
  const { path: real, file } = targetOf(path, state.folder, state.realFolder)
  if (file) return toAttrs(real, file, wish, facts)
  if (!state.above)
    throw new Failure(`Failed to create directory ${path} : ${parentOf(path)} does not exist`)
  return [toFolder(path, wish, facts, state.above)]
}
