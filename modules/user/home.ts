// What lies in a user's home: the folder itself, and the key for ssh.
import { change, parentOf, probe, unknown } from '../../src/kit/index.ts'
import type { Change, CommandAnswer, FileAnswer, Op, Probe } from '../../src/kit/index.ts'

const told = <T>(why: string): T => unknown(why) as unknown as T

type Owner = {
  readonly name: string
  readonly uid: number
  readonly gid: number
  /** The name of the primary group, where it is known. */
  readonly group?: string
}

const file = (
  type: 'file' | 'directory',
  mode: number,
  { name, uid, gid, group }: Owner,
): FileAnswer => ({
  type,
  mode,
  uid,
  gid,
  owner: name,
  group: group ?? told('the name of the primary group'),
  size: told('its size'),
  links: told('how many names it has'),
  inode: told('its inode'),
})

/** The folder that useradd or usermod makes: an expectation for what comes later, without an act of its own. */
export const expectedHome = (path: string, owner: Owner, mode: number): Change =>
  change(probe.file(path), undefined, file('directory', mode, owner), [], {
    counts: false,
    lenient: true,
  })

/** Bits of a new home: what login.defs says (`UMASK 022`, `HOME_MODE 0700`), unless a umask is given. */
export const homeMode = (defaults: string, given: string | undefined): number => {
  if (given !== undefined) return 0o777 & ~Number.parseInt(given, 8)
  const find = (name: string): number | undefined => {
    const match = new RegExp(`^${name}\\s+(0?[0-7]{3,4})\\b`, 'm').exec(defaults)
    return match ? Number.parseInt(match[1]!, 8) : undefined
  }
  const umask = find('UMASK')
  return find('HOME_MODE') ?? (umask === undefined ? 0o755 : 0o777 & ~umask)
}

/** Makes the home that an account should have, out of the skeleton. */
export const makeHome = (path: string, owner: Owner, skeleton: string, mode: number): Change => {
  const ops: Op[] = [
    { op: 'run', argv: ['mkdir', '-p', '--', path] },
    // A skeleton need not be there.
    { op: 'run', argv: ['cp', '-RP', '--', `${skeleton}/.`, path], ok: [0, 1] },
    { op: 'run', argv: ['chown', '-R', '-h', `${owner.uid}:${owner.gid}`, path] },
    { op: 'attrs', path, attrs: { mode } },
  ]
  return change(probe.file(path), undefined, file('directory', mode, owner), ops, {
    touches: [`file ${path}/**`],
    undo: [{ op: 'remove', path, recurse: true }],
  })
}

export type KeyWish = {
  readonly path: string
  readonly type: string
  readonly bits: number
  readonly comment: string
}

/** A new pair of keys, and what follows from it; `folder` is there or not. */
export const makeKey = (
  wish: KeyWish,
  owner: Owner,
  found: { folder: boolean; key: FileAnswer | undefined; publicKey: FileAnswer | undefined },
): Change[] => {
  const { path, type, bits, comment } = wish
  const folder = parentOf(path)
  const run = (...argv: readonly string[]): Op => ({ op: 'run', argv })
  // `name:` is the user and the primary group, whatever its number.
  const own = (what: string): Op => run('chown', `${owner.name}:`, what)
  const ops: Op[] = [
    ...(found.folder ? [] : [run('mkdir', '-p', '-m', '700', '--', folder), own(folder)]),
    ...(found.key ? [{ op: 'remove', path } as const] : []),
    ...(found.publicKey ? [{ op: 'remove', path: `${path}.pub` } as const] : []),
    run(
      'ssh-keygen',
      '-q',
      '-t',
      type,
      ...(bits === 0 ? [] : ['-b', String(bits)]),
      '-C',
      comment,
      '-f',
      path,
      '-N',
      '',
    ),
    own(path),
    own(`${path}.pub`),
  ]
  const follows = { counts: false, lenient: true }
  const publicKey = {
    ...file('file', 0o644, owner),
    sha256: told<string>('the new key'),
    text: told<string>('the new key'),
  }
  const print: CommandAnswer = { rc: 0, out: told('the fingerprint of the new key'), err: '' }
  return [
    change(
      probe.file(path),
      found.key,
      found.key ? 'must differ' : file('file', 0o600, owner),
      ops,
      {
        title: `key ${path}`,
        touches: [],
        undo: found.key
          ? []
          : [
              { op: 'remove', path },
              { op: 'remove', path: `${path}.pub` },
            ],
      },
    ),
    ...(found.folder
      ? []
      : [change(probe.file(folder), undefined, file('directory', 0o700, owner), [], follows)]),
    change(probe.file(`${path}.pub`, { want: 'text' }), found.publicKey, publicKey, [], follows),
    change(fingerprint(path), undefined, print, [], follows),
  ]
}

/** The question for a key's fingerprint. */
export const fingerprint = (path: string): Probe<CommandAnswer> =>
  probe.command(['ssh-keygen', '-l', '-f', path], { if: path })
