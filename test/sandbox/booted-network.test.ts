// Which address and which way a booted host has.
import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { ownGroups } from '../../src/sandbox/booted/cgroups.ts'
import {
  addressIn,
  machineAddress,
  networksOf,
  wantedHosts,
  wayTo,
  type BootedHost,
} from '../../src/sandbox/booted/network.ts'

const WISH = { count: 4, prefix: 'h', image: 'small', hidden: 0, chain: false } as const

const shown = (hosts: readonly BootedHost[]): readonly string[] =>
  hosts.map(host => {
    const way = wayTo(host, hosts).map(({ name }) => name)
    return [...way, host.name, addressIn(0, host), networksOf(host, hosts).join()].join(' ')
  })

t.test('open hosts are all in the machine’s network', async t => {
  t.same(shown(wantedHosts({ ...WISH, count: 2 }, [])), ['h1 198.18.0.11 0', 'h2 198.18.0.12 0'])
})

t.test('hidden hosts stand side by side behind the first', async t => {
  t.same(shown(wantedHosts({ ...WISH, hidden: 2 }, [])), [
    'h1 198.18.0.11 0,1',
    'h2 198.18.0.12 0',
    'h1 h3 198.18.1.13 1',
    'h1 h4 198.18.1.14 1',
  ])
})

t.test('in a chain each one stands behind the one before', async t => {
  t.same(shown(wantedHosts({ ...WISH, hidden: 3, chain: true }, [])), [
    'h1 198.18.0.11 0,1',
    'h1 h2 198.18.1.12 1,2',
    'h1 h2 h3 198.18.2.13 2,3',
    'h1 h2 h3 h4 198.18.3.14 3',
  ])
})

t.test('a chain has an end', async t => {
  t.throws(() => wantedHosts({ ...WISH, count: 9, hidden: 8, chain: true }, []), Mistake)
})

t.test('hosts that are wanted as they are stay the same', async t => {
  const before = wantedHosts({ ...WISH, count: 2 }, []).map(host => ({
    ...host,
    cut: true as const,
  }))
  const after = wantedHosts({ ...WISH, count: 3, hidden: 1 }, before)
  t.same([after[0] === before[0], after[1] === before[1], after[2]?.behind], [true, true, 'h1'])
  const other = wantedHosts({ ...WISH, count: 2, image: 'el' }, before)
  t.same(other[0], { name: 'h1', number: 1, image: 'el', network: 0 })
})

t.test('sandboxes share no address, and stay in 198.18.0.0/15', async t => {
  t.same([0, 1, 31, 32, 63].map(machineAddress), [
    '198.18.0.1',
    '198.18.8.1',
    '198.18.248.1',
    '198.19.0.1',
    '198.19.248.1',
  ])
})

t.test('control groups of both versions are found, joint ones once', async t => {
  const mounts = `cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0
cgroup /sys/fs/cgroup/systemd cgroup rw,xattr,name=systemd 0 0
cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0
tmpfs /tmp tmpfs rw 0 0
`
  const own = '5:cpu,cpuacct:/\n4:pids:/x\n1:name=systemd:/user.slice/s-1\n0::/user.slice/s-1\n'
  t.same(ownGroups(mounts, own), [
    '/sys/fs/cgroup/cpu,cpuacct/',
    '/sys/fs/cgroup/systemd/user.slice/s-1',
    '/sys/fs/cgroup/unified/user.slice/s-1',
  ])
  t.same(ownGroups('cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n', '0::/a\n'), ['/sys/fs/cgroup/a'])
})
