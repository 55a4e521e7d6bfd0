// A shell on the controller itself, as a child process in a session of its own.
import { spawn } from 'node:child_process'
import { Lost } from '../model/edge.ts'
import type { Channel } from './channel.ts'

/** Runs a command line; it ends by itself when its streams are let go. */
export const openLocal = async (line: string): Promise<Channel> => {
  const child = spawn('/bin/sh', ['-c', line], { detached: true, stdio: 'pipe' })
  const { stdin, stdout, stderr } = child
  for (const stream of [stdin, stdout, stderr]) stream.on('error', () => {})
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.on('error', error =>
      reject(new Lost('unreachable', `no shell could be started: ${error.message}`)),
    )
  })
  const destroy = (): void => {
    for (const stream of [stdin, stdout, stderr]) stream.destroy()
  }
  return { input: stdin, out: stdout, err: stderr, ended, closed, destroy }
}
