// A folder that can be a root: busybox, what it needs to run, two users, and nothing else.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Why there can be none here, or false. */
export const noSmallRoot: string | false =
  process.getuid?.() !== 0
    ? 'changing the root needs root'
    : existsSync('/usr/bin/busybox') || existsSync('/bin/busybox')
      ? false
      : 'busybox is not installed'

export type SmallRoot = { readonly folder: string; remove(): void }

/** Makes one. */
export const smallRoot = (): SmallRoot => {
  const folder = mkdtempSync(join(tmpdir(), 'mokt-root-'))
  chmodSync(folder, 0o755)
  const busybox = ['/usr/bin/busybox', '/bin/busybox'].find(existsSync) ?? ''
  const put = (file: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    copyFileSync(file, join(folder, file))
  }
  put(busybox)
  // Built against libraries, it brings them along.
  for (const [, library = ''] of linked(busybox).matchAll(/(\/\S+) \(0x/g)) put(library)
  for (const name of ['bin', 'dev', 'etc', 'proc', 'root', 'tmp'])
    mkdirSync(join(folder, name), { recursive: true })
  for (const name of execFileSync(busybox, ['--list']).toString().trim().split('\n'))
    if (name !== 'busybox') execFileSync('ln', ['-sf', busybox, join(folder, 'bin', name)])
  writeFileSync(
    join(folder, 'etc/passwd'),
    'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/tmp:/bin/sh\n',
  )
  writeFileSync(join(folder, 'etc/group'), 'root:x:0:\napp:x:1000:\n')
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const linked = (program: string): string => {
  try {
    return execFileSync('ldd', [program], { stdio: ['ignore', 'pipe', 'ignore'] }).toString()
  } catch {
    return ''
  }
}
