// Where a sandbox of booted hosts keeps what: names of files, nothing else.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export const place = (dir: string) =>
  ({
    /** What it consists of; it also marks the folder as ours. */
    state: join(dir, 'booted.json'),
    hosts: join(dir, 'hosts'),
    key: join(dir, 'key'),
    knownHosts: join(dir, 'known_hosts'),
    sshConfig: join(dir, 'ssh_config'),
    inventory: join(dir, 'inventory.yml'),
    /** The process that holds mounts and cables, as a line of /proc/PID/stat. */
    yard: join(dir, 'yard'),
    yardLog: join(dir, 'yard.log'),
    /** Where images are mounted and disks lie, as the yard sees it. */
    images: join(dir, 'images'),
    disks: join(dir, 'disks'),
  }) as const

export const hostPlace = (dir: string, name: string) => {
  const home = join(dir, 'hosts', name)
  return {
    home,
    /** The process that keeps the host powered, as a line of /proc/PID/stat. */
    power: join(home, 'power'),
    /** There when the host switched itself off. */
    ended: join(home, 'ended'),
    /** Control groups of all that it runs, one for each hierarchy. */
    cgroups: join(home, 'cgroups'),
    log: join(home, 'host.log'),
    /** The process that holds frames back, as a line of /proc/PID/stat. */
    carrier: join(home, 'carrier'),
    hostKey: join(home, 'ssh_host_ed25519_key'),
  } as const
}

/** Whether a folder is a sandbox of booted hosts. */
export const isBooted = (dir: string): boolean => existsSync(place(dir).state)
