// Addresses of interfaces as `ip addr show` or `ifconfig -a` prints them, and what follows from a prefix.

export type Address = {
  readonly device: string
  /** The name that the address itself has: eth0:1. */
  readonly label: string
  readonly address: string
  readonly prefix: number
  readonly broadcast: string
  readonly scope: string
}

/** What `ip addr show` prints, in its order. */
export const addressesOfIp = (text: string): Address[] => {
  let device = ''
  return text.split('\n').flatMap(line => {
    const head = /^\d+: ([^:@\s]+(?::\d+)?)[@:]/.exec(line)
    if (head) device = head[1]!
    const words = line.trim().split(/\s+/)
    if (words[0] !== 'inet' && words[0] !== 'inet6') return []
    const after = (word: string): string =>
      words.includes(word) ? (words[words.indexOf(word) + 1] ?? '') : ''
    const isPeer = words[2] === 'peer'
    const [address = '', prefix = words[0] === 'inet' ? '32' : '128'] = words[1]!.split('/')
    const length = isPeer && words[0] === 'inet6' ? (words[3]?.split('/')[1] ?? prefix) : prefix
    const label = words[0] === 'inet' ? words.at(-1)! : device
    return [
      {
        device,
        label,
        address,
        prefix: Number(length),
        broadcast: words[2] === 'brd' ? after('brd') : '',
        scope: after('scope'),
      },
    ]
  })
}

/** busybox and old net-tools say `inet addr:1.2.3.4  Bcast:… Mask:…`, newer ones `inet 1.2.3.4  netmask … broadcast …`. */
export const addressesOfIfconfig = (text: string): Address[] => {
  let device = ''
  return text.split('\n').flatMap(line => {
    const head = /^([^\s:]+(?::\d+)?):?\s/.exec(line)
    if (head) device = head[1]!
    const match = /inet (?:addr:)?(\d[\d.]+)/.exec(line)
    const mask = /(?:Mask:|netmask )([\d.]+)/.exec(line)
    if (!match) return []
    const broadcast = /(?:Bcast:|broadcast )([\d.]+)/.exec(line)?.[1]?.replace('0.0.0.0', '') ?? ''
    return [
      {
        device: device.split(':')[0]!,
        label: device,
        address: match[1]!,
        prefix: lengthOf(mask?.[1] ?? '255.255.255.255'),
        broadcast,
        scope: 'global',
      },
    ]
  })
}

/** Bits of a netmask. */
export const lengthOf = (mask: string): number =>
  mask
    .split('.')
    .reduce((bits, byte) => bits + Number(byte).toString(2).replaceAll('0', '').length, 0)

/** An IPv4 address as a number, and back. */
export const numberOf = (address: string): number =>
  address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
export const textOf = (number: number): string =>
  [24, 16, 8, 0].map(shift => (number >>> shift) & 255).join('.')

/** The netmask of so many bits. */
export const maskOf = (prefix: number): number =>
  prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0

/** The facts of an IPv4 address. */
export const ipv4 = ({ address, prefix, broadcast }: Address) => {
  const mask = maskOf(prefix)
  return {
    address,
    broadcast,
    netmask: textOf(mask),
    network: textOf((numberOf(address) & mask) >>> 0),
    prefix: String(prefix),
  }
}
