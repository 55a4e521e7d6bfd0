// What a user without root lays between the machine's files and a host's. The machine's root is nobody there, so its
// folders could not be written to and its set-uid programs would not work. The skeleton holds folders, settings and
// those programs once more, owned by the user, who is root inside. All hosts of a sandbox share it.
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { error, Mistake } from '../base/diagnostic.ts'
import { asMappedRoot } from './mapped.ts'
import type { Layer } from './layers.ts'
import { place } from './place.ts'
import type { Privilege } from './privilege.ts'

/**
 * $1 the new folder, then the folders that are overlaid, without their first slash. sudo looks at the owner of its plugins too. What cannot be
 * read is left out: it stays as the machine has it, and is nobody's.
 */
const SCRIPT = `
umask 022
to=$1
shift
for folder; do if [ -n "$folder" ]; then mkdir -p "$to/$folder"; fi; done
cd /
{
  find usr var opt srv bin sbin lib* nix gnu -xdev -maxdepth 3 -type d -readable -executable
  find etc -xdev ! -path 'etc/ssh/*' ! -path 'etc/ssl/private*' ! -path 'etc/sudoers.d*' \\
    '(' -type l -o -readable '(' -type f -o -type d -executable ')' ')'
  find usr/bin usr/sbin bin sbin -xdev -type f -perm /6000 -readable
  find usr/lib/sudo usr/libexec/sudo usr/lib64/sudo -readable
} 2>/dev/null | tar --no-recursion -cf - -T - 2>/dev/null | tar -xpf - --no-same-owner -C "$to"
`

/** Makes the skeleton of a sandbox, if there is none yet. */
export const makeSkeleton = async (
  dir: string,
  layers: readonly Layer[],
  privilege: Privilege,
): Promise<void> => {
  const { skeleton } = place(dir)
  if (existsSync(skeleton)) return
  const fresh = join(dir, 'skeleton.new')
  mkdirSync(fresh, { recursive: true })
  const code = await asMappedRoot(
    SCRIPT,
    [fresh, ...layers.map(layer => layer.target.slice(1))],
    privilege,
  )
  if (code !== 0)
    throw new Mistake(
      error(
        'sandbox/skeleton',
        `the machine's settings could not be copied to ${fresh}: tar ended with ${code}`,
      ),
    )
  renameSync(fresh, skeleton)
}
