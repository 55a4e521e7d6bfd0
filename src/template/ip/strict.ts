// Networks as Python's ipaddress takes them: whole addresses, and no host bits.
import { readAddress } from './address.ts'
import { readNetwork, subnetOf, type Network } from './network.ts'

/** `fe80::1%eth0`: which card an address is of does not count. */
export const withoutZone = (text: string): string => text.replace(/(?<=:.*)%[^%/]+/, '')

/** An address alone is a network, too. */
export const readStrictly = (given: string): Network | undefined => {
  const text = withoutZone(given)
  const [host = '', tail] = text.split('/')
  if (!readAddress(host) || (tail !== undefined && !/^(?:\d+|[\d.]+)$/.test(tail))) return undefined
  const net = readNetwork(text)
  return net && subnetOf(net).value === net.value ? net : undefined
}
