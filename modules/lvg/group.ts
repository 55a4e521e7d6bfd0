// What makes, changes and removes a group. Pure.
import { change, probe, raw, Refusal, unknown } from '../../src/kit/index.ts'
import type { Change, Op, VolumeGroupAnswer } from '../../src/kit/index.ts'
import type { LvgArgs } from './args.ts'

const words = (options: string): readonly string[] =>
  options.split(/\s+/).filter(word => word !== '')
export const run = (...argv: readonly string[]): Op => ({ op: 'run', argv })

export const later = unknown('what LVM makes of the devices') as unknown as number

const TOUCHES = ['physical-volume **', 'logical-volume **', 'filesystem **', 'facts *']

export const toGroup = (
  given: LvgArgs,
  before: VolumeGroupAnswer | undefined,
  after: VolumeGroupAnswer | undefined,
  ops: readonly Op[],
): Change => change(probe.volumeGroup(given.vg), before, after, ops, { touches: TOUCHES })

export const creation = (given: LvgArgs, devices: readonly string[]): Change => {
  const { vg, pesize } = given
  const after: VolumeGroupAnswer = {
    size: later,
    free: later,
    extent: extentBytes(pesize),
    volumes: 0,
    devices: [...devices].sort(),
  }
  return toGroup(given, undefined, after, [
    ...devices.map(device => run('pvcreate', ...words(given.pv_options), '-f', device)),
    run('vgcreate', ...words(given.vg_options), '-s', pesize, vg, ...devices),
  ])
}

/** 4 is four MiB. */
export const extentBytes = (pesize: string): number => {
  const [, number, unit = 'm'] = /^(\d+(?:\.\d+)?)([bskmgt])?(?:i?b)?$/i.exec(pesize.trim()) ?? []
  if (number === undefined) throw new Refusal('pesize', 'must be a size as in 4 or 32m')
  const units: Readonly<Record<string, number>> = {
    b: 1,
    s: 512,
    k: 2 ** 10,
    m: 2 ** 20,
    g: 2 ** 30,
    t: 2 ** 40,
  }
  return Number(number) * units[unit.toLowerCase()]!
}

/** Devices that come, and those that go, when both lists are the group's wish. */
export const moves = (
  given: LvgArgs,
  group: VolumeGroupAnswer,
  devices: readonly string[],
): readonly Change[] => {
  const now = group.devices
  const come = devices.filter(device => !now.includes(device))
  const gone = now.filter(device => !devices.includes(device))
  if (come.length + gone.length === 0) return []
  const ops = [
    ...come.map(device => run('pvcreate', ...words(given.pv_options), '-f', device)),
    ...(come.length > 0 ? [run('vgextend', given.vg, ...come)] : []),
    ...(gone.length > 0 ? [run('vgreduce', '--force', given.vg, ...gone)] : []),
  ]
  const after = { ...raw(group), size: later, free: later, devices: [...devices].sort() }
  return [toGroup(given, group, after, ops)]
}
