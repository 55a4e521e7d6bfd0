// The acts on what is mounted, as changes of `mount PATH`.
import {
  around,
  change,
  deed,
  Failure,
  probe,
  raw,
  toFolders,
  unknown,
} from '../../src/kit/index.ts'
import type { Change, Facts, FileAnswer, MountAnswer, Op } from '../../src/kit/index.ts'

export type Wish = {
  readonly path: string
  readonly src: string
  readonly fstype: string
  readonly opts: string
}

/** All that is seen through a mount point. */
const touchesOf = (path: string): readonly string[] => [
  ...['file', 'stat', 'tree', 'mount'].flatMap(kind => [`${kind} ${path}`, `${kind} ${path}/**`]),
  ...around(path, true),
  'service *.mount',
  'facts *',
]

/** Mounts it, where nothing is mounted yet. */
export const toMounted = ({ path, src, fstype, opts }: Wish): Change => {
  const options = opts === 'defaults' ? [] : ['-o', opts]
  const after = { source: src, fstype, options: opts, origins: [src], depth: 1 }
  const argv = ['mount', '-t', fstype, ...options, '--', src, path]
  return change<MountAnswer>(probe.mount(path), undefined, after, [{ op: 'run', argv }], {
    touches: touchesOf(path),
    undo: [{ op: 'run', argv: ['umount', '--', path] }],
  })
}

/** Takes away the uppermost mount. */
export const toUnmounted = (path: string, live: MountAnswer): Change =>
  change(
    probe.mount(path),
    live,
    live.depth > 1 ? 'must differ' : undefined,
    [{ op: 'run', argv: ['umount', '--', path] }],
    { touches: touchesOf(path) },
  )

// Words: type, options, source, path.
const REPLACE = 'umount -- "$4" && mount -t "$1" -o "$2" -- "$3" "$4"'
// Not every file system can be mounted anew in place.
const REMOUNT = `mount -o "remount,$2" -- "$3" "$4" || { ${REPLACE}; }`

// Words: path, and how the fstab is named where it is another one.
const REMOUNT_BY_FSTAB =
  'p=$1; shift; mount "$@" -o remount "$p" || { umount "$p" && mount "$@" "$p"; }'

const byShell = (script: string, words: readonly string[]): Op => ({
  op: 'run',
  argv: ['sh', '-c', script, 'remount', ...words],
})

/** Gives what is mounted other options; puts another source in its place where it surely is another one. */
export const toRemounted = (wish: Wish, live: MountAnswer): Change => {
  const { path, src, fstype, opts } = wish
  const script = isOther(wish, live) ? REPLACE : REMOUNT
  const after = isOther(wish, live)
    ? { ...raw(live), source: src, fstype, options: opts, origins: [src] }
    : { ...raw(live), options: opts }
  return change(probe.mount(path), live, after, [byShell(script, [fstype, opts, src, path])], {
    touches: touchesOf(path),
    title: `mount ${path}`,
  })
}

/** Devices have many names; folders and shares of the network have one. */
const isOther = ({ src, opts }: Wish, live: MountAnswer): boolean =>
  (opts.split(',').some(word => /^r?bind$/.test(word)) || /^[^/]+:\/|^\/\//.test(src)) &&
  !live.origins.includes(src)

/** Mounted anew in any case: no state tells whether that was done. */
export const ephemeral = (wish: Wish, live: MountAnswer): Change => {
  const { path, src, fstype, opts } = wish
  if (!live.origins.includes(src))
    throw new Failure(
      `Ephemeral mount point is already mounted with a different source than the specified one: ${path} has ${live.source}. ` +
        'Unmount it first by "state: unmounted", or give another path.',
    )
  return deed(`remount ${path}`, [byShell(REMOUNT, [fstype, opts, src, path])], {
    touches: touchesOf(path),
  })
}

/** As ephemeral, but by what fstab says. Options hold until the next mount. */
export const remounted = (path: string, opts: string, fstab: string | undefined): Change => {
  const other = fstab === undefined || fstab === '/etc/fstab' ? [] : ['-T', fstab]
  const run: Op =
    opts === 'defaults'
      ? byShell(REMOUNT_BY_FSTAB, [path, ...other])
      : { op: 'run', argv: ['mount', ...other, '-o', `remount,${opts}`, path] }
  return deed(`remount ${path}`, [run], { touches: touchesOf(path) })
}

/** The mount point, and the folders above. What will be mounted there covers its attributes. */
export const toMountPoint = (
  path: string,
  state: Readonly<Record<`/${string}`, FileAnswer | undefined>>,
  facts: Facts,
): Change[] => {
  const hidden = unknown('what is mounted there')
  return toFolders(path, state, {}, facts).map(each =>
    each.subject.id !== path
      ? each
      : {
          ...each,
          after: {
            known: {
              ...(each.after as { known: FileAnswer }).known,
              ...{ mode: hidden, uid: hidden, gid: hidden, owner: hidden, group: hidden },
            },
          },
        },
  )
}
