// The ground that the hosts of a sandbox stand on, and what is done to several of them: prepared, started, made known.
import { mkdirSync } from 'node:fs'
import { plug, unplugOthers, type Plug } from './cables.ts'
import { clientsOf, inventoryText, writeClientFiles, writeNames, type Client } from './clients.ts'
import { makeDisk, makeKey } from './disk.ts'
import { image } from './image.ts'
import type { BootedHost } from './network.ts'
import type { Started } from './lines.ts'
import { hostPlace, place } from './place.ts'
import { awaitUp, isOn, powerOf, start, switchOff } from './power.ts'
import { demandRoom } from './room.ts'
import { readState, writeState } from './state.ts'
import { mountImage, openYard, plugIn, yardOf } from './yard.ts'

export type BootedInfo = {
  readonly dir: string
  readonly hosts: readonly Client[]
  /** The inventory's file, and what stands in it. */
  readonly inventory: string
  readonly inventoryText: string
  readonly sshConfig: string
  readonly knownHosts: string
  readonly key: string
  /** What is worth knowing, as sentences. */
  readonly notes: readonly string[]
}

export type Ground = { readonly yard: number } & Started

/** The ground of a sandbox, laid if it is not there. Until it is told to stay it ends with us. */
export const layGround = async (dir: string): Promise<Ground> => {
  const state = readState(dir)
  const isNew = yardOf(dir) === undefined
  // Hosts whose ground has gone hang in the air.
  if (isNew) await Promise.all(state.hosts.map(host => switchOff(dir, host.name)))
  const { pid, ...started } = await openYard(dir)
  if (isNew) writeState(dir, { ...state, number: await plugIn(pid, state.number) })
  return { yard: pid, ...started }
}

/** Starts those of these hosts that are off, and waits until they are up; what is worth knowing of them. */
export const startHosts = async (
  dir: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[]> => {
  const ground = await layGround(dir)
  const { yard } = ground
  const { number = 0, hosts, leashed } = readState(dir)
  const socket: Plug = { dir, yard, sandbox: number, hosts }
  const off = hosts.filter(host => names.includes(host.name) && !isOn(dir, host.name))
  await demandRoom(off.length)
  for (const host of off) prepare(dir, host, yard)
  await writeNames(dir, clientsOf(dir, { number, hosts }), yard)
  await unplugOthers(socket)
  for (const host of hosts) {
    const power = powerOf(dir, host.name)
    if (power !== undefined) await plug(socket, host, power)
  }
  const layers = new Map<string, readonly string[]>()
  for (const name of new Set(off.map(host => host.image)))
    layers.set(name, await mountImage(yard, dir, await image(name)))
  const started = await allOf(off, async host => {
    // It may have switched itself off, and left groups behind.
    await switchOff(dir, host.name)
    signal?.throwIfAborted()
    const power = await start(socket, host, layers.get(host.image) ?? [])
    return { power, name: host.name, state: await awaitUp(dir, host.name, signal) }
  })
  signal?.throwIfAborted()
  for (const { stay, hang } of [ground, ...started.map(({ power }) => power)])
    if (leashed) hang()
    else await stay()
  return started
    .filter(({ state }) => state === 'degraded')
    .map(({ name }) => `a unit of ${name} failed: mokplay sandbox exec ${name} systemctl --failed`)
}

const prepare = (dir: string, host: BootedHost, yard: number): void => {
  const { home, hostKey } = hostPlace(dir, host.name)
  mkdirSync(home, { recursive: true })
  makeKey(hostKey, host.name)
  makeDisk(dir, host, yard)
}

/** Does something for all at once; when one fails the others have come to an end, too. */
const allOf = async <T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> => {
  const ends = await Promise.allSettled(items.map(act))
  return ends.map(end => {
    if (end.status === 'rejected') throw end.reason
    return end.value
  })
}

/** All hosts; their clients' files are written anew. */
export const publish = (dir: string, notes: readonly string[] = []): BootedInfo => {
  const hosts = clientsOf(dir, readState(dir))
  writeClientFiles(dir, hosts)
  const { inventory, sshConfig, knownHosts, key } = place(dir)
  const text = inventoryText(dir, hosts)
  return { dir, hosts, inventory, inventoryText: text, sshConfig, knownHosts, key, notes }
}
