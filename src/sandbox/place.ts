// Where a sandbox keeps what: names of files, nothing else.
import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The folder of the sandbox that is meant when none is named. */
export const defaultDir = (env: NodeJS.ProcessEnv = process.env): string =>
  resolve(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'mokplay', 'sandbox')

/** The files of a sandbox. */
export const place = (dir: string) =>
  ({
    dir,
    hosts: join(dir, 'hosts'),
    identities: join(dir, 'identities'),
    /** Root-owned copies for sandboxes of users without root; see skeleton.ts. */
    skeleton: join(dir, 'skeleton'),
    key: join(dir, 'key'),
    knownHosts: join(dir, 'known_hosts'),
    sshConfig: join(dir, 'ssh_config'),
    inventory: join(dir, 'inventory.yml'),
    settings: join(dir, 'settings.json'),
    supervisor: join(dir, 'supervisor'),
    log: join(dir, 'supervisor.log'),
  }) as const

/** The files of one host. */
export const hostPlace = (dir: string, name: string) => {
  const home = join(dir, 'hosts', name)
  const identity = join(dir, 'identities', name)
  return {
    home,
    /** Where its overlays are joined, seen only inside. Their other sides are folders beside it. */
    root: join(home, 'root'),
    /** The host's first process, as a line of /proc/PID/stat. */
    init: join(home, 'init'),
    /** The same, once it is a host that one can enter. */
    ready: join(home, 'ready'),
    /** There when the disk is complete. */
    made: join(home, 'made'),
    /** There when the disk is kept in memory. */
    memory: join(home, 'memory'),
    bootLog: join(home, 'boot.log'),
    sshLog: join(home, 'ssh.log'),
    /** What outlives a reset: the host's key and port. */
    identity,
    hostKey: join(identity, 'host_key'),
    port: join(identity, 'port'),
  } as const
}

/** Names of the hosts that a sandbox has, in the order of their numbers. */
export const hostNames = (dir: string): string[] => {
  try {
    const names = readdirSync(place(dir).hosts)
    return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  } catch {
    return []
  }
}
