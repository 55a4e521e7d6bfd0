// Host names as inventories spell them: `node[01:20].lan`, `db[a:f]`, `web1:2222`, `[2001:db8::1]:22`.
// Only text: which group a host joins is decided by whoever reads the file.

/** A name, still with its ranges, and the port behind it. */
export type HostPort = { readonly host: string; readonly port?: number }

/** The hosts of a range, or what is wrong with it. */
export type Expansion =
  { readonly hosts: readonly string[] } | { readonly problem: string; readonly hint?: string }

const MOST_HOSTS = 1_000_000
const RANGE = String.raw`\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?\]`
const NUMBERS = String.raw`\[[0-9]+:[0-9]+(?::[0-9]+)?\]`
const LABEL = String.raw`(?:[\p{L}\p{N}_]|${RANGE})(?:[\p{L}\p{N}_-]|${RANGE})*(?<![_-])`
const NAME = new RegExp(String.raw`^${LABEL}(?:\.${LABEL})*$`, 'iu')
const OCTET = `(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2}|${NUMBERS})`
const IPV4 = new RegExp(String.raw`^(?:${OCTET}\.){3}${OCTET}$`)
const HEX = /^(?:[0-9a-f]{1,4}|\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?\])$/i
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Splits off a port; undefined for what is no name or address of a host, ranges allowed. */
export const splitPort = (text: string): HostPort | undefined => {
  const match =
    /^\[(.+)\]:([0-9]+)$/.exec(text) ?? /^((?:[^:[\]]|\[[^\]]*\])*):([0-9]+)$/.exec(text)
  const host = match?.[1] ?? text
  if (!IPV4.test(host) && !isIpv6(host) && !NAME.test(host)) return undefined
  return match ? { host, port: Number(match[2]) } : { host }
}

/** Whether a text is an IPv6 address; its parts may be ranges. */
export const isIpv6 = (text: string): boolean => {
  const plain = text.replaceAll(/\[[^\]]*\]/g, range => range.replaceAll(':', ';'))
  const halves = plain.split('::')
  if (halves.length > 2 || !plain.includes(':')) return false
  const parts = halves.flatMap(half => (half === '' ? [] : half.split(':')))
  const last = parts.at(-1) ?? ''
  const isMixed = last.includes('.') && IPV4.test(last.replaceAll(';', ':'))
  const words = isMixed ? parts.slice(0, -1) : parts
  const count = words.length + (isMixed ? 2 : 0)
  if (!words.every(word => HEX.test(word.replaceAll(';', ':')))) return false
  return halves.length === 2 ? count < 8 : count === 8
}

/** All hosts a name stands for: itself when it has no range. */
export const expandRange = (text: string): Expansion => {
  const open = text.indexOf('[')
  if (open === -1) return { hosts: [text] }
  const close = text.indexOf(']', open)
  if (close === -1) return { problem: `the range in "${text}" has no closing ]` }
  const items = rangeItems(text.slice(open + 1, close))
  if (!Array.isArray(items)) return items
  const rest = expandRange(text.slice(close + 1))
  if ('problem' in rest) return rest
  if (items.length * rest.hosts.length > MOST_HOSTS) return tooMany(text)
  const head = text.slice(0, open)
  return { hosts: items.flatMap(item => rest.hosts.map(tail => head + item + tail)) }
}

const tooMany = (text: string) => ({
  problem: `"${text}" stands for more than ${MOST_HOSTS} hosts`,
  hint: 'write a smaller range',
})

const rangeItems = (range: string): string[] | Exclude<Expansion, { hosts: unknown }> => {
  const [begin = '', end = '', step = '1', ...more] = range.split(':')
  if (!range.includes(':') || more.length > 0)
    return { problem: `the range [${range}] must be [begin:end] or [begin:end:step]` }
  if (end === '') return { problem: `the range [${range}] must say where it ends` }
  if (!/^[0-9]+$/.test(step) || Number(step) === 0)
    return { problem: `the step of the range [${range}] must be a whole number from 1` }
  const isLetters = begin.length === 1 && end.length === 1 && /[a-z]{2}/i.test(begin + end)
  if (isLetters) return letters(range, begin, end, Number(step))
  if (!/^[0-9]*$/.test(begin) || !/^[0-9]+$/.test(end))
    return { problem: `the range [${range}] must run over numbers or over single letters` }
  return numbers(range, begin === '' ? '0' : begin, end, Number(step))
}

const letters = (range: string, begin: string, end: string, step: number) => {
  const from = LETTERS.indexOf(begin)
  const to = LETTERS.indexOf(end)
  if (from > to) return backwards(range)
  return [...LETTERS.slice(from, to + 1)].filter((_, index) => index % step === 0)
}

const numbers = (range: string, begin: string, end: string, step: number) => {
  const isPadded = begin.startsWith('0') && begin.length > 1
  if (isPadded && begin.length !== end.length)
    return {
      problem: `the range [${range}] begins with ${begin.length} digits and ends with ${end.length}`,
      hint: `write [${begin}:${end.padStart(begin.length, '0')}]`,
    }
  if (Number(begin) > Number(end)) return backwards(range)
  if ((Number(end) - Number(begin)) / step >= MOST_HOSTS) return tooMany(`[${range}]`)
  const items: string[] = []
  for (let number = Number(begin); number <= Number(end); number += step)
    items.push(isPadded ? String(number).padStart(begin.length, '0') : String(number))
  return items
}

const backwards = (range: string) => ({
  problem: `the range [${range}] ends before it begins`,
  hint: 'write the smaller end first',
})
