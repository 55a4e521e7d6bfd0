// What a sandbox must leave alone, as plain data to compare: the machine's settings, accounts, mounts, sysctls.
import { execFileSync } from 'node:child_process'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../src/base/value.ts'

const tree = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    const { mode, uid, gid, mtimeMs } = lstatSync(path)
    const facts = `${path} ${mode.toString(8)} ${uid}:${gid} ${mtimeMs}`
    if (entry.isDirectory()) return [facts, ...tree(path)]
    if (entry.isSymbolicLink()) return [`${facts} ${readlinkSync(path)}`]
    return [entry.isFile() ? `${facts} ${sha256(readFileSync(path))}` : facts]
  })

/** Counters, and what other network interfaces bring along, change by themselves. */
const VOLATILE =
  /^(fs\.(dentry|inode|file-nr|aio-nr|quota)|kernel\.(random|ns_last_pid|pty\.nr)|net\.(?!ipv4\.ip_forward|core\.somaxconn))/

const sysctls = (): string[] =>
  execFileSync('sysctl', ['-a'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: '/usr/sbin:/sbin:/usr/bin:/bin' },
  })
    .split('\n')
    .filter(line => !VOLATILE.test(line))

/** Mounts of this namespace; those of test fleets come and go. */
const mounts = (): string[] =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter(line => !/fleet|netns/.test(line))

/** The machine as it is now. */
export const machine = () => ({
  etc: tree('/etc'),
  root: readdirSync('/root').sort(),
  home: readdirSync('/home').sort(),
  devices: ['null', 'tty', 'urandom'].map(name => `${name} ${lstatSync(`/dev/${name}`).mode}`),
  sysctls: sysctls(),
  mounts: mounts(),
})

/** Numbers of processes that live in the same process namespace as this one's. */
export const processesLike = (pid: number): number[] => {
  const space = readlinkSync(`/proc/${pid}/ns/pid`)
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        return readlinkSync(`/proc/${name}/ns/pid`) === space
      } catch {
        return false
      }
    })
    .map(Number)
}
