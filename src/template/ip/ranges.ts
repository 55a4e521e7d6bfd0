// What addresses are for: ranges that nobody routes, as netaddr and Python's ipaddress list them (they differ).
import { readNetwork, within, type Network } from './network.ts'

const nets = (...texts: string[]): readonly Network[] => texts.map(text => readNetwork(text)!)

/** Whether all of a network lies in one of the ranges. */
export const isIn = (net: Network, ranges: readonly Network[]): boolean =>
  ranges.some(range => within(net, range))

/** The ranges of netaddr, which the filters ask. */
export const NETADDR = {
  private: nets(
    '10.0.0.0/8',
    '100.64.0.0/10',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '239.0.0.0/8',
    '169.254.0.0/16',
    'fc00::/7',
    'fec0::/10',
    'fe80::/10',
  ),
  linkLocal: nets('169.254.0.0/16', 'fe80::/10'),
  loopback: nets('127.0.0.0/8', '::1/128'),
  multicast: nets('224.0.0.0/4', 'ff00::/8'),
  sixToFour: nets('2002::/16'),
} as const

/** The ranges of Python's ipaddress, which the tests ask. */
export const PYTHON = {
  private: nets(
    '0.0.0.0/8',
    '10.0.0.0/8',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '240.0.0.0/4',
    '::1/128',
    '::/128',
    '::ffff:0:0/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    'fc00::/7',
    'fe80::/10',
  ),
  privateBut: nets(
    '192.0.0.9/32',
    '192.0.0.10/32',
    '2001:1::1/128',
    '2001:1::2/128',
    '2001:3::/32',
    '2001:4:112::/48',
    '2001:20::/28',
    '2001:30::/28',
  ),
  /** Neither private nor public. */
  shared: nets('100.64.0.0/10'),
  reserved: nets(
    '240.0.0.0/4',
    '::/8',
    '100::/8',
    '200::/7',
    '400::/6',
    '800::/5',
    '1000::/4',
    '4000::/3',
    '6000::/3',
    '8000::/3',
    'a000::/3',
    'c000::/3',
    'e000::/4',
    'f000::/5',
    'f800::/6',
    'fe00::/9',
  ),
} as const
