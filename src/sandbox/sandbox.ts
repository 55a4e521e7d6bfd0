// Disposable hosts on this machine: what callers outside this room use. See README.md for what a host is.
import { spawn, type ChildProcess } from 'node:child_process'
import { error, Mistake } from '../base/diagnostic.ts'
import { enter, initOf, missing } from './enter.ts'
import { locked } from './lock.ts'
import { hostNames, place } from './place.ts'
import { privilege } from './privilege.ts'
import { forgetHosts, removeHosts, removeSandbox } from './remove.ts'
import { isSandbox } from './settings.ts'
import { publish, startHosts, type SandboxInfo } from './up.ts'

export { check } from './check.ts'
export type { SandboxHost } from './client-files.ts'
export { enter } from './enter.ts'
export { defaultDir, place } from './place.ts'
export { up, type SandboxInfo, type UpOptions } from './up.ts'

const known = (dir: string, names: readonly string[]): void => {
  const hosts = hostNames(dir)
  for (const name of names) if (!hosts.includes(name)) throw new Mistake(missing(dir, name))
}

const caller = () => {
  const who = privilege()
  if (!who)
    throw new Mistake(
      error('sandbox/cannot-run', 'the sandbox needs root, or subordinate ids for this user'),
    )
  return who
}

/** Removes these hosts, or the whole sandbox when none is named. Nothing there is no mistake. */
export const down = async (dir: string, names: readonly string[] = []): Promise<string[]> => {
  return await locked(dir, async () => {
    known(dir, names)
    if (!isSandbox(dir)) return []
    const gone = names.length > 0 ? [...names] : hostNames(dir)
    await removeHosts(dir, gone, caller())
    await forgetHosts(dir, gone)
    if (hostNames(dir).length > 0) await publish(dir)
    else await removeSandbox(dir, caller())
    return gone
  })
}

/** Gives a host a new disk; its name and port stay. */
export const reset = async (dir: string, host: string): Promise<SandboxInfo> =>
  await locked(dir, async () => {
    known(dir, [host])
    await removeHosts(dir, [host], caller())
    await startHosts(dir, [host])
    return await publish(dir)
  })

/** The hosts of a sandbox, and whether they run. */
export const status = (dir: string): { readonly name: string; readonly running: boolean }[] =>
  hostNames(dir).map(name => ({ name, running: initOf(dir, name) !== undefined }))

/** The system's ssh to a host, on this terminal. */
export const ssh = (dir: string, host: string, argv: readonly string[]): ChildProcess => {
  known(dir, [host])
  return spawn('ssh', ['-F', place(dir).sshConfig, host, ...argv], { stdio: 'inherit' })
}

export type Outcome = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs a command inside a host as root, past ssh, and waits for its end. */
export const exec = async (
  dir: string,
  host: string,
  argv: readonly string[],
  input = '',
): Promise<Outcome> => {
  const child = enter(dir, host, argv, { stdio: 'pipe', cwd: '/' })
  const said = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code: code ?? (signal ? 128 : 255), ...said }))
  })
}
