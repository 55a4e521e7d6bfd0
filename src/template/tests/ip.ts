// Tests on IP and hardware addresses, as Python's ipaddress judges them: a network has no host bits.
import { addressText, readAddress, type Address } from '../ip/address.ts'
import { alone, hostmaskOf, netmaskOf, readNetwork, within, type Network } from '../ip/network.ts'
import { isIn, NETADDR, PYTHON } from '../ip/ranges.ts'
import { readStrictly, withoutZone } from '../ip/strict.ts'
import type { TestPlugin, Tests } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { typeName } from '../values.ts'

const networkOf = (value: unknown): Network | undefined => readStrictly(str(value))

const addressOf = (value: unknown): Address | undefined => readAddress(withoutZone(str(value)))

const network = (holds: (net: Network) => boolean): TestPlugin => ({
  takes: ['ip'],
  run: ([value]) => {
    const net = networkOf(value)
    return net !== undefined && holds(net)
  },
})
const address = (holds: (net: Network) => boolean): TestPlugin => ({
  takes: ['ip'],
  run: ([value]) => {
    const found = addressOf(value)
    return found !== undefined && holds(alone(found))
  },
})

/** An address of IPv4 in one of IPv6 is judged as what it is. */
const unmapped = (net: Network): Network =>
  within(net, MAPPED) ? alone({ version: 4, value: net.value & 0xffffffffn }) : net
const isPrivate = (net: Network): boolean =>
  isIn(unmapped(net), PYTHON.private) && !isIn(net, PYTHON.privateBut)

const prefix = (text: string): Network => readNetwork(text)!
const MAPPED = prefix('::ffff:0:0/96')
const TEREDO = prefix('2001::/32')
const UNSPECIFIED = [prefix('0.0.0.0/32'), prefix('::/128')]

const isSubnet = (inner: unknown, outer: unknown): boolean => {
  const [a, b] = [networkOf(inner), networkOf(outer)]
  return a !== undefined && b !== undefined && within(a, b)
}
const countIn = (value: unknown, networks: unknown): number => {
  if (!Array.isArray(networks))
    throw typeProblem(`a list of networks was expected, not '${typeName(networks)}'`)
  return networks.filter(one => isSubnet(value, one)).length
}

/** A mask is one where 10.0.0.0 with it has no host bits: so Ansible asks. */
const mask = (of: (net: Network) => Address): TestPlugin => ({
  takes: ['mask'],
  run: ([value]) => {
    const net = readStrictly(`10.0.0.0/${str(value)}`)
    return net !== undefined && addressText(of(net)) === str(value)
  },
})

const HARDWARE =
  /^(?:(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$|[0-9a-f]{12}$)/i

export const ipTests: Tests = {
  ip: network(() => true),
  ip_address: address(() => true),
  ipv4: network(net => net.version === 4),
  ipv4_address: address(net => net.version === 4),
  ipv4_hostmask: mask(hostmaskOf),
  ipv4_netmask: mask(netmaskOf),
  ipv6: network(net => net.version === 6),
  ipv6_address: address(net => net.version === 6),
  ipv6_ipv4_mapped: address(net => within(net, MAPPED)),
  ipv6_sixtofour: address(net => isIn(net, NETADDR.sixToFour)),
  ipv6_teredo: address(net => within(net, TEREDO)),
  loopback: address(net => isIn(net, NETADDR.loopback)),
  mac: {
    takes: ['mac'],
    run: ([value]) => {
      if (typeof value === 'string') return HARDWARE.test(value)
      throw typeProblem(`a text was expected, not '${typeName(value)}'`)
    },
  },
  multicast: address(net => isIn(net, NETADDR.multicast)),
  private: address(isPrivate),
  public: address(net => !isPrivate(net) && !isIn(net, PYTHON.shared)),
  reserved: address(net => isIn(net, PYTHON.reserved)),
  unspecified: address(net => isIn(net, UNSPECIFIED)),
  in_network: { takes: ['ip', 'network'], run: ([a, b]) => isSubnet(a, b) },
  subnet_of: { takes: ['network_a', 'network_b'], run: ([a, b]) => isSubnet(a, b) },
  supernet_of: { takes: ['network_a', 'network_b'], run: ([a, b]) => isSubnet(b, a) },
  in_any_network: { takes: ['ip', 'networks'], run: ([a, b]) => countIn(a, b) > 0 },
  in_one_network: { takes: ['ip', 'networks'], run: ([a, b]) => countIn(a, b) === 1 },
}
