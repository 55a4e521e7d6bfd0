// Everything a sandbox host is, as one comparable thing: what it has written on its disk and in its memory, each path
// with its type, mode, owner, times and content; its users, groups and parameters.
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { spawn, type ChildProcess } from 'node:child_process'
import { enter, place } from '../../src/sandbox/sandbox.ts'
import { join } from 'node:path'

const FIND = String.raw`find "$@" -printf '%p\t%y %m %U:%G %s %T@ %C@ %l\n' 2>/dev/null
find "$@" -type f -exec sha256sum -- {} + 2>/dev/null | while read -r sum path; do printf 'content %s\t%s\n' "$path" "$sum"; done`

const INSIDE = String.raw`set -- /tmp /run /root /home /dev/shm
${FIND}
sysctl -a 2>/dev/null | grep '^net\.ipv[46]\.conf\|^net\.ipv4\.ip_\|^kernel\.host' | sed 's/ = /\t/; s/^/sysctl /'
getent passwd | sed 's/^/user /; s/$/\tthere/'
getent group | sed 's/^/group /; s/$/\tthere/'
printf 'hostname\t%s\n' "$(hostname)"`

const linesOf = async (child: ChildProcess): Promise<readonly (readonly [string, string])[]> => {
  let out = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text))
  await once(child, 'close')
  return out
    .split('\n')
    .filter(Boolean)
    .map(line => [line.split('\t')[0]!, line.split('\t')[1] ?? ''] as const)
}

/** A host of a sandbox in a folder as a mapping: path or subject → what it is. */
export const snapshot = async (
  dir: string,
  name: string,
): Promise<Readonly<Record<string, string>>> => {
  // What a host writes on its disk lies on the upper side of its overlays.
  const disk = join(place(dir).hosts, name, 'disk')
  const sides = readdirSync(disk).map(side => join(disk, side))
  const outside = linesOf(
    spawn('sh', ['-c', FIND, 'sh', ...sides], { stdio: ['ignore', 'pipe', 'inherit'] }),
  )
  const inside = linesOf(
    enter(dir, name, ['sh', '-c', INSIDE], { stdio: ['ignore', 'pipe', 'inherit'] }),
  )
  return Object.fromEntries([...(await outside), ...(await inside)])
}
