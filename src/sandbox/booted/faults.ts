// What can happen to a server: its cable is cut or slow, its power fails, its disk is new.
import { error, Mistake } from '../../base/diagnostic.ts'
import { locked } from '../lock.ts'
import { holdBack, hurry, setCable } from './cables.ts'
import { publish, startHosts, type BootedInfo } from './ground.ts'
import type { BootedHost } from './network.ts'
import { isOn, switchOff } from './power.ts'
import { removeDisk } from './remove.ts'
import { changeHost, hostOf } from './state.ts'
import { yardOf } from './yard.ts'

/** A host without what was done to it. */
const whole = ({ cut: _, delay: __, ...host }: BootedHost): BootedHost => host
const healed = ({ cut: _, ...host }: BootedHost): BootedHost => host
const prompt = ({ delay: _, ...host }: BootedHost): BootedHost => host

/** The yard, if a host is plugged in there. */
const yardWith = (dir: string, name: string): number | undefined =>
  isOn(dir, name) ? yardOf(dir) : undefined

/** Cuts a host's cable; nothing tells anybody. */
export const cut = async (dir: string, name: string): Promise<void> =>
  await locked(dir, async () => {
    const host = hostOf(dir, name)
    const yard = yardWith(dir, name)
    if (yard !== undefined) await setCable(yard, host, 'down')
    changeHost(dir, name, old => ({ ...old, cut: true }))
  })

/** Mends a host's cable. */
export const heal = async (dir: string, name: string): Promise<void> =>
  await locked(dir, async () => {
    const host = hostOf(dir, name)
    const yard = yardWith(dir, name)
    if (yard !== undefined) await setCable(yard, host, 'up')
    changeHost(dir, name, healed)
  })

const LONGEST = 60_000

/** Holds each frame to and from a host back for some milliseconds; 0 ends that. */
export const delay = async (dir: string, name: string, milliseconds: number): Promise<void> => {
  if (!Number.isInteger(milliseconds) || milliseconds < 0 || milliseconds > LONGEST)
    throw new Mistake(
      error('sandbox/delay', `${milliseconds} is no delay: expected 0 to ${LONGEST} milliseconds`),
    )
  await locked(dir, async () => {
    const host = hostOf(dir, name)
    const yard = yardWith(dir, name)
    if (yard !== undefined && host.delay !== undefined) await hurry(dir, yard, host)
    if (yard !== undefined && milliseconds > 0) await holdBack(dir, yard, host, milliseconds)
    changeHost(dir, name, old => (milliseconds > 0 ? { ...old, delay: milliseconds } : prompt(old)))
  })
}

/** Pulls a host's plug; its disk stays as it was at that moment. */
export const off = async (dir: string, name: string): Promise<void> =>
  await locked(dir, async () => await switchOff(dir, hostOf(dir, name).name))

/** Switches a host on, and waits until it is up. */
export const on = async (dir: string, name: string): Promise<BootedInfo> =>
  await locked(dir, async () => {
    hostOf(dir, name)
    return publish(dir, await startHosts(dir, [name]))
  })

/** Gives a host a new disk, and mends its cable; its name, address and key stay. */
export const reset = async (dir: string, name: string): Promise<BootedInfo> =>
  await locked(dir, async () => {
    hostOf(dir, name)
    await removeDisk(dir, name)
    changeHost(dir, name, whole)
    return publish(dir, await startHosts(dir, [name]))
  })
