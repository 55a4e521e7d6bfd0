// ipaddr and its kin: is it an address, and what of it? What each query gives stands in ip-query.ts.
import type { Filters } from '../plugin.ts'
import { repr, str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { WIDTH, highest, type Version } from '../ip/address.ts'
import {
  networkText,
  nth,
  readNetwork,
  sizeOf,
  wholeNumber,
  within,
  type Network,
} from '../ip/network.ts'
import { addressText } from '../ip/address.ts'
import { isInteger, truth, typeName } from '../values.ts'
import { QUERIES, type Subject } from './ip-query.ts'

/** A number as an address: of the version wanted, else IPv4 where it is small enough. */
const ofNumber = (value: bigint, prefix?: number, wanted?: Version): Network | undefined => {
  const version = wanted === 6 || value > highest(4) || (prefix ?? 0) > 32 ? 6 : 4
  const length = prefix ?? WIDTH[version]
  return value >= 0n && value <= highest(version) && length >= 0 && length <= WIDTH[version]
    ? { version, value, prefix: length }
    : undefined
}

/** What a value is as an address or a network. */
export const subjectOf = (value: unknown, wanted?: Version): Subject | undefined => {
  const text = str(value)
  if (/^\d+$/.test(text)) {
    const net = ofNumber(BigInt(text), undefined, wanted)
    return net && { net, kind: 'address', value: networkText(net) }
  }
  const net = readNetwork(text)
  const parts = text.split('/')
  if (net) return { net, kind: parts.length === 2 ? 'network' : 'address', value: text }
  const [number, prefix] = parts.map(wholeNumber)
  if (parts.length !== 2 || number === undefined || prefix === undefined) return undefined
  const made = ofNumber(number, Number(prefix))
  return made && { net: made, kind: 'network', value: networkText(made) }
}

/** A query that is no name: a network to be in, or the number of an address. */
const byNumberOrNetwork = (subject: Subject, query: string, filter: string): unknown => {
  const { net, kind, value } = subject
  const outer = /^\d+$/.test(query) ? undefined : subjectOf(query)
  if (outer) return within(net, outer.net) ? value : null
  if (query.trim() === '' || Number.isNaN(Number(query)))
    throw typeProblem(
      `${filter} has no query '${query}'`,
      `its queries: ${Object.keys(QUERIES)
        .filter(name => name !== '')
        .join(', ')}, a network, a number`,
    )
  if (sizeOf(net) === 1n) return kind === 'address' ? addressText(net) : networkText(net)
  const index = wholeNumber(query)
  const found = index === undefined ? undefined : nth(net, index)
  return found ? `${addressText(found)}/${net.prefix}` : false
}

/** `value | ipaddr(query)`; false where it is no address (of the version). */
export const ipaddr = (
  value: unknown,
  query: string,
  version: Version | undefined,
  filter = 'ipaddr',
): unknown => {
  if (Array.isArray(value))
    return value.map(one => ipaddr(one, query, version, filter)).filter(one => truth(one))
  if (!truth(value) || value === true) return false
  const subject = subjectOf(value, version)
  if (!subject || (version !== undefined && subject.net.version !== version)) return false
  const run = Object.hasOwn(QUERIES, query) ? QUERIES[query] : undefined
  return run ? run(subject) : byNumberOrNetwork(subject, query, filter)
}

const wanted = (value: unknown, filter: string): unknown => {
  if (typeof value === 'string' || typeof value === 'boolean' || isInteger(value)) return value
  if (typeName(value) === 'list') return value
  throw typeProblem(`${filter} wants a text, a number or a list, not '${typeName(value)}'`)
}

const ofVersion = (filter: string, version: Version): Filters[string] => ({
  takes: ['value', 'query?'],
  run: ([value, query = '']) => ipaddr(wanted(value, filter), str(query), version, filter),
})

const wrapped = (value: unknown): unknown => {
  const found = ipaddr(value, '', undefined)
  return truth(found) ? ipaddr(found, 'wrap', undefined) : value
}

export const ipFilters: Filters = {
  ipaddr: {
    takes: ['value', 'query?', 'version?', 'alias?'],
    run: ([value, query = '', version = null]) => {
      if (version !== null && version !== 4 && version !== 6 && version !== false)
        throw typeProblem(`ipaddr's version is 4 or 6, not ${repr(version)}`)
      return ipaddr(wanted(value, 'ipaddr'), str(query), version || undefined)
    },
  },
  ipv4: ofVersion('ipv4', 4),
  ipv6: ofVersion('ipv6', 6),
  ipwrap: {
    takes: ['value'],
    run: ([value]) => {
      if (Array.isArray(value)) return value.map(wrapped)
      if (typeof value !== 'string' && typeof value !== 'boolean')
        throw typeProblem(`ipwrap wants a text or a list, not '${typeName(value)}'`)
      return wrapped(value)
    },
  },
}
