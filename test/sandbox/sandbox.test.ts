// A whole life of a sandbox as root, and what it must not do to the machine.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { parse } from 'yaml'
import { initOf } from '../../src/sandbox/enter.ts'
import { down, exec, reset, status, up } from '../../src/sandbox/sandbox.ts'
import { machine, processesLike } from './machine.ts'
import { mistake, newDir, skip, ssh, sshWithPassword } from './support.ts'

const reason = skip()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

const before = machine()
const dir = newDir()
const info = await up({ count: 2, dir })
writeFileSync(join(dir, '..', 'askpass'), '#!/bin/sh\necho "$ANSWER"\n', { mode: 0o755 })

t.test('hosts answer by ssh, each under its own name', async t => {
  for (const { name } of info.hosts) {
    const said = await ssh(dir, name, 'hostname; id -u')
    t.equal(said.out, `${name}\n0\n`)
  }
})

t.test('hosts are told apart by machine id, host key, port, processes and network', async t => {
  const look = 'cat /etc/machine-id; readlink /proc/self/ns/net; readlink /proc/self/ns/pid'
  const [one, two] = await Promise.all([ssh(dir, 'host1', look), ssh(dir, 'host2', look)])
  const [lines, others] = [one.out.trim().split('\n'), two.out.trim().split('\n')]
  t.equal(lines.length, 3)
  lines.forEach((line, index) => t.not(line, others[index]))
  t.not(info.hosts[0]?.port, info.hosts[1]?.port)
  t.not(info.hosts[0]?.hostKey, info.hosts[1]?.hostKey)
})

t.test('output, errors and exit status come through unchanged', async t => {
  t.match(await ssh(dir, 'host1', 'echo out; echo err >&2; exit 7'), {
    code: 7,
    out: 'out\n',
    err: 'err\n',
  })
  const big = await ssh(dir, 'host1', 'head -c 3000000 /dev/zero | tr "\\0" x')
  t.equal(big.out.length, 3_000_000)
})

t.test('playbook work succeeds inside', async t => {
  const script = `set -e
    echo mine >/etc/nginx.conf; chown deploy /etc/nginx.conf; chmod 600 /etc/nginx.conf
    useradd -m alice; rm /etc/issue; mkdir -p /srv/www
    mount -t tmpfs tmpfs /srv/www; hostname renamed; mkfifo /tmp/pipe
    sysctl -qw net.ipv4.ip_forward=1; sysctl -n net.ipv4.ip_forward; id -un alice; hostname; stat -c %U /etc/nginx.conf`
  t.match(await ssh(dir, 'host1', script), { code: 0, out: '1\nalice\nrenamed\ndeploy\n', err: '' })
  t.match(await ssh(dir, 'host2', 'cat /proc/sys/net/ipv4/ip_forward; ls /etc/issue'), {
    code: 0,
    out: '0\n/etc/issue\n',
  })
})

const forbidden = {
  'load a module': 'insmod /dev/null || finit_module',
  reboot: 'reboot -f',
  'set the clock': 'date -s 2020-01-01 >/dev/null',
  'make a device': 'mknod /root/sda b 8 0',
  'write a kernel setting': 'echo 9 >/proc/sys/kernel/panic',
  'remount /proc/sys': 'mount -o remount,bind,rw /proc/sys',
  'look under /proc/sys': 'umount /proc/sys',
  'mount another /proc': 'mount -t proc proc /mnt',
  'mount another /sys': 'mount -t sysfs sysfs /mnt',
  'mount cgroups': 'mount -t cgroup2 cgroup /mnt',
  'make a cgroup namespace': 'unshare --cgroup true',
  'make a user namespace': 'unshare --user true',
  'change a device of the machine': 'chmod 600 /dev/null',
  'read the kernel log': 'dmesg',
  'reach the network': 'ip route get 192.0.2.1',
} as const

for (const [what, script] of Object.entries(forbidden))
  t.test(`root in a host cannot ${what}`, async t => {
    const said = await ssh(dir, 'host1', `sh -c ${JSON.stringify(script)}`)
    t.not(said.code, 0, said.out + said.err)
  })

t.test('no process of a host has the capabilities that no host may have', async t => {
  const said = await ssh(dir, 'host1', 'grep -h CapBnd /proc/[0-9]*/status | sort -u')
  const sets = said.out
    .trim()
    .split('\n')
    .map(line => BigInt(`0x${line.split(/\s+/)[1]}`))
  t.ok(sets.length > 0)
  // By number: sys_module 16, sys_rawio 17, sys_boot 22, sys_time 25, mknod 27, syslog 34, sys_ptrace 19 (who enters a host
  // still runs a program of the machine for a moment: nobody may look at it).
  for (const set of sets)
    for (const number of [16n, 17n, 19n, 22n, 25n, 27n, 34n]) t.equal((set >> number) & 1n, 0n)
})

t.test('the machine keeps its secrets', async t => {
  writeFileSync(join(dir, 'secret'), 'mine')
  t.teardown(() => rmSync(join(dir, 'secret')))
  const said = await ssh(
    dir,
    'host2',
    `ls -A /root /home /etc/ssh /tmp; ls ${dir}; cut -d: -f2 /etc/shadow /etc/shadow- | sort -u; env`,
  )
  t.notMatch(said.out, /id_rsa|\.npm|authorized_keys|secret|\$y\$|sandbox-test/)
  const hashes = /^[*$].*$/gm
  t.equal(new Set(said.out.match(hashes)).size, 2, 'nobody but ops has a password')
  t.notMatch(said.out, readFileSync('/etc/machine-id', 'utf8').trim() || 'none')
})

t.test('deploy has sudo without a password, ops with its own', async t => {
  if (!existsSync('/usr/bin/sudo'))
    return void t.pass('sudo is not installed on this machine', { skip: true })
  t.match(await ssh(dir, 'host2', 'id -un; sudo -n id -un', ['-l', 'deploy']), {
    code: 0,
    out: 'deploy\nroot\n',
  })
  t.match(await sshWithPassword(dir, 'host2', 'id -un; sudo -n true', 'ops-password'), {
    code: 1,
    out: 'ops\n',
  })
  const typed = await sshWithPassword(
    dir,
    'host2',
    'echo ops-password | sudo -S -p "" id -un',
    'ops-password',
  )
  t.match(typed, { code: 0, out: 'root\n' })
})

t.test('a wrong password and a strange user are turned away', async t => {
  t.equal((await sshWithPassword(dir, 'host2', 'true', 'wrong')).code, 255)
  t.equal((await ssh(dir, 'host2', 'true', ['-l', 'daemon'])).code, 255)
})

t.test('a terminal is there for who asks for one', async t => {
  t.match(await ssh(dir, 'host1', 'tty', ['-tt']), { code: 0, out: /^\/dev\/pts\/\d+/ })
})

t.test('orphans do not stay as zombies', async t => {
  const said = await ssh(
    dir,
    'host1',
    'for i in 1 2 3 4; do (sh -c "sleep 0.1 &"); done; sleep 0.4; ps -e | grep -c defunct',
  )
  t.equal(said.out, '0\n')
})

t.test('the inventory says how to reach the hosts', async t => {
  const { all } = parse(readFileSync(info.inventory, 'utf8'))
  t.same(all.hosts.host1, { ansible_host: '127.0.0.1', ansible_port: info.hosts[0]?.port })
  t.match(all.vars, { ansible_user: 'root', ansible_ssh_private_key_file: info.key })
  t.equal(statSync(info.key).mode & 0o777, 0o600)
})

t.test('`up` again keeps what runs, and adds what is missing', async t => {
  await ssh(dir, 'host2', 'echo kept >/etc/kept')
  const again = await up({ count: 3, dir })
  t.same(again.hosts.slice(0, 2), info.hosts)
  t.equal((await ssh(dir, 'host2', 'cat /etc/kept')).out, 'kept\n')
  t.equal((await ssh(dir, 'host3', 'hostname')).out, 'host3\n')
  t.equal((await up({ count: 1, dir })).hosts.length, 3)
})

t.test('two `up` at once agree', async t => {
  const [one, two] = await Promise.all([up({ count: 4, dir }), up({ count: 4, dir })])
  t.same(one, two)
  t.equal((await ssh(dir, 'host4', 'hostname')).out, 'host4\n')
})

t.test('a host whose first process was killed comes back with its disk', async t => {
  process.kill(initOf(dir, 'host2') as number, 'SIGKILL')
  while (initOf(dir, 'host2') !== undefined) await sleep(5)
  t.equal((await ssh(dir, 'host2', 'true')).code, 255)
  const again = await up({ count: 2, dir })
  t.equal(again.hosts[1]?.port, info.hosts[1]?.port)
  t.equal((await ssh(dir, 'host2', 'cat /etc/kept; ls -A /tmp')).out, 'kept\n')
})

t.test('a supervisor that died is replaced on the same ports', async t => {
  process.kill(Number.parseInt(readFileSync(join(dir, 'supervisor'), 'utf8')), 'SIGKILL')
  const again = await up({ count: 2, dir })
  t.equal(again.hosts[0]?.port, info.hosts[0]?.port)
  t.equal((await ssh(dir, 'host1', 'id -u')).out, '0\n')
})

t.test('a host whose start was cut short begins again', async t => {
  process.kill(initOf(dir, 'host4') as number, 'SIGKILL')
  rmSync(join(dir, 'hosts', 'host4', 'made'))
  rmSync(join(dir, 'hosts', 'host4', 'files'), { recursive: true })
  await up({ count: 4, dir })
  t.equal((await ssh(dir, 'host4', 'cat /etc/hostname')).out, 'host4\n')
})

t.test('`reset` gives a new disk and keeps name, port and host key', async t => {
  const again = await reset(dir, 'host2')
  t.equal(again.hosts[1]?.hostKey, info.hosts[1]?.hostKey)
  t.equal((await ssh(dir, 'host2', 'ls /etc/kept')).code, 2)
})

t.test('`exec` runs past ssh, with input', async t => {
  t.same(await exec(dir, 'host1', ['cat'], 'in\n'), { code: 0, stdout: 'in\n', stderr: '' })
  t.equal((await exec(dir, 'host1', ['sh', '-c', 'exit 5'])).code, 5)
  t.equal(await mistake(exec(dir, 'web9', ['true'])), 'sandbox/no-host')
})

t.test(
  'an `up` that is killed leaves nothing that the next one, or `down`, cannot deal with',
  async t => {
    const other = join(dir, '..', 'killed')
    const library = new URL('../../src/sandbox/sandbox.js', import.meta.url)
    const program = `import { up } from '${library}'; await up({ count: 3, dir: '${other}' })`
    // At three moments of its life: folders, hosts, supervisor.
    for (const sign of ['settings.json', 'hosts/host2/init', 'supervisor']) {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program])
      while (!existsSync(join(other, sign)) && child.exitCode === null) await sleep(1)
      child.kill('SIGKILL')
      if (sign !== 'supervisor') continue
      await up({ count: 3, dir: other })
      t.equal((await ssh(other, 'host3', 'hostname')).out, 'host3\n')
    }
    const inits = status(other).map(host => initOf(other, host.name) as number)
    t.equal((await down(other)).length, 3)
    t.same(
      inits.flatMap(pid => (existsSync(`/proc/${pid}/ns/pid`) ? processesLike(pid) : [])),
      [],
    )
    t.notOk(existsSync(other))
  },
)

t.test('sandboxes side by side do not see each other', async t => {
  const other = join(dir, '..', 'other')
  await up({ count: 1, dir: other, prefix: 'web' })
  t.equal((await ssh(other, 'web1', 'hostname')).out, 'web1\n')
  t.same(await down(other), ['web1'])
  t.notOk(existsSync(other))
  t.equal((await ssh(dir, 'host1', 'id -u')).code, 0)
})

t.test('a folder that is not a sandbox is neither taken nor removed', async t => {
  t.equal(await mistake(up({ count: 1, dir: '/etc' })), 'sandbox/dir')
  t.same(await down('/etc'), [])
  t.ok(existsSync('/etc/passwd'))
})

t.test('one host can go alone', async t => {
  t.same(await down(dir, ['host3']), ['host3'])
  t.same(
    status(dir).map(host => host.name),
    ['host1', 'host2', 'host4'],
  )
  t.equal(await mistake(down(dir, ['host3'])), 'sandbox/no-host')
})

t.test('`down` leaves no trace', async t => {
  const inits = status(dir).map(host => initOf(dir, host.name) as number)
  const connection = ssh(dir, 'host1', 'echo; sleep 1000')
  const supervisor = Number.parseInt(readFileSync(join(dir, 'supervisor'), 'utf8'))
  const processes = [supervisor, ...inits.flatMap(processesLike)]
  t.ok(processes.length > inits.length)
  t.same(await down(dir), ['host1', 'host2', 'host4'])
  t.equal((await connection).code, 255)
  // A process that ended stays in the list until its parent has taken note: count those that still do something.
  const alive = processes.filter(
    pid => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`).length > 0,
  )
  t.same(alive, [])
  t.notOk(existsSync(dir))
  const after = machine()
  for (const part of Object.keys(before) as (keyof typeof before)[])
    t.same(after[part], before[part], part)
  t.same(await down(dir), [], 'again is no mistake')
})
