// Facts of interfaces, their addresses and the ways out. `ip` tells of addresses, or ifconfig where there is none;
// the rest stands in /sys and /proc.
import { addressesOfInet6, addressesOfTrie, wayOut, wayOut6 } from './addresses-proc.ts'
import { addressesOfIfconfig, addressesOfIp, ipv4, type Address } from './addresses.ts'
import type { Collector, Gathered } from './gathered.ts'

// What decides the way out is the route to an address that is far away; nothing is sent there. The kernel's own lists
// are long on hosts with many routes: they are read only where no program can answer.
const SCRIPTS = {
  addresses:
    'if command -v ip >/dev/null; then ip addr show; elif command -v ifconfig >/dev/null; then ifconfig -a; fi',
  trie: 'command -v ip >/dev/null || command -v ifconfig >/dev/null || cat /proc/net/fib_trie',
  route4: 'command -v ip >/dev/null && ip -4 route get 8.8.8.8',
  route6: 'command -v ip >/dev/null && ip -6 route get 2404:6800:400a:800::1012',
  routes: 'command -v ip >/dev/null || cat /proc/net/route',
  routes6: 'command -v ip >/dev/null || cat /proc/net/ipv6_route',
}

const TYPES: Readonly<Record<string, string>> = {
  '1': 'ether',
  '32': 'infiniband',
  '512': 'ppp',
  '772': 'loopback',
  '65534': 'tunnel',
}

type Interface = Readonly<Record<string, unknown>> & {
  readonly mtu?: number
  readonly macaddress?: string
  readonly type?: string
}

/** What /sys/class/net says of an interface. */
const interfaceOf = (of: Gathered, device: string): Interface => {
  const folder = `/sys/class/net/${device}`
  const read = (file: string): string | undefined => of.text(`${folder}/${file}`)
  const number = (file: string): number | undefined =>
    read(file) === undefined ? undefined : Number(read(file))
  const mac = read('address')
  const driver = of.link(`${folder}/device/driver/module`)
  const pci = of.link(`${folder}/device`)
  const isBridge = of.has(`${folder}/bridge`)
  const isBonding = of.has(`${folder}/bonding`)
  const mtu = number('mtu')
  const speed = number('speed')
  const primary = read('bonding/primary')
  return {
    device,
    ...(mac !== undefined && mac !== '00:00:00:00:00:00' && { macaddress: mac }),
    ...(mtu !== undefined && { mtu }),
    active: read('operstate') !== 'down',
    ...(driver !== undefined && { module: base(driver) }),
    type: isBonding ? 'bonding' : isBridge ? 'bridge' : (TYPES[read('type') ?? ''] ?? 'unknown'),
    ...(isBridge && {
      interfaces: of.paths(new RegExp(`^${escape(folder)}/brif/`)).map(base),
      id: read('bridge/bridge_id') ?? '',
      stp: read('bridge/stp_state') === '1',
    }),
    ...(isBonding && {
      slaves: (read('bonding/slaves') ?? '').split(/\s+/).filter(name => name !== ''),
      mode: (read('bonding/mode') ?? '').split(' ')[0],
      miimon: (read('bonding/miimon') ?? '').split(' ')[0],
      lacp_rate: (read('bonding/lacp_rate') ?? '').split(' ')[0],
      ...(primary !== undefined && {
        primary,
        all_slaves_active: read('bonding/all_slaves_active') === '1',
      }),
    }),
    ...(pci !== undefined && { pciid: base(pci) }),
    ...(speed !== undefined && { speed }),
    promisc: (Number.parseInt(read('flags') ?? '0', 16) & 0x100) > 0,
  }
}

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The way out: `8.8.8.8 via GATEWAY dev INTERFACE src ADDRESS`. */
const routeOf = (text: string): Readonly<Record<string, string>> => {
  const words = (text.split('\n')[0] ?? '').trim().split(/\s+/)
  const after = (word: string): string | undefined =>
    words.includes(word) ? words[words.indexOf(word) + 1] : undefined
  const [device, source, gateway] = [after('dev'), after('src'), after('via')]
  return {
    ...(device !== undefined && { interface: device }),
    ...(source !== undefined && { address: source }),
    ...(gateway !== undefined && { gateway }),
  }
}

/** All addresses: of the program that was there, or of the kernel's own lists. */
const addresses = (of: Gathered): readonly Address[] => {
  const text = of.section('addresses')
  const lines = (name: string): string[] => of.section(name).split('\n')
  if (/^\d+: /m.test(text)) return addressesOfIp(text)
  const four =
    text === '' ? addressesOfTrie(lines('trie'), lines('routes')) : addressesOfIfconfig(text)
  return [...four, ...addressesOfInet6(of.lines('/proc/net/if_inet6'))]
}

const plain = ({ address, prefix, scope }: Address) => ({ address, prefix: String(prefix), scope })

export const network: Collector = {
  files: [
    ...[
      'address',
      'mtu',
      'operstate',
      'type',
      'speed',
      'flags',
      'bridge/bridge_id',
      'bridge/stp_state',
      'bonding/*',
    ].map(file => `/sys/class/net/*/${file}`),
    '/proc/net/if_inet6',
  ],
  paths: ['/sys/class/net/*/bridge', '/sys/class/net/*/bonding', '/sys/class/net/*/brif/*'],
  links: ['/sys/class/net/*/device', '/sys/class/net/*/device/driver/module'],
  scripts: SCRIPTS,
  facts: of => {
    const all = addresses(of)
    const devices = of.files(/^\/sys\/class\/net\/[^/]+\/mtu$/).map(path => path.split('/')[4]!)
    const interfaces = new Map(devices.map(device => [device, interfaceOf(of, device)]))
    const facts: Record<string, unknown> = {
      interfaces: devices.map(device => device.replaceAll(':', '_')),
    }
    for (const [device, known] of interfaces) {
      const own = all.filter(address => address.device === device)
      const [first, ...more] = own.filter(({ address }) => !address.includes(':')).map(ipv4)
      const six = own.filter(({ address }) => address.includes(':'))
      facts[device.replace(/[-:]/g, '_')] = {
        ...known,
        ...(first && { ipv4: first }),
        ...(more.length > 0 && { ipv4_secondaries: more }),
        ...(six.length > 0 && { ipv6: six.map(plain) }),
      }
    }
    const outward = (
      route: Readonly<Record<string, string>>,
    ): Readonly<Record<string, unknown>> => {
      const address = all.find(one => one.address === route['address'])
      const { macaddress, mtu, type } = interfaces.get(route['interface'] ?? '') ?? {}
      if (!address) return route
      const four = address.address.includes(':')
        ? { prefix: String(address.prefix), scope: address.scope }
        : { ...ipv4(address), alias: address.label }
      return {
        ...route,
        ...four,
        ...(macaddress !== undefined && { macaddress }),
        ...(mtu !== undefined && { mtu }),
        type: type ?? 'unknown',
      }
    }
    const orElse = (
      route: Readonly<Record<string, string>>,
      other: Readonly<Record<string, string>>,
    ) => (route['interface'] === undefined ? other : route)
    return {
      ...facts,
      default_ipv4: outward(
        orElse(routeOf(of.section('route4')), wayOut(of.section('routes').split('\n'), all)),
      ),
      default_ipv6: outward(
        orElse(routeOf(of.section('route6')), wayOut6(of.section('routes6').split('\n'), all)),
      ),
      all_ipv4_addresses: all
        .map(({ address }) => address)
        .filter(address => !address.includes(':') && !address.startsWith('127.')),
      all_ipv6_addresses: all
        .map(({ address }) => address)
        .filter(address => address.includes(':') && address !== '::1'),
    }
  },
}
