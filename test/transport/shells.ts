// Folders for PATH in which `sh` is a given shell.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { startSshServer } from '../support/ssh-server.ts'
import { conforms } from './conformance.ts'

type Shell = 'dash' | 'bash' | 'busybox'

/** A PATH with a shell as `sh`. */
const pathOf = (folder: string, shell: Shell): string => {
  mkdirSync(folder)
  const find = (tool: string): string =>
    execFileSync('sh', ['-c', `command -v ${tool}`])
      .toString()
      .trim()
  if (shell === 'busybox') {
    // Its own tools too: its head reads ahead, and dd has to do.
    execFileSync(find('busybox'), ['--install', '-s', folder])
    return folder
  }
  symlinkSync(find(shell), join(folder, 'sh'))
  return `${folder}:${process.env['PATH']}`
}

/** A login shell for which there is no setsid. */
const WITHOUT_SETSID = [
  '/usr/bin/unshare',
  '--mount',
  '/bin/sh',
  '-c',
  'mount --bind /dev/null "$(command -v setsid)" && exec /bin/sh "$@"',
  'sh',
]

/** An ssh2 server whose `sh` is that shell, held to all that transports must do. */
export const shellConforms = async (
  test: Test,
  shell: Shell,
  how: { setsid: boolean } = { setsid: true },
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'mokt-shell-'))
  const env = { PATH: pathOf(join(folder, 'bin'), shell) }
  const server = await startSshServer(how.setsid ? { env } : { env, shell: WITHOUT_SETSID })
  const oneGroup = !how.setsid && shell === 'dash'
  await conforms(test, { address: server.address, cut: server.cut, oneGroup, nested: !how.setsid })
  test.teardown(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })
}
