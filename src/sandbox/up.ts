// `up`: as many hosts as wanted, running and reachable. What is there already is kept.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { error, Mistake } from '../base/diagnostic.ts'
import { boot, type BootOptions } from './boot.ts'
import { check } from './check.ts'
import { writeClientFiles, type SandboxHost } from './client-files.ts'
import { initOf } from './enter.ts'
import { hostAccounts, writeFiles } from './files.ts'
import { groundOf } from './ground.ts'
import { locked } from './lock.ts'
import { hostNames, hostPlace, place } from './place.ts'
import { privilege } from './privilege.ts'
import { removeHosts } from './remove.ts'
import { hasSettings, isSandbox, readSettings, writeSettings } from './settings.ts'
import { endHosts } from './strays.ts'
import { listen } from './supervise.ts'
import { newKey } from './new-key.ts'

export type UpOptions = {
  readonly count: number
  /** Folder of the sandbox, absolute. */
  readonly dir: string
  /** Hosts are called this and a number. */
  readonly prefix?: string
  /** Use ssh2's server even where sshd is installed. */
  readonly standIn?: boolean
}

export type SandboxInfo = {
  readonly dir: string
  readonly hosts: readonly SandboxHost[]
  readonly inventory: string
  readonly sshConfig: string
  readonly knownHosts: string
  readonly key: string
  /** What answers on the ports. */
  readonly server: 'sshd' | 'ssh2'
  /** What is worth knowing about this sandbox, as sentences. */
  readonly notes: readonly string[]
}

const prepareDir = (dir: string, standIn: boolean): void => {
  if (!isAbsolute(dir))
    throw new Mistake(error('sandbox/dir', `the folder ${dir} must be an absolute path`))
  if (!isSandbox(dir)) {
    if (existsSync(dir) && readdirSync(dir).length > 0)
      throw new Mistake(
        error('sandbox/dir', `${dir} is no sandbox, and not empty`, {
          hint: 'name a folder that is',
        }),
      )
    mkdirSync(dir, { recursive: true, mode: 0o700 })
  }
  if (!hasSettings(dir)) writeSettings(dir, { standIn })
  const at = place(dir)
  mkdirSync(at.hosts, { recursive: true })
  // Joined overlays are reached through it as well, by people who are root in a host alone.
  chmodSync(dir, 0o700)
  if (existsSync(at.key)) return
  const key = newKey('mokplay-sandbox')
  writeFileSync(`${at.key}.pub`, `${key.public}\n`)
  writeWhole(at.key, key.private)
}

const prepareHost = (dir: string, name: string): void => {
  const at = hostPlace(dir, name)
  mkdirSync(at.home, { recursive: true })
  if (!existsSync(at.hostKey)) {
    mkdirSync(at.identity, { recursive: true })
    const fresh = newKey(name)
    writeFileSync(`${at.hostKey}.pub`, `${fresh.public}\n`)
    writeWhole(at.hostKey, fresh.private)
  }
  const hostKey = readFileSync(at.hostKey, 'utf8')
  const key = readFileSync(`${place(dir).key}.pub`, 'utf8')
  writeFiles(join(at.home, 'files'), { name, key, hostKey, who: hostAccounts() })
}

/** A file whose being there means that it is whole. */
const writeWhole = (file: string, text: string): void => {
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** Does something for each name, a few at a time. */
const forEach = async (
  names: readonly string[],
  act: (name: string) => Promise<void>,
): Promise<void> => {
  const queue = [...names]
  const work = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) await act(name)
  }
  await Promise.all(Array.from({ length: availableParallelism() * 2 }, work))
}

const hostOf = (dir: string, name: string, port: number): SandboxHost => {
  const { key, knownHosts } = place(dir)
  const hostKey = readFileSync(`${hostPlace(dir, name).hostKey}.pub`, 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ')
  return {
    name,
    address: '127.0.0.1',
    port,
    user: 'root',
    key,
    knownHosts,
    hostKey: hostKey.trim(),
  }
}

/** All hosts, once they are listened for; their clients' files are written anew. */
export const publish = async (dir: string): Promise<SandboxInfo> => {
  const names = hostNames(dir)
  const ports = await listen(dir, names)
  const hosts = names.map(name => hostOf(dir, name, ports.get(name) ?? 0))
  writeClientFiles(dir, hosts)
  const { inventory, sshConfig, knownHosts, key } = place(dir)
  const server = readSettings(dir).sshd === undefined ? 'ssh2' : 'sshd'
  const inMemory = names.some(name => existsSync(hostPlace(dir, name).memory))
  const notes = inMemory
    ? [`${dir} cannot hold overlays: hosts keep what they write in memory (another --dir may do)`]
    : []
  return { dir, hosts, inventory, sshConfig, knownHosts, key, server, notes }
}

/** Starts those of the named hosts that do not run. The caller holds the lock. */
export const startHosts = async (dir: string, names: readonly string[]): Promise<void> => {
  const who = privilege()
  if (!who) throw new Mistake(error('sandbox/cannot-run', check() ?? 'the sandbox cannot run here'))
  const off = names.filter(name => initOf(dir, name) === undefined)
  await endHosts(dir, off)
  // One whose start was cut short begins again from nothing.
  await removeHosts(
    dir,
    off.filter(name => !existsSync(hostPlace(dir, name).made)),
    who,
  )
  const tty = /^tty:[^:]*:(\d+)/m.exec(readFileSync('/etc/group', 'utf8'))?.[1] ?? '5'
  const options: BootOptions = {
    privilege: who,
    ground: await groundOf(dir, who),
    users: hostAccounts().users,
    tty: Number(tty),
  }
  await forEach(off, async name => {
    if (!existsSync(hostPlace(dir, name).home)) prepareHost(dir, name)
    await boot(dir, name, options)
  })
}

/** Brings up hosts `prefix`1 to `prefix`N, those that run already included. */
export const up = async (options: UpOptions): Promise<SandboxInfo> => {
  const { count, dir, prefix = 'host', standIn = false } = options
  const reason = check()
  if (reason !== undefined) throw new Mistake(error('sandbox/cannot-run', reason))
  if (!Number.isInteger(count) || count < 1 || count > 999)
    throw new Mistake(error('sandbox/count', `${count} is no number of hosts: expected 1 to 999`))
  if (!/^[a-z]([a-z0-9-]{0,40}[a-z-])?$/.test(prefix))
    throw new Mistake(
      error(
        'sandbox/prefix',
        `"${prefix}" cannot begin a host name: expected small letters, digits and -, no digit last`,
      ),
    )
  return await locked(dir, async () => {
    prepareDir(dir, standIn)
    const names = Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)
    await startHosts(dir, names)
    return await publish(dir)
  })
}
