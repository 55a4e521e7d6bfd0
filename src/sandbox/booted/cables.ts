// The cables between hosts and the switches of the yard: plugged in when a host starts, cut, healed, made slow.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { error, Mistake } from '../../base/diagnostic.ts'
import { end } from '../identity.ts'
import { CARRIER } from './carrier.ts'
import { addressIn, machineAddress, networksOf, type BootedHost } from './network.ts'
import { hostPlace } from './place.ts'
import { attempt, run, toolPath } from './tools.ts'
import { addSwitch, atSwitches, switchName } from './yard.ts'

/** The end of a host's cable at the switch of a network. */
const portOf = (host: BootedHost, network = host.network): string => `h${host.number}n${network}`

/** Where a host is plugged in: the yard and its number, and all hosts of the sandbox. */
export type Plug = {
  readonly dir: string
  readonly yard: number
  readonly sandbox: number
  readonly hosts: readonly BootedHost[]
}

/** Plugs a host into its networks, if it is not yet; `init` is a process in its network namespace. */
export const plug = async (
  { yard, sandbox, hosts }: Plug,
  host: BootedHost,
  init: number,
): Promise<void> => {
  const inside = ['nsenter', '--target', String(init), '--net', '--', 'ip', '-batch', '-']
  for (const [index, network] of networksOf(host, hosts).entries()) {
    await addSwitch(yard, network)
    const port = portOf(host, network)
    // An address that outlives power cuts: the neighbours remember it.
    const hardware = hardwareAddress(addressIn(sandbox, host, network))
    const add = ['ip', 'link', 'add', port, 'type', 'veth', 'peer', 'name', `eth${index}`]
    const { code, err } = await attempt([
      ...[...atSwitches(yard), ...add, 'address', hardware, 'netns', String(init)],
    ])
    if (code !== 0 && /exists/.test(err)) continue
    if (code !== 0)
      throw new Mistake(error('sandbox/network', `${host.name} got no cable: ${err.trim()}`))
    const state = index === 0 && host.cut ? 'down' : 'up'
    await run([
      ...atSwitches(yard),
      'ip',
      'link',
      'set',
      port,
      'master',
      switchName(network),
      state,
    ])
    const lines = [
      'link set lo up',
      `address add ${addressIn(sandbox, host, network)}/24 dev eth${index}`,
      `link set eth${index} up`,
      ...(network === 0 ? [`route add default via ${machineAddress(sandbox)}`] : []),
    ]
    await run(inside, lines.map(line => `${line}\n`).join(''))
  }
}

/** `02:` says that nobody's factory gave it. */
const hardwareAddress = (address: string): string =>
  ['02', '00', ...address.split('.').map(part => Number(part).toString(16).padStart(2, '0'))].join(
    ':',
  )

/** Unplugs what leads nowhere any more: a host that nobody stands behind now. */
export const unplugOthers = async ({ yard, hosts }: Plug): Promise<void> => {
  const wanted = new Set(
    hosts.flatMap(host => networksOf(host, hosts).map(network => portOf(host, network))),
  )
  const links = await run([...atSwitches(yard), 'ip', '-o', 'link', 'show', 'type', 'veth'])
  for (const [, port = ''] of links.matchAll(/^\d+: (h\d+n\d+)@/gm))
    if (!wanted.has(port)) await attempt([...atSwitches(yard), 'ip', 'link', 'delete', port])
}

/** Cuts the cable of a host, or heals it. */
export const setCable = async (
  yard: number,
  host: BootedHost,
  state: 'up' | 'down',
): Promise<void> => {
  await run([...atSwitches(yard), 'ip', 'link', 'set', portOf(host), state])
}

/** Takes a host's cable off the switch, and carries its frames to a second one by hand, each some milliseconds late. */
export const holdBack = async (
  dir: string,
  yard: number,
  host: BootedHost,
  milliseconds: number,
): Promise<void> => {
  const port = portOf(host)
  const at = atSwitches(yard)
  // It outlives the host that it was made for.
  await attempt([...at, 'ip', 'link', 'delete', `${port}-a`])
  await run(
    [...at, 'ip', '-batch', '-'],
    `link add ${port}-a type veth peer name ${port}-b
link set ${port}-a up
link set ${port}-b master ${switchName(host.network)} up
link set ${port} nomaster
`,
  )
  const links = await run([...at, 'ip', '-o', 'link', 'show'])
  const index = (name: string): string =>
    new RegExp(`^(\\d+): ${name}[@:]`, 'm').exec(links)?.[1] ?? '0'
  const { home, carrier } = hostPlace(dir, host.name)
  const log = openSync(join(home, 'carrier.log'), 'w', 0o600)
  const [command = '', ...words] = [...at, 'perl', '-e', CARRIER]
  const child = spawn(command, [...words, index(port), index(`${port}-a`), String(milliseconds)], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log],
    env: { PATH: toolPath(), home },
  })
  closeSync(log)
  child.unref()
  // nsenter becomes perl: the number stays.
  writeFileSync(carrier, readFileSync(`/proc/${child.pid}/stat`))
}

/** Ends that, and plugs the cable into the switch again. */
export const hurry = async (dir: string, yard: number, host: BootedHost): Promise<void> => {
  await stopCarrier(dir, host.name)
  const port = portOf(host)
  const at = atSwitches(yard)
  await attempt([...at, 'ip', 'link', 'delete', `${port}-a`])
  await run([...at, 'ip', 'link', 'set', port, 'master', switchName(host.network)])
}

/** Ends the process that holds back a host's frames. */
export const stopCarrier = async (dir: string, name: string): Promise<void> => {
  const { carrier } = hostPlace(dir, name)
  await end(carrier)
  rmSync(carrier, { force: true })
}
