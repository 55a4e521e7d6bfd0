// What of the machine a host is laid over. An overlay shows one file system without what is mounted in it, so a
// separate /usr or /var is a layer of its own; disks of data are left out on purpose.

/** One overlay of a host: its lower side (`-` for none), and where it is mounted in the host. */
export type Layer = { readonly name: string; readonly lower: string; readonly target: string }

/** A folder of the machine that a host gets empty, and where the upper side of its overlay has it. */
export type Hidden = { readonly upper: string; readonly path: string }

const WANTED = /^\/(usr|var|opt|srv|etc|nix|gnu)(\/(local|lib|share|cache|log|store))?$/

/** A path as /proc/self/mountinfo has it: blanks and the like are octal. */
const plain = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  )

/** Where something is mounted, from the text of /proc/self/mountinfo. */
export const mountPoints = (mountinfo: string): string[] => [
  ...new Set(mountinfo.split('\n').map(line => plain(line.split(' ')[4] ?? ''))),
]

/** Layers for root, from the mount points. */
export const layersOf = (mounts: readonly string[]): Layer[] => {
  const inner = mounts.filter(path => WANTED.test(path)).sort()
  return [
    { name: 'base', lower: '/', target: '/' },
    ...inner.map((path, index) => ({ name: `layer${index + 1}`, lower: path, target: path })),
  ]
}

const skeletonOf = (target: string): string => `../../skeleton${target}`

/**
 * Layers for a user, from the paths of the top folders. The kernel lets no user overlay a folder that has mounts
 * below: so `/` is none, and such a folder gives way to its subfolders. Above the machine's lies the skeleton, which
 * belongs to the user; of /etc, it has all that a user can read.
 */
export const userLayers = (
  folders: readonly string[],
  mounts: readonly string[],
  subfolders: (path: string) => readonly string[],
): Layer[] => {
  const crossed = (path: string): boolean => mounts.some(mount => mount.startsWith(`${path}/`))
  const over = (target: string, lower: string): Layer => ({
    name: target.slice(1).replaceAll('/', '-'),
    lower,
    target,
  })
  const both = (target: string): Layer => over(target, `${skeletonOf(target)}:${target}`)
  const layers = folders.flatMap(folder => {
    if (folder === '/etc') return [over(folder, skeletonOf(folder))]
    if (!crossed(folder)) return [both(folder)]
    const whole = subfolders(folder).filter(path => !crossed(path) && !mounts.includes(path))
    return [over(folder, skeletonOf(folder)), ...whole.map(both)]
  })
  return [{ name: 'base', lower: '-', target: '/' }, ...layers]
}

/** People's files, and keys. */
const SECRET = ['root', 'home', 'etc/ssh', 'etc/ssl/private', 'etc/sudoers.d']

/** What to hide, where layers leave it in sight. */
export const hiddenBy = (layers: readonly Layer[], isFolder: (path: string) => boolean): Hidden[] =>
  SECRET.filter(path => isFolder(`/${path}`)).flatMap(path => {
    const inside = layers.filter(({ target }) =>
      `/${path}`.startsWith(target === '/' ? '/' : `${target}/`),
    )
    const layer = inside.at(-1)
    if (!layer || layer.lower === '-') return []
    return [
      {
        upper: `disk/${layer.name}/${path.slice(layer.target.length - (layer.target === '/' ? 1 : 0))}`,
        path,
      },
    ]
  })
