// Power: a host is started, watched until it is up, entered, and switched off.
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { error, Mistake } from '../../base/diagnostic.ts'
import { sha256 } from '../../base/value.ts'
import { end, living } from '../identity.ts'
import { endStrays } from '../strays.ts'
import { holdBack, plug, stopCarrier, type Plug } from './cables.ts'
import { makeGroups, removeGroups } from './cgroups.ts'
import { foldersOf } from './disk.ts'
import { firstLine, startedBy, type Started } from './lines.ts'
import type { BootedHost } from './network.ts'
import { hostPlace, place } from './place.ts'
import { JOIN_SCRIPT, POWER_SCRIPT } from './power-script.ts'
import { FIRST } from './small.ts'
import { attempt, toolPath } from './tools.ts'

/** The process that keeps a host on, as the machine counts; undefined when it is off. */
export const powerOf = (dir: string, name: string): number | undefined =>
  living(hostPlace(dir, name).power)

export const isOn = (dir: string, name: string): boolean => powerOf(dir, name) !== undefined

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** A process's numbers, from the machine's namespace down to its own. */
const numbersOf = (pid: string): readonly string[] =>
  /^NSpid:\s*(.*)$/m.exec(read(`/proc/${pid}/status`))?.[1]?.split(/\s+/) ?? []

const networkOf = (pid: string): string => {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`)
  } catch {
    return ''
  }
}

/** Number of a host's systemd, as the machine counts; undefined while there is none. */
export const initOf = (dir: string, name: string): number | undefined => {
  const power = powerOf(dir, name)
  if (power === undefined) return undefined
  const depth = numbersOf(String(power)).length + 1
  const network = networkOf(String(power))
  const isInit = (pid: string): boolean => {
    // nspawn's own process has this number first, and still sees the machine's files.
    if (read(`/proc/${pid}/comm`) !== 'systemd\n') return false
    const numbers = numbersOf(pid)
    return numbers.length === depth && numbers.at(-1) === '1' && networkOf(pid) === network
  }
  const found = readdirSync('/proc').find(pid => /^\d+$/.test(pid) && isInit(pid))
  return found === undefined ? undefined : Number(found)
}

/** What all commands at a console have for surroundings. */
export const CONSOLE_ENV = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  USER: 'root',
  LOGNAME: 'root',
  SHELL: '/bin/bash',
  LC_ALL: 'C.UTF-8',
} as const

/** The command that runs another one as root in the host with this systemd, past the network. */
export const consoleArgv = (init: number, argv: readonly string[]): [string, ...string[]] => [
  'nsenter',
  ...['--target', String(init), '--mount', '--uts', '--ipc', '--net', '--pid', '--cgroup', '--'],
  ...argv,
]

/** What a host's machine and control groups are called: no other sandbox's are, not even later. */
export const titleOf = (dir: string, name: string): string =>
  `mokplay-${sha256(dir).slice(0, 8)}-${name}`

/** Starts a host that is off and has a disk, upon an image that is mounted in these folders, seen from the sandbox's. */
export const start = async (
  socket: Plug,
  host: BootedHost,
  layers: readonly string[],
): Promise<Started> => {
  const { dir, yard } = socket
  const at = hostPlace(dir, host.name)
  rmSync(at.ended, { force: true })
  const title = titleOf(dir, host.name)
  makeGroups(dir, host.name, title)
  const log = openSync(at.log, 'a', 0o600)
  const disk = join(place(dir).disks, host.name)
  const enter = ['nsenter', '--target', String(yard), '--mount', '--']
  const apart = [
    'unshare',
    '--mount',
    '--net',
    '--pid',
    '--fork',
    'sh',
    '-c',
    POWER_SCRIPT,
    'power',
  ]
  const words = nspawnWords(dir, host, title)
  const child = spawn('sh', ['-c', JOIN_SCRIPT, 'join', ...enter, ...apart, ...words], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log, 'pipe'],
    env: {
      PATH: toolPath(),
      home: at.home,
      disk,
      lower: layers.map(folder => `../../${folder}`).join(':'),
    },
  })
  closeSync(log)
  child.unref()
  const link = child.stdio[3] as Socket
  link.on('error', () => {})
  const pid = (await firstLine(link)) === 'cables' ? powerOf(dir, host.name) : undefined
  if (pid === undefined) throw stopped(dir, host.name)
  await plug(socket, host, pid)
  if (host.delay !== undefined) await holdBack(dir, yard, host, host.delay)
  link.write('go\n')
  return startedBy(link)
}

const nspawnWords = (dir: string, host: BootedHost, title: string): readonly string[] => {
  const devices = ['/dev/kmsg', '/dev/net/tun', '/dev/fuse'].filter(device => existsSync(device))
  const folders = foldersOf(dir, host).map(([from, to]) => `${escapeColons(from)}:${to}`)
  return [
    ...['--quiet', '--register=no', '--keep-unit', '--console=pipe', '--link-journal=no'],
    ...['--resolv-conf=off', '--timezone=off', '--capability=all', '--kill-signal=SIGRTMIN+3'],
    '--network-namespace-path=/proc/self/ns/net',
    `--machine=${title}`,
    `--hostname=${host.name}`,
    `--directory=${join(place(dir).disks, host.name, 'root')}`,
    ...[...devices, ...folders].map(bind => `--bind=${bind}`),
    FIRST,
  ]
}

const escapeColons = (path: string): string => path.replaceAll(/[\\:]/g, '\\$&')

const PATIENCE = 180

/** Waits until a host has started all that it starts; whether all of that works. */
export const awaitUp = async (
  dir: string,
  name: string,
  signal?: AbortSignal,
): Promise<'running' | 'degraded'> => {
  const until = Date.now() + PATIENCE * 1000
  while (Date.now() < until) {
    signal?.throwIfAborted()
    if (!isOn(dir, name) || existsSync(hostPlace(dir, name).ended)) throw stopped(dir, name)
    const init = initOf(dir, name)
    if (init !== undefined) {
      const ask = ['timeout', String(PATIENCE), 'systemctl', 'is-system-running', '--wait']
      const state = (await attempt(consoleArgv(init, ask), '', signal)).out.trim()
      if (state === 'running' || state === 'degraded') return state
    }
    await sleep(30)
  }
  throw new Mistake(
    error('sandbox/host-failed', `${name} was not up after ${PATIENCE} s`, {
      hint: `what it said: ${hostPlace(dir, name).log}`,
    }),
  )
}

const stopped = (dir: string, name: string): Mistake => {
  const { log, ended } = hostPlace(dir, name)
  const last = read(log).trim().split('\n').slice(-3).join('; ')
  const how = existsSync(ended) ? `nspawn ended with ${read(ended).trim()}` : 'it was ended'
  return new Mistake(
    error('sandbox/host-failed', `${name} did not start: ${last || how}`, {
      hint: `all it said: ${log}`,
    }),
  )
}

/** Pulls the plug: every process of a host ends at once. */
export const switchOff = async (dir: string, name: string): Promise<void> => {
  const at = hostPlace(dir, name)
  await stopCarrier(dir, name)
  await end(at.power)
  await endStrays([at.home])
  await removeGroups(dir, name)
}
