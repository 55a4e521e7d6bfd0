// Taking booted hosts away again, without a trace.
import { rmdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { hostPlace, place } from './place.ts'
import { switchOff } from './power.ts'
import { closeYard, inYard, yardOf } from './yard.ts'

/** Ends all that a host runs, and removes its disk; what makes it itself stays. */
export const removeDisk = async (dir: string, name: string): Promise<void> => {
  await switchOff(dir, name)
  const yard = yardOf(dir)
  const disk = join(place(dir).disks, name)
  await removeTree(yard === undefined ? disk : inYard(yard, disk))
}

/** The same for several hosts, with all their files. */
export const removeHosts = async (dir: string, names: readonly string[]): Promise<void> => {
  await Promise.all(
    names.map(async name => {
      await removeDisk(dir, name)
      await removeTree(hostPlace(dir, name).home)
    }),
  )
}

/** Removes a sandbox without hosts: what we wrote, and folders that are empty then. */
export const removeSandbox = async (dir: string): Promise<void> => {
  await closeYard(dir)
  const { hosts, disks, images, state, key, knownHosts, sshConfig, inventory, yard, yardLog } =
    place(dir)
  for (const folder of [hosts, disks, images]) await removeTree(folder)
  for (const file of [key, `${key}.pub`, knownHosts, sshConfig, inventory, yard, yardLog, state])
    for (const name of [file, `${file}.new`]) rmSync(name, { force: true })
  const folders = basename(dirname(dir)) === 'mokplay' ? [dir, dirname(dir)] : [dir]
  for (const folder of folders) {
    try {
      rmdirSync(folder)
    } catch {
      return
    }
  }
}

const removeTree = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true, maxRetries: 5 })
