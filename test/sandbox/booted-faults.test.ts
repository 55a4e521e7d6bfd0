// What can happen to a booted host: cut and slow cables, power that fails, restarts, a new disk.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { cut, delay, heal, off, on, reset, status } from '../../src/sandbox/booted/booted.ts'
import { bootedHosts, noBooted } from '../support/booted.ts'
import { mistake } from './support.ts'

const reason = noBooted()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

t.setTimeout(300_000)
const { dir, sshConfig, shows, exec, ssh } = await bootedHosts(t, { count: 2 })
/** Looks again and again until there is something to see. */
const eventually = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    await sleep(50)
  }
}

const soon = ['-o', 'ConnectTimeout=1']

t.test('a connection outlives a cut cable', async t => {
  const child = spawn('ssh', ['-F', sshConfig, 'h2', 'echo begun; read -r line; echo "$line"'])
  let said = ''
  child.stdout.on('data', chunk => (said += chunk))
  await once(child.stdout, 'data')
  await cut(dir, 'h2')
  t.match(await ssh('h2', 'true', soon), { code: 255 }, 'nobody gets through')
  t.match(await exec('h2', ['true']), { code: 0 }, 'the console is no cable')
  child.stdin.end('survived\n')
  await heal(dir, 'h2')
  await once(child, 'close')
  t.equal(said, 'begun\nsurvived\n')
})

/** The round trip from h1 to h2, in milliseconds. */
const roundTrip = async (): Promise<number> =>
  Number(/= ([\d.]+)\//.exec(await shows('h1', 'ping -qc 2 -i 0.2 h2'))?.[1])

t.test('frames are held back, whole and in order', async t => {
  await delay(dir, 'h2', 100)
  t.ok((await roundTrip()) >= 200, 'there and back, so twice')
  const sum = 'head -c 1000000 /dev/zero | sha256sum'
  t.equal((await ssh('h2', sum)).out, await shows('h1', sum))
  const bytes = await ssh('h2', 'head -c 1000000 /dev/zero')
  t.equal(bytes.out.length, 1_000_000)
  await delay(dir, 'h2', 0)
  t.ok((await roundTrip()) < 100)
  t.equal(await mistake(delay(dir, 'h2', -1)), 'sandbox/delay')
})

t.test('a host restarts: another boot, the same disk, nothing left in /run and /tmp', async t => {
  const bootId = 'cat /proc/sys/kernel/random/boot_id'
  const before = await shows('h2', `touch /root/kept /run/gone /tmp/gone; ${bootId}`)
  await ssh('h2', 'systemctl reboot', soon)
  const after = await eventually(async () => {
    const { code, out } = await ssh('h2', bootId, soon)
    return code === 0 && out !== before ? out : undefined
  })
  t.not(after, before)
  t.equal(
    await shows('h2', 'ls -d /root/kept /run/gone /tmp/gone 2>/dev/null || :'),
    '/root/kept\n',
  )
})

t.test('a host switches itself off, and is switched on again', async t => {
  await ssh('h2', 'systemctl poweroff', soon)
  await eventually(async () => (status(dir)[1]?.running ? undefined : true))
  t.equal(await mistake(exec('h2', ['true'])), 'sandbox/host-off')
  await on(dir, 'h2')
  t.equal(await shows('h2', 'ls /root/kept'), '/root/kept\n')
})

t.test('power that fails leaves the disk, and what was done to the cable', async t => {
  await delay(dir, 'h2', 20)
  await shows('h2', 'echo whole >/root/written; sync')
  await off(dir, 'h2')
  t.match(status(dir)[1], { name: 'h2', running: false, delay: 20 })
  t.match(await ssh('h2', 'true', soon), { code: 255 })
  await on(dir, 'h2')
  t.match(await ssh('h2', 'cat /root/written'), { code: 0, out: 'whole\n' })
  t.ok((await roundTrip()) >= 40)
})

t.test('a reset host has a new disk and a sound cable, and is known by its old key', async t => {
  await cut(dir, 'h2')
  const { hosts } = await reset(dir, 'h2')
  t.match(await ssh('h2', 'ls /root'), { code: 0, out: '' })
  t.match(status(dir)[1], { name: 'h2', running: true, address: hosts[1]?.address })
  t.notOk('delay' in (status(dir)[1] ?? {}))
  t.match(await shows('h2', 'cat /etc/hosts'), 'h1')
})

t.test('a host that is not there is named, with those that are', async t => {
  for (const act of [cut, heal, off, on, reset])
    t.equal(await mistake(act(dir, 'h9')), 'sandbox/no-host')
})
