// Folders for PATH in which `sh` is a given shell.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { startSshServer } from '../support/ssh-server.ts'
import { conforms } from './conformance.ts'

/** All that the loop, and the tests, call. No setsid. */
const TOOLS = ['cat', 'dd', 'env', 'head', 'kill', 'mkfifo', 'mktemp', 'rm', 'sha256sum', 'sleep', 'test', 'yes']

type Shell = 'dash' | 'bash' | 'busybox'

/** A PATH with a shell as `sh`: with all the system's tools, or with few. */
const pathOf = (folder: string, shell: Shell, few: boolean): string => {
  mkdirSync(folder)
  const find = (tool: string): string => execFileSync('sh', ['-c', `command -v ${tool}`]).toString().trim()
  if (shell === 'busybox') {
    // Its own tools too: its head reads ahead, and dd has to do.
    execFileSync(find('busybox'), ['--install', '-s', folder])
    return folder
  }
  symlinkSync(find(shell), join(folder, 'sh'))
  if (!few) return `${folder}:${process.env['PATH']}`
  for (const tool of TOOLS) symlinkSync(`/usr/bin/${tool}`, join(folder, tool))
  return folder
}

/** An ssh2 server whose `sh` is that shell, held to all that transports must do. */
export const shellConforms = async (test: Test, shell: Shell, few = false): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'mokt-shell-'))
  const server = await startSshServer({ env: { PATH: pathOf(join(folder, 'bin'), shell, few) } })
  const oneGroup = few && shell === 'dash'
  await conforms(test, { address: server.address, cut: server.cut, ...(oneGroup ? { oneGroup } : {}) })
  test.teardown(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })
}
