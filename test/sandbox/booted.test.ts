// What a booted host is: who may log in, what works on it, and that it keeps to itself.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { attempt } from '../../src/sandbox/booted/tools.ts'
import { bootedHosts, noBooted } from '../support/booted.ts'
import { MAIN, recapIn } from '../support/program.ts'

const reason = noBooted()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

t.setTimeout(300_000)
const setting = (): string =>
  ['vm/swappiness', 'net/ipv4/ip_forward', 'kernel/panic']
    .map(name => readFileSync(`/proc/sys/${name}`, 'utf8'))
    .join('')
const before = setting()
const { dir, hosts, inventory, shows, exec, ssh } = await bootedHosts(t, {
  count: 4,
  hidden: 2,
  chain: true,
})

t.test('systemd is process 1, and no unit has failed', async t => {
  for (const { name } of hosts) {
    t.equal(
      await shows(name, 'cat /proc/1/comm; systemctl is-system-running'),
      'systemd\nrunning\n',
    )
    t.equal(await shows(name, 'hostname; cat /etc/hostname'), `${name}\n${name}\n`)
  }
})

t.test('hosts differ in machine id and host key', async t => {
  const ids = await Promise.all(hosts.map(({ name }) => shows(name, 'cat /etc/machine-id')))
  t.equal(new Set(ids).size, 4)
  t.equal(new Set(hosts.map(host => host.hostKey)).size, 4)
})

t.test(
  'root, deploy and ops log in with the key, and only deploy is root without a password',
  async t => {
    t.match(await ssh('h1', 'id -un'), { code: 0, out: 'root\n' })
    t.match(await ssh('h1-deploy', 'id -un; sudo -n id -un'), { code: 0, out: 'deploy\nroot\n' })
    t.match(await ssh('h1-ops', 'sudo -n true'), { code: 1, err: /password is required/ })
    const asked = await ssh('h1-ops', 'sudo -S -p "" id -un', [], 'ops-password\n')
    t.match(asked, { code: 0, out: 'root\n' })
  },
)

t.test('ops and guest log in with a password, and guest may not use sudo', async t => {
  const ask = join(dir, 'ask')
  writeFileSync(ask, '#!/bin/sh\necho "$ANSWER"\n', { mode: 0o700 })
  const byPassword = async (name: string, password: string, script: string) => {
    Object.assign(process.env, { SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force', ANSWER: password })
    return await ssh(name, script, ['-o', 'NumberOfPasswordPrompts=1'], 'guest-password\n')
  }
  t.match(await byPassword('h1-password', 'ops-password', 'id -un'), { out: 'ops\n' })
  t.match(await byPassword('h1-guest', 'guest-password', 'id -un'), { out: 'guest\n' })
  t.match(await byPassword('h1-guest', 'wrong', 'id -un'), { code: 255 })
  const asked = await byPassword('h1-guest', 'guest-password', 'sudo -S id -un')
  t.match(asked, { code: 1, err: /not in the sudoers|not allowed/ })
})

t.test(
  'a host that is hidden behind two others is reached through both, and not otherwise',
  async t => {
    t.same(
      hosts.map(({ jumps }) => jumps.map(({ name }) => name)),
      [[], [], ['h1'], ['h1', 'h3']],
    )
    t.match(await ssh('h4', 'hostname'), { code: 0, out: 'h4\n' })
    t.match(await ssh('h4-deploy', 'sudo -n hostname'), { code: 0, out: 'h4\n' })
    const direct = ['-o', 'ProxyJump=none', '-o', 'ConnectTimeout=1']
    for (const name of ['h3', 'h4']) t.match(await ssh(name, 'true', direct), { code: 255 })
    const shortcut = ['-o', 'ProxyJump=h1', '-o', 'ConnectTimeout=1']
    t.match(await ssh('h4', 'true', shortcut), { code: 255 })
    t.match(await ssh('h2', 'true', ['-o', 'ProxyJump=h3', '-o', 'ConnectTimeout=1']), {
      code: 255,
    })
  },
)

t.test(
  'the arguments of the inventory are enough for ssh, without the configuration file',
  async t => {
    for (const { name, address, key, sshArgs } of hosts) {
      const line = `ssh -F /dev/null -i '${key}' ${sshArgs} root@${address} hostname`
      t.match(await attempt(['sh', '-c', line]), { code: 0, out: `${name}\n` })
    }
  },
)

t.test('mokplay takes the ways that the inventory says', async t => {
  const playbook = join(dir, 'site.yml')
  writeFileSync(
    playbook,
    '- hosts: all\n  gather_facts: false\n  tasks:\n    - command: hostname\n',
  )
  const { code, out, err } = await attempt([
    ...[process.execPath, MAIN, 'run', '-i', inventory, '--output', 'jsonl', playbook],
  ])
  t.equal(code, 0, err)
  t.same(Object.keys(recapIn(out)).sort(), ['h1', 'h2', 'h3', 'h4'])
})

t.test('hosts know each other by name', async t => {
  t.match(await shows('h1', 'getent hosts h2; ping -qc 1 h2'), / 0% packet loss/)
})

t.test('units are enabled, started, stopped, masked; timers and the journal work', async t => {
  await shows(
    'h1',
    `printf '[Service]\\nExecStart=/bin/sleep 99\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/demo.service
    systemctl daemon-reload
    systemctl enable --now demo
    [ "$(systemctl is-active demo) $(systemctl is-enabled demo)" = 'active enabled' ]
    systemctl disable --now demo
    ! systemctl is-active demo
    rm /etc/systemd/system/demo.service
    systemctl mask demo`,
  )
  await shows('h1', 'systemd-run --wait --quiet sh -c "echo noted"; journalctl -q | grep -q noted')
  await shows(
    'h1',
    'systemd-run --on-active=0.1 --timer-property=AccuracySec=1ms --unit soon touch /run/soon; until [ -e /run/soon ]; do sleep 0.1; done',
  )
  t.equal(
    await shows('h1', 'hostnamectl set-hostname other; hostname; hostnamectl set-hostname h1'),
    'other\n',
  )
})

t.test('a limit of memory holds where control groups have controllers', async t => {
  const said = await shows(
    'h1',
    `systemd-run --quiet --unit limited -p MemoryMax=64M sleep 9
    cat /sys/fs/cgroup/memory/system.slice/limited.service/memory.limit_in_bytes /sys/fs/cgroup/system.slice/limited.service/memory.max 2>/dev/null || :
    systemctl stop limited`,
  )
  t.match(said, /^(67108864\n)?$/)
})

t.test(
  'sysctl: what belongs to networks is real, what belongs to the machine is private',
  async t => {
    const change = 'sysctl -qw net.ipv4.ip_forward=1 vm.swappiness=7 kernel.panic=10'
    t.equal(await shows('h1', `${change}; sysctl -n net.ipv4.ip_forward vm.swappiness`), '1\n7\n')
    t.equal(await shows('h2', 'sysctl -n net.ipv4.ip_forward'), '0\n')
    t.equal(setting(), before, 'the machine did not see it')
  },
)

t.test('modprobe finds what the kernel has built in, and nothing else', async t => {
  await shows('h1', 'modprobe overlay; ! modprobe no_such_module 2>/dev/null')
})

t.test('fstab has swap to turn off, and file systems can be mounted', async t => {
  await shows('h1', 'grep -q swap /etc/fstab; swapoff -a; mount -t tmpfs none /mnt; umount /mnt')
})

t.test('a small host has no Python', async t => {
  t.match(await exec('h1', ['sh', '-c', 'command -v python3 python perl5']), { code: 127 })
})
