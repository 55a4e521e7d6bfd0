// Being root among one's subordinate ids: how a user without root makes files that a host's root owns, and removes
// them again.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import type { Privilege } from './privilege.ts'

/** Fills in the id map of a user's own user namespace; root's hosts need none here. */
export const mapIds = async (pid: number, privilege: Privilege): Promise<void> => {
  if (privilege.kind === 'root') return
  const { uid, gid, uids, gids } = privilege
  const run = promisify(execFile)
  await run('newuidmap', [pid, 0, uid, 1, 1, uids.from, uids.count].map(String))
  await run('newgidmap', [pid, 0, gid, 1, 1, gids.from, gids.count].map(String))
}

/** A program started before there is a map has no capabilities: hence the second `sh`. */
const WAIT = 'echo; read -r _; exec sh -c "$@"'

/** Runs a script as root of a user namespace; its exit status. */
export const asMappedRoot = async (
  script: string,
  args: readonly string[],
  privilege: Privilege,
): Promise<number> => {
  const child = spawn('unshare', ['--user', 'sh', '-c', WAIT, 'sh', script, 'sh', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close') as Promise<[number | null]>
  await Promise.race([once(child.stdout, 'data'), closed])
  if (child.exitCode === null) {
    await mapIds(child.pid ?? 0, privilege)
    child.stdin.end('\n')
  }
  return (await closed)[0] ?? 255
}
