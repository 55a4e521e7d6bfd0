// Taking things away again, without a trace.
import { existsSync, rmdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { end } from './identity.ts'
import { asMappedRoot } from './mapped.ts'
import { hostPlace, place } from './place.ts'
import type { Privilege } from './privilege.ts'
import { endHosts, endStrays } from './strays.ts'

/** Removes trees, also what belongs to a user's subordinate ids. */
export const removeTrees = async (
  paths: readonly string[],
  privilege: Privilege,
): Promise<void> => {
  const there = paths.filter(path => existsSync(path))
  if (there.length === 0) return
  if (privilege.kind === 'root') {
    for (const path of there) await rm(path, { recursive: true, force: true, maxRetries: 5 })
    return
  }
  await asMappedRoot('exec rm -rf -- "$@"', there, privilege)
}

/** Ends all that a host runs, and removes its files. */
export const removeHosts = async (
  dir: string,
  names: readonly string[],
  privilege: Privilege,
): Promise<void> => {
  await endHosts(dir, names)
  await removeTrees(
    names.map(name => hostPlace(dir, name).home),
    privilege,
  )
}

/** Forgets hosts that were removed: their keys and ports. */
export const forgetHosts = async (dir: string, names: readonly string[]): Promise<void> => {
  for (const name of names)
    await rm(hostPlace(dir, name).identity, { recursive: true, force: true })
}

/** Removes a sandbox without hosts: what we wrote, and folders that are empty then. */
export const removeSandbox = async (dir: string, privilege: Privilege): Promise<void> => {
  const at = place(dir)
  await end(at.supervisor)
  await endStrays([dir])
  await removeTrees([at.skeleton, `${at.skeleton}.new`], privilege)
  const { key, knownHosts, sshConfig, inventory, supervisor, log, settings } = at
  for (const file of [
    key,
    `${key}.pub`,
    knownHosts,
    sshConfig,
    inventory,
    supervisor,
    log,
    settings,
  ])
    rmSync(file, { force: true })
  const folders = [at.hosts, at.identities, dir]
  if (basename(dirname(dir)) === 'mokplay') folders.push(dirname(dir))
  for (const folder of folders) {
    try {
      rmdirSync(folder)
    } catch {
      return
    }
  }
}
