// The yard of a sandbox: one sleeping process whose mount and network namespaces hold the images, the disks and the
// switches that the hosts are plugged into. The machine sees one interface of it. With the process all of that is gone.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { basename, join } from 'node:path'
import { networkInterfaces } from 'node:os'
import { error, Mistake } from '../../base/diagnostic.ts'
import { end, living } from '../identity.ts'
import { endStrays } from '../strays.ts'
import { firstLine, startedBy, type Started } from './lines.ts'
import { machineAddress, MOST_SANDBOXES, SANDBOX_BITS } from './network.ts'
import { place } from './place.ts'
import { attempt, run, toolPath } from './tools.ts'

/** Says on 3 that it is ready, and ends unless it is told there to stay. Environment: `dir`. */
const YARD_SCRIPT = `
set -eu
umask 022
read -r line </proc/self/stat
cd "$dir"
echo "$line" >yard.new
mv yard.new yard
ip link set lo up
mkdir -p images disks disks/probe/lower disks/probe/upper disks/probe/work disks/probe/root
cd disks/probe
if mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work overlay root 2>/dev/null; then
  umount root
  cd ../..
else
  cd ../..
  mount -t tmpfs -o mode=755 tmpfs disks
fi
rm -rf disks/probe
echo ready >&3
read -r word <&3 && [ "$word" = stay ] || exit 1
exec sleep infinity 3>&-
`

/** A yard that runs. */
export type Yard = Started & { readonly pid: number }

/** The yard of a sandbox, if it runs. */
export const yardOf = (dir: string): number | undefined => living(place(dir).yard)

/** A file of the sandbox as the yard sees it: its disks may lie in memory that only the yard has. */
export const inYard = (yard: number, path: string): string => `/proc/${yard}/root${path}`

/** The command that runs another one at the switches. */
export const atSwitches = (yard: number): readonly string[] => [
  'nsenter',
  '--target',
  String(yard),
  '--net',
  '--',
]

/** The yard, started if it does not run. Until it is told to stay it ends with us. */
export const openYard = async (dir: string): Promise<Yard> => {
  const pid = yardOf(dir)
  if (pid !== undefined) return { pid, stay: async () => {}, hang: () => {} }
  const log = openSync(place(dir).yardLog, 'w', 0o600)
  const child = spawn('unshare', ['--mount', '--net', 'sh', '-c', YARD_SCRIPT], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log, 'pipe'],
    env: { PATH: toolPath(), dir, home: dir },
  })
  closeSync(log)
  child.unref()
  const link = child.stdio[3] as Socket
  link.on('error', () => {})
  const word = await firstLine(link)
  if (word !== 'ready' || child.pid === undefined)
    throw new Mistake(
      error(
        'sandbox/no-yard',
        `the sandbox did not start: ${readFileSync(place(dir).yardLog, 'utf8').trim() || 'unshare ended without a word'}`,
      ),
    )
  return { pid: child.pid, ...startedBy(link) }
}

/** Ends the yard. */
export const closeYard = async (dir: string): Promise<void> => {
  const yard = yardOf(dir)
  // The kernel takes namespaces down at leisure; the machine's interface has to be gone when we say so.
  if (yard !== undefined) await attempt([...atSwitches(yard), 'ip', 'link', 'delete', 'machine'])
  await end(place(dir).yard)
  await endStrays([dir])
}

/** The interface that the machine has in a sandbox. */
const interfaceOf = (sandbox: number): string => `mokplay${sandbox}`

/** Whether the machine reaches something else at a sandbox's addresses. */
const isTaken = (sandbox: number): boolean => {
  const start = machineAddress(sandbox).split('.').slice(0, 2).join('.')
  return Object.entries(networkInterfaces()).some(
    ([name, addresses]) =>
      !name.startsWith('mokplay') &&
      addresses?.some(({ address }) => address.startsWith(`${start}.`)),
  )
}

/**
 * Plugs the machine into the yard's first switch, and tells the number that this makes the sandbox's. The name of the interface
 * is the lock: the kernel gives it once, and takes it back with the yard.
 */
export const plugIn = async (yard: number, wish: number | undefined): Promise<number> => {
  const all = Array.from({ length: MOST_SANDBOXES }, (_, index) => index)
  for (const number of wish === undefined ? all : [wish, ...all]) {
    if (isTaken(number)) continue
    const name = interfaceOf(number)
    const words = ['ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'machine', 'netns']
    const { code, err } = await attempt([...words, String(yard)])
    if (code !== 0 && /exists/.test(err)) continue
    if (code !== 0)
      throw new Mistake(error('sandbox/network', `no interface could be made: ${err.trim()}`))
    await run(
      ['ip', '-batch', '-'],
      `address add ${machineAddress(number)}/${SANDBOX_BITS} dev ${name}\nlink set ${name} up\n`,
    )
    await addSwitch(yard, 0)
    await run([...atSwitches(yard), 'ip', 'link', 'set', 'machine', 'master', switchName(0), 'up'])
    return number
  }
  throw new Mistake(
    error('sandbox/too-many', `${MOST_SANDBOXES} sandboxes are all that a machine can have`, {
      hint: 'take one down: mokplay sandbox down --dir DIR',
    }),
  )
}

/** The switch of a network. */
export const switchName = (network: number): string => `net${network}`

/** Makes a switch, if there is none yet. */
export const addSwitch = async (yard: number, network: number): Promise<void> => {
  const name = switchName(network)
  const at = atSwitches(yard)
  const { code } = await attempt([...at, 'ip', 'link', 'add', name, 'type', 'bridge'])
  if (code === 0) await run([...at, 'ip', 'link', 'set', name, 'up'])
}

/** Mounts the files of an image in the yard; tells where, relative to the sandbox's folder. */
export const mountImage = async (
  yard: number,
  dir: string,
  files: readonly string[],
): Promise<readonly string[]> =>
  await Promise.all(
    files.map(async file => {
      const name = basename(file, '.squashfs')
      await run([
        'nsenter',
        '--target',
        String(yard),
        '--mount',
        '--',
        'sh',
        '-c',
        MOUNT_SCRIPT,
        'sh',
        file,
        join(place(dir).images, name),
      ])
      return join('images', name)
    }),
  )

/** With a loop device of its own: `mount -o loop` shares one, even if that is just being taken down with another sandbox. */
const MOUNT_SCRIPT = `
mountpoint -q "$2" && exit
mkdir -p "$2"
device=$(losetup --find --show --read-only "$1") || exit
mount -t squashfs -o ro "$device" "$2"
status=$?
losetup --detach "$device" # as soon as nobody uses it
exit $status
`
