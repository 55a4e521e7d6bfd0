// Several OpenSSH servers of which each is one host of an inventory.
import { join } from 'node:path'
import { startSshd, type Sshd } from './sshd.ts'

export type Fleet = {
  readonly hosts: Readonly<Record<string, Sshd>>
  /** known_hosts with all their keys. */
  readonly known: string
  /** An inventory with all of them, and with `vars` for all. */
  inventory(vars?: Readonly<Record<string, unknown>>): string
  stop(): Promise<void>
}

/** Starts them one after another; `config` are further lines for every sshd_config. */
export const startFleet = async (
  names: readonly string[],
  config: readonly string[] = [],
): Promise<Fleet> => {
  const hosts: Record<string, Sshd> = {}
  for (const name of names) hosts[name] = await startSshd(config)
  const all = Object.values(hosts)
  return {
    hosts,
    known: all.map(({ hostKey }) => `${hostKey}\n`).join(''),
    inventory: (vars = {}) =>
      inventoryOf(
        Object.fromEntries(Object.entries(hosts).map(([name, sshd]) => [name, reach(sshd, vars)])),
      ),
    stop: async () => void (await Promise.all(all.map(sshd => sshd.stop()))),
  }
}

/** The variables that lead to a server, as root with the key that may log in. */
export const reach = (
  { port, folder }: Sshd,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  ansible_host: '127.0.0.1',
  ansible_port: port,
  ansible_user: 'root',
  ansible_ssh_private_key_file: join(folder, 'login'),
  ...more,
})

/** An inventory of hosts and their variables. */
export const inventoryOf = (hosts: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ all: { hosts } }, undefined, 1)

/** How often somebody has logged in, by what sshd wrote. */
export const loginsOf = (sshd: Sshd): number => sshd.log().match(/^Accepted /gm)?.length ?? 0
