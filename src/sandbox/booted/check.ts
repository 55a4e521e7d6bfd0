// Whether booted hosts can run here, and why not: one sentence for people, which says what to install.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toolPath } from './tools.ts'

/** Programs, each with the Debian package that has it. */
const TOOLS = {
  'systemd-nspawn': 'systemd-container',
  mmdebstrap: 'mmdebstrap',
  mksquashfs: 'squashfs-tools',
  'apt-get': 'apt',
  ip: 'iproute2',
  perl: 'perl-base',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  mount: 'mount',
  losetup: 'mount',
} as const

const NEED = 'the sandbox cannot boot hosts here'
const INSTEAD = 'run it in a Linux machine of your own, or leave out --boot'

/** What of a machine this hangs on; tests put other things in its place. */
export type Machine = {
  readonly platform: NodeJS.Platform
  readonly uid: number | undefined
  readonly path: string
}

const thisMachine = (): Machine => ({
  platform: process.platform,
  uid: process.getuid?.(),
  path: toolPath(),
})

/** Why no hosts can be booted here; undefined when they can. */
export const check = (machine: Machine = thisMachine()): string | undefined => {
  const { platform, uid, path } = machine
  if (platform !== 'linux')
    return `${NEED}: they need Linux, and this is ${platform === 'darwin' ? 'macOS' : platform}; ${INSTEAD}`
  if (uid !== 0) return `${NEED}: they need root; start mokplay as root, or leave out --boot`
  const folders = path.split(':')
  const missing = Object.entries(TOOLS).filter(
    ([tool]) => !folders.some(folder => existsSync(join(folder, tool))),
  )
  if (missing.length > 0) {
    const packages = [...new Set(missing.map(([, name]) => name))].join(' ')
    const tools = missing.map(([tool]) => tool).join(', ')
    return missing.some(([tool]) => tool === 'apt-get')
      ? `${NEED}: they are made of Debian's packages, and apt-get is not installed; ${INSTEAD}`
      : `${NEED}: ${tools} must be installed first: apt-get install ${packages}`
  }
  const known = readFileSync('/proc/filesystems', 'utf8').split(/\s+/)
  for (const system of ['overlay', 'squashfs'])
    if (!known.includes(system) && spawnSync('modprobe', [system]).status !== 0)
      return `${NEED}: the kernel has no ${system}; ${INSTEAD}`
  if (!readFileSync('/proc/self/mounts', 'utf8').split('\n').some(isWritableGroup))
    return `${NEED}: no control groups are mounted that root may change (in a container: start it with --privileged); ${INSTEAD}`
  const words = ['--mount', '--net', '--pid', '--fork', 'sh', '-c', PROBE]
  if (spawnSync('unshare', words, { env: { PATH: path }, stdio: 'ignore' }).status !== 0)
    return `${NEED}: this machine gives root no namespaces with mounts, bridges and cables (in a container: start it with --privileged); ${INSTEAD}`
  return undefined
}

const isWritableGroup = (line: string): boolean => {
  const [, , type, options] = line.split(' ')
  return /^cgroup2?$/.test(type ?? '') && (options?.split(',').includes('rw') ?? false)
}

const PROBE = `
mount -t tmpfs tmpfs /tmp &&
ip link add one type veth peer name two &&
ip link add three type bridge
`
