// Hardware addresses (EUI-48, EUI-64): all ways to write them.

export type Hardware = { readonly value: bigint; readonly bits: 48 | 64 }

const H = '[0-9a-f]'
const words = (count: number, digits: string, separator: string): RegExp =>
  new RegExp(`^${Array.from({ length: count }, () => `(${H}{${digits}})`).join(separator)}$`, 'i')

/** Each pattern with how many digits its words stand for. */
const FORMS: readonly (readonly [pattern: RegExp, digits: number, bits: 48 | 64])[] = [
  [words(6, '1,2', ':'), 2, 48],
  [words(6, '1,2', '-'), 2, 48],
  [words(3, '1,4', ':'), 4, 48],
  [words(3, '1,4', '-'), 4, 48],
  [words(3, '1,4', '\\.'), 4, 48],
  [words(2, '5,6', '-'), 6, 48],
  [words(2, '5,6', ':'), 6, 48],
  [words(1, '11,12', ''), 12, 48],
  [words(8, '1,2', ':'), 2, 64],
  [words(8, '1,2', '-'), 2, 64],
  [words(4, '1,4', ':'), 4, 64],
  [words(4, '1,4', '-'), 4, 64],
  [words(4, '1,4', '\\.'), 4, 64],
  [words(1, '16', ''), 16, 64],
]

export const readHardware = (text: string): Hardware | undefined => {
  for (const [pattern, digits, bits] of FORMS) {
    const match = pattern.exec(text)
    if (match) {
      const hex = match.slice(1).map(word => word.padStart(digits, '0'))
      return { value: BigInt(`0x${hex.join('')}`), bits }
    }
  }
  return undefined
}

/** How a word is written: its digits, what stands between, capitals, zeros in front. */
type Style = { digits: number; by: string; upper?: true; bare?: true }
const STYLES: Readonly<Record<string, Style>> = {
  bare: { digits: 12, by: '', upper: true },
  cisco: { digits: 4, by: '.' },
  eui48: { digits: 2, by: '-', upper: true },
  win: { digits: 2, by: '-', upper: true },
  linux: { digits: 2, by: ':' },
  pgsql: { digits: 6, by: ':' },
  postgresql: { digits: 6, by: ':' },
  psql: { digits: 6, by: ':' },
  unix: { digits: 2, by: ':', bare: true },
}
export const HARDWARE_STYLES = Object.keys(STYLES)

export const hardwareText = ({ value, bits }: Hardware, style: string): string => {
  const { digits, by, upper, bare } = STYLES[style]!
  const hex = value.toString(16).padStart(bits / 4, '0')
  const parts = hex.match(new RegExp(`.{1,${digits}}`, 'g')) ?? []
  const shown = bare ? parts.map(part => part.replace(/^0+(?=.)/, '')) : parts
  return upper ? shown.join(by).toUpperCase() : shown.join(by)
}

/** The lower half of the IPv6 address that a card gives itself. */
export const interfaceOf = ({ value, bits }: Hardware): bigint => {
  const long =
    bits === 64 ? value : ((value >> 24n) << 40n) | (0xfffen << 24n) | (value & 0xffffffn)
  return long ^ (0x02n << 56n)
}
