// What clients of booted hosts read: known_hosts, ssh_config, inventory, and each host's own /etc/hosts.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { command, quote } from '../../base/shell.ts'
import { diskOf } from './disk.ts'
import { addressIn, wayTo, type BootedHost } from './network.ts'
import { hostPlace, place } from './place.ts'
import { consoleArgv, initOf } from './power.ts'
import { writeWhole, type State } from './state.ts'
import { attempt } from './tools.ts'

/** A host as its clients see it. */
export type Client = {
  readonly name: string
  readonly address: string
  readonly port: 22
  readonly user: 'root'
  /** The private key that opens it. */
  readonly key: string
  readonly knownHosts: string
  /** Its own key, as a line of known_hosts has it: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string
  /** The hosts that lead to it, the first one first. */
  readonly jumps: readonly { readonly name: string; readonly address: string }[]
  /** Arguments for ssh, as the inventory has them. */
  readonly sshArgs: string
}

export const clientsOf = (dir: string, { number = 0, hosts }: State): readonly Client[] => {
  const { key, knownHosts } = place(dir)
  return hosts.map(host => {
    const jumps = wayTo(host, hosts).map(jump => ({
      name: jump.name,
      address: addressIn(number, jump),
    }))
    return {
      name: host.name,
      address: addressIn(number, host),
      port: 22,
      user: 'root',
      key,
      knownHosts,
      hostKey: publicKeyOf(dir, host),
      jumps,
      sshArgs: sshArgs(
        dir,
        jumps.map(({ address }) => address),
      ),
    }
  })
}

const publicKeyOf = (dir: string, { name }: BootedHost): string =>
  readFileSync(`${hostPlace(dir, name).hostKey}.pub`, 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ')
    .trim()

/**
 * How to get past jump hosts, in words that both Ansible and mokplay know. It is a command and no ProxyJump, because ssh
 * tells a jump neither key nor known_hosts. A command within a command has its % doubled.
 */
const sshArgs = (dir: string, jumps: readonly string[]): string => {
  const { key, knownHosts } = place(dir)
  const known = ['-o', `UserKnownHostsFile=${knownHosts}`]
  const through = (way: readonly string[]): readonly string[] => {
    const last = way.at(-1)
    if (last === undefined) return []
    const own = ['ssh', '-i', key, '-o', 'IdentitiesOnly=yes', ...known]
    const before = through(way.slice(0, -1)).map(word => word.replaceAll('%', '%%'))
    return ['-o', `ProxyCommand=${command([...own, ...before, '-W', '%h:%p', `root@${last}`])}`]
  }
  return [...known, ...through(jumps)].map(quote).join(' ')
}

const sshConfigText = (dir: string, clients: readonly Client[]): string => {
  const at = place(dir)
  const own = clients.map(
    ({ name, address, jumps }) => `Host ${name} ${name}-* ${address}
  HostName ${address}
  ProxyJump ${jumps.at(-1)?.name ?? 'none'}
`,
  )
  return `# NAME logs in as root; NAME-deploy, NAME-ops and NAME-guest as these; NAME-password as ops, without a key
${own.join('')}Host *-deploy
  User deploy
Host *-ops *-password
  User ops
Host *-guest
  User guest
Host *-password *-guest
  PubkeyAuthentication no
Host *
  User root
  IdentityFile "${at.key}"
  IdentitiesOnly yes
  UserKnownHostsFile "${at.knownHosts}"
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  ConnectTimeout 10
  LogLevel ERROR
`
}

/** The inventory of a sandbox. */
export const inventoryText = (dir: string, clients: readonly Client[]): string => {
  const at = place(dir)
  const lines = clients.flatMap(({ name, address, jumps, sshArgs: args }) => [
    `    ${name}:`,
    `      ansible_host: ${address}`,
    ...(jumps.length > 0 ? [`      ansible_ssh_common_args: ${JSON.stringify(args)}`] : []),
  ])
  return `# made by mokplay sandbox
all:
  vars:
    ansible_user: root
    ansible_ssh_private_key_file: ${JSON.stringify(at.key)}
    ansible_ssh_common_args: ${JSON.stringify(sshArgs(dir, []))}
  hosts:${lines.length === 0 ? ' {}' : ''}
${lines.map(line => `${line}\n`).join('')}`
}

/** Writes all of them, each at once, so that no client reads half a file. */
export const writeClientFiles = (dir: string, clients: readonly Client[]): void => {
  const at = place(dir)
  writeWhole(
    at.knownHosts,
    clients.map(({ address, hostKey }) => `${address} ${hostKey}\n`).join(''),
  )
  writeWhole(at.sshConfig, sshConfigText(dir, clients))
  writeWhole(at.inventory, inventoryText(dir, clients))
}

/**
 * Tells each host the others' names, once: what a host makes of its file later is its own. One that is on writes it itself, for
 * a link in its files would lead us to the machine's.
 */
export const writeNames = async (
  dir: string,
  clients: readonly Client[],
  yard: number,
): Promise<void> => {
  const names = clients.map(({ name, address }) => `${address} ${name}\n`).join('')
  const text = `127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n${names}`
  for (const { name } of clients) {
    const disk = diskOf(dir, name, yard)
    const told = join(disk, 'names')
    if (!existsSync(disk) || (existsSync(told) && readFileSync(told, 'utf8') === text)) continue
    const init = initOf(dir, name)
    if (init !== undefined) await attempt(consoleArgv(init, ['sh', '-c', 'cat >/etc/hosts']), text)
    else {
      const file = join(disk, 'upper', 'etc', 'hosts')
      rmSync(file, { force: true })
      writeFileSync(file, text)
      chmodSync(file, 0o644)
    }
    writeFileSync(told, text)
  }
}
