// The simulated hosts: one server process, an address of 127.0.0.0/8 for each host, keys and known_hosts.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { program } from './child.ts'

export type Counted = {
  readonly connections: number
  readonly shells: number
  readonly requests: number
}

export type Fleet = {
  readonly port: number
  readonly known: string
  readonly key: string
  /** What the server counted since it was last asked. */
  counted(): Promise<Counted>
  stop(): void
}

/** Each host its own address, so that each has its own connection. */
export const addressOfHost = (index: number): string => `127.1.${index >> 8}.${(index & 255) + 1}`

/** Variables of a host's line in the inventory. */
export const lineOf = ({ port, known, key }: Fleet, index: number): string =>
  `ansible_host=${addressOfHost(index)} ansible_port=${port} ansible_user=deploy ansible_ssh_private_key_file=${key} ansible_ssh_common_args='-o UserKnownHostsFile=${known}'`

/** Starts the server over a tape. */
export const startFleet = async (
  folder: string,
  tapeFile: string,
  hosts: number,
): Promise<Fleet> => {
  const child = fork(program('server.js'), [tapeFile])
  const [{ port, key: hostKey }] = (await once(child, 'message')) as [{ port: number; key: string }]
  const known = join(folder, 'known_hosts')
  writeFileSync(
    known,
    Array.from(
      { length: hosts },
      (_, index) => `[${addressOfHost(index)}]:${port} ${hostKey}\n`,
    ).join(''),
  )
  const key = join(folder, 'login')
  writeFileSync(key, ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private)
  chmodSync(key, 0o600)
  return {
    port,
    known,
    key,
    counted: async () => {
      child.send('count')
      const [counted] = (await once(child, 'message')) as [Counted]
      return counted
    },
    stop: () => child.disconnect(),
  }
}
