// What clients of a sandbox read: known_hosts, ssh_config, inventory. Text from facts.
import { renameSync, writeFileSync } from 'node:fs'
import { quote } from '../base/shell.ts'
import { place } from './place.ts'

/** A host as its clients see it. */
export type SandboxHost = {
  readonly name: string
  readonly address: '127.0.0.1'
  readonly port: number
  readonly user: 'root'
  /** The private key that opens it. */
  readonly key: string
  readonly knownHosts: string
  /** Its own key, as a line of known_hosts has it: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string
}

const knownHostsText = (hosts: readonly SandboxHost[]): string =>
  hosts.map(host => `[${host.address}]:${host.port} ${host.hostKey}\n`).join('')

const sshConfigText = (dir: string, hosts: readonly SandboxHost[]): string => {
  const at = place(dir)
  const own = hosts.map(
    host => `Host ${host.name}\n  HostName ${host.address}\n  Port ${host.port}\n`,
  )
  return `${own.join('')}Host *
  User root
  IdentityFile "${at.key}"
  IdentitiesOnly yes
  UserKnownHostsFile "${at.knownHosts}"
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  LogLevel ERROR
`
}

const inventoryText = (dir: string, hosts: readonly SandboxHost[]): string => {
  const at = place(dir)
  const lines = hosts.flatMap(host => [
    `    ${host.name}:`,
    `      ansible_host: ${host.address}`,
    `      ansible_port: ${host.port}`,
  ])
  return `# made by mokplay sandbox
all:
  vars:
    ansible_user: root
    ansible_ssh_private_key_file: ${JSON.stringify(at.key)}
    ansible_ssh_common_args: ${JSON.stringify(`-o ${quote(`UserKnownHostsFile=${at.knownHosts}`)}`)}
  hosts:${hosts.length === 0 ? ' {}' : ''}
${lines.map(line => `${line}\n`).join('')}`
}

/** Writes all three, each at once, so that no client reads half a file. */
export const writeClientFiles = (dir: string, hosts: readonly SandboxHost[]): void => {
  const at = place(dir)
  const write = (file: string, text: string): void => {
    writeFileSync(`${file}.new`, text, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  write(at.knownHosts, knownHostsText(hosts))
  write(at.sshConfig, sshConfigText(dir, hosts))
  write(at.inventory, inventoryText(dir, hosts))
}
