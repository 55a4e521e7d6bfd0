// Alternative names and their kin, as openssl and Ansible write them (`DNS:web`, `IP:10.0.0.1`), and their DER.
import { oid, sequence, text, write } from '../../base/pki/der.ts'
import { nameDer, parseName } from './names.ts'

/** What a name cannot be, as a clause: "must be …". */
export class WrongName extends Error {}

const wrong = (expected: string, written: string): WrongName =>
  new WrongName(`must be ${expected}, not "${written}"`)

/** The bytes of an address of IPv4 or IPv6; undefined where it is none. */
export const addressBytes = (written: string): Uint8Array | undefined => {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(written)) {
    const numbers = written.split('.').map(Number)
    return numbers.every(number => number < 256) ? Buffer.from(numbers) : undefined
  }
  if (!/^[0-9a-f:.]+$/i.test(written) || !written.includes(':')) return undefined
  const [head = '', tail, more] = written.split('::')
  const groups = (part: string): (number | undefined)[] =>
    part === ''
      ? []
      : part.split(':').flatMap(group => {
          const v4 = group.includes('.') ? addressBytes(group) : undefined
          if (v4) return [v4[0]! * 256 + v4[1]!, v4[2]! * 256 + v4[3]!]
          return [/^[0-9a-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16) : undefined]
        })
  const [before, after] = [groups(head), tail === undefined ? [] : groups(tail)]
  const zeros = 8 - before.length - after.length
  if (more !== undefined || (tail === undefined ? zeros !== 0 : zeros < 1)) return undefined
  const all = [...before, ...Array<number>(zeros).fill(0), ...after]
  if (all.some(group => group === undefined)) return undefined
  return Buffer.from((all as number[]).flatMap(group => [group >> 8, group & 0xff]))
}

/** An address, or a network with its mask, as constraints have it. */
const ipBytes = (written: string): Uint8Array => {
  const [address = '', bits] = written.split('/')
  const bytes = addressBytes(address)
  if (!bytes) throw wrong('an address as in IP:10.0.0.1', written)
  if (bits === undefined) return bytes
  const mask = Buffer.alloc(bytes.length)
  const count = Number(bits)
  if (!/^\d+$/.test(bits) || count > mask.length * 8)
    throw wrong('a network as in IP:10.0.0.0/8', written)
  for (let bit = 0; bit < count; bit++) mask[bit >> 3]! |= 0x80 >> (bit & 7)
  if (bytes.some((byte, index) => (byte & ~mask[index]!) !== 0))
    throw wrong('a network without bits of its hosts as in IP:10.0.0.0/8', written)
  return Buffer.concat([bytes, mask])
}

/** `1.2.3.4;UTF8:text`, or `1.2.3.4:` and the bytes of its value in hex. */
const otherName = (written: string): Uint8Array => {
  const [, number = '', separator, rest = ''] = /^([\d.]+)([;:])(.*)$/s.exec(written) ?? []
  const id = oid(number)
  const hex = rest.replaceAll(':', '')
  const value =
    separator === ';' && rest.startsWith('UTF8:')
      ? text(rest.slice('UTF8:'.length))
      : separator === ':' && /^([0-9a-f]{2})+$/i.test(hex)
        ? Buffer.from(hex, 'hex')
        : undefined
  if (!id || !value)
    throw wrong('a number and its value as in otherName:1.2.3.4;UTF8:text', written)
  return Buffer.concat([id, write(0xa0, value)])
}

const ascii = (written: string, what: string): Uint8Array => {
  if (!/^[\x21-\x7e]+$/.test(written)) throw wrong(`${what} of plain letters`, written)
  return Buffer.from(written)
}

/** One name. The part before the colon says of what sort. */
export const generalName = (written: string): Uint8Array => {
  const at = written.indexOf(':')
  const value = written.slice(at + 1)
  switch (written.slice(0, at).trim().toLowerCase()) {
    case 'othername':
      return write(0xa0, otherName(value))
    case 'email':
      return write(0x81, ascii(value, 'an address'))
    case 'dns':
      return write(0x82, ascii(value, 'a name (xn--… where it has others)'))
    case 'dirname': {
      const parts = parseName(value)
      if (!parts) throw wrong('a name as in dirName:CN=web,O=Example', written)
      return write(0xa4, nameDer(parts))
    }
    case 'uri':
      return write(0x86, ascii(value, 'an URI'))
    case 'ip':
      return write(0x87, ipBytes(value))
    case 'rid': {
      const id = oid(value)
      if (!id) throw wrong('a number as in RID:1.2.3.4', written)
      return write(0x88, id.subarray(2))
    }
    default:
      throw wrong('begun with DNS:, IP:, email:, URI:, RID:, dirName: or otherName:', written)
  }
}

/** Names as a sequence; `tag` where something else holds them. */
export const generalNames = (written: readonly string[], tag?: number): Uint8Array =>
  tag === undefined
    ? sequence(...written.map(generalName))
    : write(tag, ...written.map(generalName))
