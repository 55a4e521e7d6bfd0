// Texts of firewalld that can be written in several ways: rich rules, and ranges of ports.

/** The parts of a rich rule, in the order in which firewalld writes them. */
const PARTS = [
  ['rule'],
  ['source'],
  ['destination'],
  [
    ...['protocol', 'service', 'port', 'icmp-block', 'icmp-type', 'masquerade'],
    ...['forward-port', 'source-port', 'tcp-mss-clamp'],
  ],
  ['log', 'nflog'],
  ['audit'],
  ['accept', 'reject', 'drop', 'mark'],
]
const WORDS = PARTS.flat()

/** The attributes of any part, in firewalld's order. */
const ATTRIBUTES = [
  ...['priority', 'family', 'address', 'mac', 'ipset', 'name', 'value', 'burst', 'group'],
  ...['port', 'protocol', 'to-port', 'to-addr', 'prefix', 'queue-size', 'level', 'type', 'set'],
]

type Part = {
  readonly word: string
  isNot: boolean
  readonly attributes: Map<string, string>
  limit?: Map<string, string>
}

/** A rich rule as firewalld writes it: parts and attributes in order, values in quotes, short units of time. */
export const richRule = (text: string): string => {
  const parts: Part[] = []
  let attributes = new Map<string, string>()
  for (const [token] of text.trim().matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)) {
    const at = token.search(/=/)
    const part = parts.at(-1)
    if (at > 0) attributes.set(token.slice(0, at), plain(token.slice(at + 1)))
    else if (part && token.toLowerCase() === 'not') part.isNot = true
    else if (part && token === 'limit') attributes = part.limit = new Map()
    else {
      attributes = new Map()
      parts.push({ word: token, isNot: false, attributes })
    }
  }
  return parts
    .sort((a, b) => placeOf(a.word) - placeOf(b.word))
    .map(written)
    .join(' ')
}

const plain = (value: string): string => value.replace(/"([^"]*)"|'([^']*)'/g, '$1$2')

const placeOf = (word: string): number => {
  const place = PARTS.findIndex(words => words.includes(word))
  return place === -1 ? WORDS.length : place
}

const written = ({ word, isNot, attributes, limit }: Part): string => {
  const inverted = isNot || /^(true|yes)$/i.test(attributes.get('invert') ?? '')
  attributes.delete('invert')
  if (attributes.get('priority') === '0') attributes.delete('priority')
  return [
    word,
    ...(inverted ? ['NOT'] : []),
    ...pairs(attributes),
    ...(limit ? ['limit', ...pairs(limit)] : []),
  ].join(' ')
}

const pairs = (attributes: ReadonlyMap<string, string>): string[] =>
  [...attributes]
    .sort(([a], [b]) => ATTRIBUTES.indexOf(a) - ATTRIBUTES.indexOf(b))
    .map(([name, value]) => `${name}="${name === 'value' ? shortUnit(value) : value}"`)

/** 1/minute is 1/m. */
const shortUnit = (value: string): string =>
  value.replace(/\/(second|minute|hour|day)$/, (_unit, word: string) => `/${word[0]}`)

type Range = { readonly first: number; readonly last: number; readonly protocol: string }

const rangeOf = (text: string): Range | undefined => {
  const [, first, last, protocol] = /^(\d+)(?:-(\d+))?\/(\w+)$/.exec(text) ?? []
  if (first === undefined || protocol === undefined) return undefined
  return { first: Number(first), last: Number(last ?? first), protocol }
}

const rangeText = ({ first, last, protocol }: Range): string =>
  `${first === last ? first : `${first}-${last}`}/${protocol}`

/** Whether one of these ports or ranges holds all of another. */
export const holdsPort = (ports: readonly string[], wanted: string): boolean => {
  const range = rangeOf(wanted)
  if (!range) return ports.includes(wanted)
  return ports.some(text => {
    const other = rangeOf(text)
    return (
      other?.protocol === range.protocol && other.first <= range.first && other.last >= range.last
    )
  })
}

/** The same ports in as few ranges as can be, sorted: some versions of firewalld join what touches, others do not. */
export const joinPorts = (ports: readonly string[]): readonly string[] => {
  const joined: Range[] = []
  const ranges = ports.flatMap(text => rangeOf(text) ?? [])
  for (const range of ranges.sort((a, b) =>
    a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : a.first - b.first,
  )) {
    const last = joined.at(-1)
    if (last?.protocol === range.protocol && range.first <= last.last + 1)
      joined.splice(-1, 1, { ...last, last: Math.max(last.last, range.last) })
    else joined.push(range)
  }
  return joined.map(rangeText)
}

/** Ports without a range that one of them holds. */
export const withoutPort = (ports: readonly string[], gone: string): readonly string[] => {
  const range = rangeOf(gone)
  if (!range) return ports.filter(text => text !== gone)
  return ports.flatMap(text => {
    const other = rangeOf(text)
    if (!other || !holdsPort([text], gone)) return [text]
    return [
      { ...other, last: range.first - 1 },
      { ...other, first: range.last + 1 },
    ]
      .filter(({ first, last }) => first <= last)
      .map(rangeText)
  })
}
