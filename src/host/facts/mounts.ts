// Facts of mounts. A server that is gone hangs whoever asks for the size of its file system: those of networks are
// asked apart and under a time limit, and not at all where no `timeout` is.
import { deviceIds } from './devices.ts'
import type { Collector, Gathered } from './gathered.ts'

const REMOTE =
  'nfs|nfs4|cifs|smb3|smbfs|ceph|glusterfs|fuse.*|9p|afs|lustre|gfs2|ocfs2|virtiofs|autofs'

// Paths may hold \040 for a blank: printf %b understands it.
const SIZES = (seconds: number): string => `set -- ; far=
while read -r device path type rest; do
  case $device in /*|*:/*) ;; *) continue ;; esac
  case $type in none) continue ;; esac
  p=$(printf '%b.' "$path"); p=\${p%.}
  case $type in
    ${REMOTE}) far="$far
$path" ;;
    *) set -- "$@" "$p" ;;
  esac
done </proc/mounts
f='%S %s %b %a %c %d %n'
[ $# -eq 0 ] || stat -f -c "$f" -- "$@"
command -v timeout >/dev/null || exit 0
printf '%s\\n' "$far" | while read -r path; do
  [ -n "$path" ] || continue
  timeout ${seconds} stat -f -c "$f" -- "$(printf '%b' "$path")"
done`

const decode = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  )

type Sizes = Readonly<Record<string, number>>

const sizesOf = (text: string): ReadonlyMap<string, Sizes> =>
  new Map(
    [...text.matchAll(/^(\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (.*)$/gm)].map(
      ([, unit, block, total, available, inodes, free, path]) => [
        path!,
        {
          size_total: Number(unit) * Number(total),
          size_available: Number(unit) * Number(available),
          block_size: Number(block),
          block_total: Number(total),
          block_available: Number(available),
          block_used: Number(total) - Number(available),
          inode_total: Number(inodes),
          inode_available: Number(free),
          inode_used: Number(inodes) - Number(free),
        },
      ],
    ),
  )

/** Mount points that show a folder of another file system, and not its root. */
const bindMounts = (of: Gathered): ReadonlySet<string> =>
  new Set(
    of.lines('/proc/self/mountinfo').flatMap(line => {
      const [, , , root, path] = line.split(' ')
      return root !== '/' && path !== undefined ? [decode(path)] : []
    }),
  )

/** Facts of mounts; network file systems get so many seconds each. */
export const mountFacts = (seconds: number): Collector => ({
  files: ['/proc/mounts', '/proc/self/mountinfo'],
  links: ['/dev/disk/by-uuid/*'],
  scripts: { mounts: SIZES(seconds) },
  facts: of => {
    const sizes = sizesOf(of.section('mounts'))
    const bound = bindMounts(of)
    const ids = deviceIds(of)
    const mounts = new Map<string, unknown>()
    for (const line of of.lines('/proc/mounts')) {
      const [device = '', mount = '', fstype = '', options = ''] = line.split(' ').map(decode)
      if (!(device.startsWith('/') || device.includes(':/')) || fstype === 'none') continue
      const size = sizes.get(mount)
      mounts.set(mount, {
        mount,
        device,
        fstype,
        options: bound.has(mount) ? `${options},bind` : options,
        ...(size ?? { note: 'Could not get extra information due to timeout' }),
        uuid: ids.get(device) ?? 'N/A',
      })
    }
    return { mounts: [...mounts.values()] }
  },
})
