// What makes a host itself, written to its disk before it first starts: name, keys, who may log in.
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { RECIPES } from './image.ts'
import type { BootedHost } from './network.ts'
import { hostPlace, place } from './place.ts'
import { KEY_USERS, USERS } from './small.ts'
import { writeWhole } from './state.ts'
import { inYard } from './yard.ts'
import { newKey } from '../new-key.ts'

/** Makes a pair of keys in this file and beside it, if there is none. */
export const makeKey = (file: string, comment: string): void => {
  if (existsSync(file)) return
  const key = newKey(comment)
  writeFileSync(`${file}.pub`, `${key.public}\n`)
  writeWhole(file, key.private)
}

/** The folder of a host's disk, as we see it. */
export const diskOf = (dir: string, name: string, yard: number): string =>
  inYard(yard, join(place(dir).disks, name))

/** Folders of a host that lie beside its overlay, each with its place in the host. */
export const foldersOf = (dir: string, host: BootedHost): readonly (readonly [string, string])[] =>
  RECIPES[host.image].folders.map(path => [
    join(place(dir).disks, host.name, path.slice(1).replaceAll('/', '-')),
    path,
  ])

/** Writes a new disk, if there is none. */
export const makeDisk = (dir: string, host: BootedHost, yard: number): void => {
  const disk = diskOf(dir, host.name, yard)
  const made = join(disk, 'made')
  if (existsSync(made)) return
  rmSync(disk, { recursive: true, force: true })
  const upper = join(disk, 'upper')
  const folder = (path: string, mode = 0o755, id = 0): string => {
    const full = join(upper, path)
    mkdirSync(full, { recursive: true })
    chmodSync(full, mode)
    chownSync(full, id, id)
    return full
  }
  folder('/')
  const etc = folder('/etc')
  writeFileSync(join(etc, 'hostname'), `${host.name}\n`)
  writeFileSync(join(etc, 'machine-id'), `${randomBytes(16).toString('hex')}\n`)
  const ssh = folder('/etc/ssh')
  const { hostKey } = hostPlace(dir, host.name)
  const target = join(ssh, 'ssh_host_ed25519_key')
  copyFileSync(`${hostKey}.pub`, `${target}.pub`)
  copyFileSync(hostKey, target)
  chmodSync(`${target}.pub`, 0o644)
  chmodSync(target, 0o600)
  const key = readFileSync(`${place(dir).key}.pub`, 'utf8')
  folder('/home')
  for (const user of ['root', ...KEY_USERS] as const) {
    const home = user === 'root' ? '/root' : `/home/${user}`
    const id = user === 'root' ? 0 : USERS[user]
    folder(home, 0o700, id)
    const file = join(folder(`${home}/.ssh`, 0o700, id), 'authorized_keys')
    writeFileSync(file, key, { mode: 0o600 })
    chmodSync(file, 0o600)
    chownSync(file, id, id)
  }
  for (const [path] of foldersOf(dir, host)) mkdirSync(inYard(yard, path), { recursive: true })
  for (const file of ['hostname', 'machine-id']) chmodSync(join(etc, file), 0o644)
  writeFileSync(made, '')
}
