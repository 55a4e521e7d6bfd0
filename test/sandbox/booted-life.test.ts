// How sandboxes of booted hosts come and go: again, side by side, at once, interrupted; and what they leave of themselves.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { down, exec, isBooted, ssh, status, up } from '../../src/sandbox/booted/booted.ts'
import { titleOf } from '../../src/sandbox/booted/power.ts'
import { up as upLight } from '../../src/sandbox/sandbox.ts'
import { noBooted } from '../support/booted.ts'
import { MAIN } from '../support/program.ts'
import { mistake, run } from './support.ts'

const reason = noBooted()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}
t.setTimeout(300_000)

const SMALL = {
  leashed: true,
  image: 'small',
  prefix: 'h',
  hidden: 0,
  chain: false,
} as const

const newDir = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-booted-'))
  const dir = join(folder, 'state')
  t.teardown(async () => {
    await down(dir)
    rmSync(folder, { recursive: true, force: true })
  })
  return dir
}

/** What of a sandbox lives on the machine. */
const traces = (dir: string) => ({
  processes: readdirSync('/proc').filter(pid => {
    try {
      return (
        /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`home=${dir}`)
      )
    } catch {
      return false
    }
  }),
  mounts: readFileSync('/proc/self/mountinfo', 'utf8').includes(dir),
  folder: existsSync(dir),
})
const NOTHING = { processes: [], mounts: false, folder: false }

/** Control groups of a sandbox's first host, in all hierarchies. */
const groupsOf = async (dir: string): Promise<string> =>
  (await run('find', ['/sys/fs/cgroup', '-name', titleOf(dir, 'h1')])).out

const numberOf = (dir: string): number =>
  (JSON.parse(readFileSync(join(dir, 'booted.json'), 'utf8')) as { number: number }).number

t.test('up again keeps what is there, and adds to it', async t => {
  const dir = newDir()
  const first = await up({ ...SMALL, dir, count: 1 })
  await exec(dir, 'h1', ['touch', '/run/mine'])
  await exec(dir, 'h1', ['sh', '-c', 'echo 192.0.2.1 own >>/etc/hosts'])
  const again = await up({ ...SMALL, dir, count: 1 })
  t.same(again, first)
  t.match(await exec(dir, 'h1', ['grep', 'own', '/etc/hosts']), { code: 0 })
  const more = await up({ ...SMALL, dir, count: 2, hidden: 1 })
  t.same(more.hosts[0], first.hosts[0])
  t.match(await exec(dir, 'h1', ['getent', 'hosts', 'h2']), { code: 0 })
  t.match(await exec(dir, 'h1', ['ls', '/run/mine']), { code: 0 }, 'it was not started anew')
  t.match(await exec(dir, 'h1', ['ping', '-qc1', 'h2']), { code: 0 }, 'it leads to the new one')
  t.equal(readFileSync(more.inventory, 'utf8'), more.inventoryText)

  t.equal(await mistake(down(dir, ['h1'])), 'sandbox/leads-on')
  const open = await up({ ...SMALL, dir, count: 2 })
  t.same(open.hosts[1]?.jumps, [], 'a host that is wanted otherwise is made anew')
  const child = ssh(dir, 'h2', ['exit 5'])
  t.same(await once(child, 'close'), [5, null])
  t.same(await down(dir, ['h1']), ['h1'])
  t.match(status(dir), [{ name: 'h2', running: true }])
})

/** What the kernel calls the cable of a sandbox; another one after each `up`. */
const indexOf = (number: number): string => {
  try {
    return readFileSync(`/sys/class/net/mokplay${number}/ifindex`, 'utf8')
  } catch {
    return ''
  }
}

t.test('down ends and removes all of it, and nothing else', async t => {
  const [dir, other] = [newDir(), newDir()]
  const infos = await Promise.all(
    [dir, other].map(dir => up({ ...SMALL, dir, count: 2, hidden: 1 })),
  )
  const addresses = infos.flatMap(({ hosts }) => hosts.map(({ address }) => address))
  t.equal(new Set(addresses).size, 4, 'two sandboxes share no address')
  const number = numberOf(dir)
  const cable = indexOf(number)
  t.ok(cable)
  t.not(await groupsOf(dir), '')
  const before = await exec(other, 'h1', ['cat', '/proc/1/stat'])
  t.same(await down(dir), ['h1', 'h2'])
  t.same(traces(dir), NOTHING)
  t.equal(await groupsOf(dir), '')
  // Somebody else's sandbox may have its number by now.
  t.not(indexOf(number), cable)
  t.ok(isBooted(other))
  t.equal((await exec(other, 'h2', ['hostname'])).out, 'h2\n')
  t.match(before, { code: 0 })
  t.same(await down(dir), [], 'again: nothing to do')
})

t.test('two ups of one sandbox at once: the second one waits', async t => {
  const dir = newDir()
  const both = await Promise.all([1, 2].map(count => up({ ...SMALL, dir, count })))
  t.same(both[0]?.hosts[0], both[1]?.hosts[0])
  t.equal(status(dir).length, 2)
})

/** The words for `up` as it is typed. */
const upWords = (dir: string): string[] => [MAIN, 'sandbox', 'up', '3', '--boot', '--dir', dir]

/** Waits until the second host is being started. */
const halfWay = async (dir: string): Promise<void> => {
  while (!existsSync(join(dir, 'hosts', 'host2', 'power')))
    await new Promise(resolve => setTimeout(resolve, 5))
}

t.test('an up that is interrupted says so, and leaves nothing', async t => {
  const dir = newDir()
  const child = spawn(process.execPath, upWords(dir), { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', chunk => (said += chunk))
  await halfWay(dir)
  child.kill('SIGINT')
  t.same(await once(child, 'close'), [130, null])
  t.equal(said, 'interrupted: what was begun is gone again\n')
  t.same(traces(dir), NOTHING)
})

t.test('the hosts of an up that was killed end with it, and the next up takes over', async t => {
  const dir = newDir()
  const child = spawn(process.execPath, upWords(dir), { stdio: 'ignore' })
  await halfWay(dir)
  child.kill('SIGKILL')
  await once(child, 'close')
  while (traces(dir).processes.length > 0) await new Promise(resolve => setTimeout(resolve, 20))
  const info = await up({ ...SMALL, dir, count: 2, prefix: 'host' })
  t.equal(info.hosts.length, 3)
  t.equal((await exec(dir, 'host2', ['hostname'])).out, 'host2\n')
})

t.test('an up that fails takes back what it began, and keeps what was there', async t => {
  const dir = newDir()
  await up({ ...SMALL, dir, count: 1 })
  const first = join(dir, 'disks', 'h2', 'upper', 'usr', 'lib', 'mokplay', 'first')
  mkdirSync(dirname(first), { recursive: true })
  mkdirSync(join(dir, 'disks', 'h2', 'upper', 'etc'))
  writeFileSync(join(dir, 'disks', 'h2', 'made'), '')
  writeFileSync(first, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  t.equal(await mistake(up({ ...SMALL, dir, count: 2 })), 'sandbox/host-failed')
  t.match(status(dir), [{ name: 'h1', running: true }])
  for (const folder of ['hosts', 'disks']) t.notOk(existsSync(join(dir, folder, 'h2')))
})

t.test('wrong wishes are refused before anything is made', async t => {
  const dir = newDir()
  t.equal(await mistake(up({ ...SMALL, dir, count: 0 })), 'sandbox/count')
  t.equal(await mistake(up({ ...SMALL, dir, count: 2, hidden: 2 })), 'sandbox/hidden')
  t.equal(await mistake(up({ ...SMALL, dir, count: 1, prefix: 'H_' })), 'sandbox/prefix')
  t.equal(await mistake(up({ ...SMALL, dir: 'relative', count: 1 })), 'sandbox/dir')
  t.same(traces(dir), NOTHING)
})

t.test('a folder that holds something else is left alone', async t => {
  const dir = newDir()
  await upLight({ count: 1, dir })
  t.equal(await mistake(up({ ...SMALL, dir, count: 1 })), 'sandbox/dir')
  const { down: downLight } = await import('../../src/sandbox/sandbox.ts')
  await downLight(dir)
})

t.test('a sandbox on a disk that cannot hold overlays lives in memory', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-memory-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const program = fileURLToPath(new URL('booted-here.js', import.meta.url))
  const script = `set -e
cd "${folder}"
mkdir lower upper work home
mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work overlay home
exec "${process.execPath}" "${program}" "${folder}/home/state"`
  const { code, out, err } = await run('unshare', ['--mount', 'sh', '-c', script])
  t.equal(code, 0, err)
  t.equal(out, 'kept\ntmpfs\nh1\n')
})
