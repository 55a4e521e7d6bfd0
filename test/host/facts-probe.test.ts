import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, cpus, hostname, networkInterfaces, release, totalmem, userInfo } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { addressesOfIfconfig, addressesOfIp, ipv4 } from '../../src/host/facts/addresses.ts'
import {
  addressesOfInet6,
  addressesOfTrie,
  wayOut,
  wayOut6,
} from '../../src/host/facts/addresses-proc.ts'
import { readHello, helloScript } from '../../src/host/hello.ts'
import { COLLECTORS } from '../../src/base/fact-subsets.ts'
import { probe } from '../../src/kit/probe.ts'
import { askHere, sh, shells } from '../support/shell.ts'

type Facts = Record<string, unknown>

const gather = (
  names: readonly string[],
  shell: readonly string[],
  how: { path?: string } = {},
): Facts => {
  const facts = readHello(sh(helloScript('mark'), shell).out, 'mark')
  const [answer] = askHere([probe.facts(names, how)], shell, facts) as { known: Facts }[]
  return answer!.known
}

for (const shell of shells)
  t.test(`${shell.join(' ')} gathers what this machine is`, async t => {
    const facts = gather(Object.keys(COLLECTORS), shell)
    t.match(facts, {
      system: 'Linux',
      kernel: release(),
      nodename: hostname(),
      hostname: hostname().split('.')[0],
      user_id: userInfo().username,
      user_uid: userInfo().uid,
      user_dir: userInfo().homedir,
      processor_nproc: cpus().length,
      memtotal_mb: Math.floor(totalmem() / 2 ** 20),
      machine: arch() === 'x64' ? 'x86_64' : String,
      distribution: String,
      os_family: String,
      pkg_mgr: String,
      date_time: { iso8601: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, epoch: /^\d+$/, tz: String },
      env: { LC_ALL: undefined, PATH: String },
      is_chroot: Boolean,
      virtualization_type: String,
    })
    const addresses = Object.values(networkInterfaces())
      .flat()
      .filter(one => one?.family === 'IPv4' && !one.internal)
      .map(one => one!.address)
    t.same([...(facts['all_ipv4_addresses'] as string[])].sort(), addresses.sort())
    t.match(facts['lo'], {
      device: 'lo',
      type: 'loopback',
      ipv4: { address: '127.0.0.1', netmask: '255.0.0.0' },
    })
  })

for (const shell of shells)
  t.test(`${shell.join(' ')} reads and runs the owner's own facts`, async t => {
    const folder = t.testdir({
      'json.fact': '{"rack": 7, "names": ["grüße"]}',
      'ini.fact': '[General]\nColour = blue: green\n# no\nempty=\n[two]\nlong = a\n  b\n',
      'broken.fact': 'neither nor',
      'empty.fact': '',
      'not-a-fact.txt': '{}',
    })
    for (const [name, text] of [
      ['run.fact', '#!/bin/sh\necho warned >&2; echo \'{"ran": "a  b"}\'\n'],
      ['fails.fact', '#!/bin/sh\necho why >&2; exit 3\n'],
    ] as const) {
      writeFileSync(join(folder, name), text)
      chmodSync(join(folder, name), 0o755)
    }
    t.same(gather(['local'], shell, { path: folder })['local'], {
      json: { rack: 7, names: ['grüße'] },
      ini: { General: { colour: 'blue: green', empty: '' }, two: { long: 'a\nb' } },
      broken: `error loading facts as JSON or ini - please check content: ${folder}/broken.fact`,
      empty: {},
      run: { ran: 'a  b' },
      fails: `Failure executing fact script (${folder}/fails.fact), rc: 3, err: why`,
    })
    t.same(gather(['local'], shell, { path: join(folder, "no $(id) 'such") })['local'], {})
  })

t.test('sizes of mounts are those of the file system', async t => {
  const mounts = gather(['hardware'], ['sh'])['mounts'] as {
    mount: string
    size_total: number
    size_available: number
    block_size: number
  }[]
  const root = mounts.find(({ mount }) => mount === '/')
  if (!/^\/\S* \/ /m.test(readFileSync('/proc/mounts', 'utf8')))
    return void t.notOk(root, 'the root is no file system on a device')
  t.ok(root!.size_total > root!.size_available && root!.block_size >= 512)
})

t.test('only what was asked for is gathered', async t => {
  t.same(Object.keys(gather(['loadavg', 'fips'], ['sh'])).sort(), ['fips', 'loadavg'])
})

t.test('addresses are read as ip prints them', async t => {
  const text = `1: lo: <LOOPBACK,UP> mtu 65536\n    link/loopback 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n    inet6 ::1/128 scope host\n
2: eth0@if3: <BROADCAST> mtu 1500\n    inet 192.0.2.2/20 brd 192.0.15.255 scope global dynamic eth0\n    inet 192.0.2.3/32 scope global eth0:1
    inet6 fe80::1 peer fe80::2/64 scope link\n5: tun0: <POINTOPOINT>\n    inet 10.8.0.1 peer 10.8.0.2/32 scope global tun0\n`
  t.match(addressesOfIp(text), [
    { device: 'lo', address: '127.0.0.1', prefix: 8, broadcast: '', scope: 'host' },
    { device: 'lo', address: '::1', prefix: 128 },
    { device: 'eth0', address: '192.0.2.2', prefix: 20, broadcast: '192.0.15.255', label: 'eth0' },
    { device: 'eth0', address: '192.0.2.3', prefix: 32, label: 'eth0:1' },
    { device: 'eth0', address: 'fe80::1', prefix: 64, scope: 'link' },
    { device: 'tun0', address: '10.8.0.1', prefix: 32 },
  ])
  t.same(
    ipv4({
      device: 'eth0',
      label: 'eth0',
      address: '192.0.2.2',
      prefix: 20,
      broadcast: '',
      scope: '',
    }),
    {
      address: '192.0.2.2',
      broadcast: '',
      netmask: '255.255.240.0',
      network: '192.0.0.0',
      prefix: '20',
    },
  )
})

t.test('addresses are read as old and new ifconfig print them', async t => {
  const old =
    'eth0      Link encap:Ethernet\n          inet addr:192.0.2.2  Bcast:192.0.2.255  Mask:255.255.255.0\n'
  const recent =
    'eth0: flags=4163<UP>  mtu 1500\n        inet 192.0.2.2  netmask 255.255.255.0  broadcast 192.0.2.255\n'
  for (const text of [old, recent])
    t.match(addressesOfIfconfig(text), [
      { device: 'eth0', address: '192.0.2.2', prefix: 24, broadcast: '192.0.2.255' },
    ])
})

t.test("without any program, the kernel's own lists tell of addresses and ways out", async t => {
  const trie = [
    'Main:',
    '  |-- 192.0.2.0',
    '     /24 link UNICAST',
    '  |-- 192.0.2.2',
    '     /32 host LOCAL',
    '  |-- 192.0.2.255',
    '     /32 link BROADCAST',
    '  |-- 127.0.0.0',
    '     /8 host LOCAL',
    '  |-- 127.0.0.1',
    '     /32 host LOCAL',
  ]
  const routes = [
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
    'eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0',
    'eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
  ]
  const found = addressesOfTrie(trie, routes)
  t.match(found, [
    { device: 'eth0', address: '192.0.2.2', prefix: 24, broadcast: '192.0.2.255' },
    { device: 'lo', address: '127.0.0.1' },
  ])
  t.same(wayOut(routes, found), { interface: 'eth0', gateway: '192.0.2.1', address: '192.0.2.2' })
  const six = addressesOfInet6([
    'fd000000000000000000000000000002 02 40 00 80     eth0',
    '00000000000000000000000000000001 01 80 10 80       lo',
  ])
  t.match(six, [
    { device: 'eth0', address: 'fd00::2', prefix: 64, scope: 'global' },
    { device: 'lo', address: '::1', scope: 'host' },
  ])
  const zero = '0'.repeat(32)
  t.same(
    wayOut6(
      [
        `${zero} 00 ${zero} 00 fd000000000000000000000000000001 00000400 00000001 00000000 00000003     eth0`,
      ],
      six,
    ),
    {
      interface: 'eth0',
      gateway: 'fd00::1',
      address: 'fd00::2',
    },
  )
})
