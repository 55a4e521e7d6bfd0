// What the host printed of an answer → what Ansible returns of it.
import type { Output } from '../../src/kit/index.ts'
import type { Args } from './args.ts'

type Vars = Readonly<Record<string, unknown>>

const line = (out: string, name: string): string | undefined =>
  new RegExp(`^${name} (.*)$`, 'm').exec(out)?.[1]

const bytesOf = (out: string, name: string): Buffer | undefined => {
  const coded = line(out, name)
  return coded === undefined ? undefined : Buffer.from(coded, 'base64')
}

type Header = readonly [name: string, value: string]

/** The heads of all answers on the way, each with its reason and headers. */
const headsOf = (
  text: string,
): readonly { status: string; reason: string; headers: readonly Header[] }[] =>
  text
    .split(/\r?\n\r?\n/)
    .filter(head => /^HTTP\//.test(head))
    .map(head => {
      const [first = '', ...rest] = head.split(/\r?\n/)
      return {
        status: first.split(' ')[1] ?? '',
        reason: first.split(' ').slice(2).join(' '),
        headers: rest.flatMap(each => {
          const at = each.indexOf(':')
          return at < 1
            ? []
            : [[each.slice(0, at).toLowerCase(), each.slice(at + 1).trim()] as const]
        }),
      }
    })

/** Later ones of a name after earlier ones, as Python joins them. */
const joined = (headers: readonly Header[]): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {}
  for (const [name, value] of headers) {
    const key = name.replaceAll('-', '_')
    found[key] = Object.hasOwn(found, key) ? `${found[key]}, ${value}` : value
  }
  return found
}

/** Cookies that the answers set, those of one path together. */
const cookiesOf = (
  url: string,
  headers: readonly Header[],
): readonly (readonly [string, string])[] => {
  const usual = /^[a-z]+:\/\/[^/?#]*(\/[^?#]*)\//i.exec(url)?.[1] ?? '/'
  const jar = new Map<string, Map<string, string>>()
  for (const [name, value] of headers) {
    if (name !== 'set-cookie') continue
    const [pair = '', ...attributes] = value.split(';').map(each => each.trim())
    const of = (attribute: string): string | undefined =>
      attributes.find(each => each.toLowerCase().startsWith(`${attribute}=`))?.split('=')[1]
    const [key = '', ...rest] = pair.split('=')
    const path = of('path') ?? usual
    const cookies = jar.get(path) ?? new Map<string, string>()
    if (Number(of('max-age') ?? 1) <= 0) cookies.delete(key)
    else jar.set(path, cookies.set(key, rest.join('=')))
  }
  return [...jar.values()].flatMap(cookies => [...cookies])
}

const decoded = (bytes: Buffer, type: string): string => {
  const charset = /charset="?([^\s;"]+)/i.exec(type)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}

const isJson = (type: string): boolean => {
  const sub = /^[^/;]+\/([^\s;]+)/.exec(type.trim())?.[1]?.toLowerCase() ?? ''
  return ['json', 'javascript'].includes(sub.split('+')[1] ?? sub)
}

const jsonOf = (text: string): { json?: unknown } => {
  try {
    return { json: JSON.parse(text) as unknown }
  } catch {
    return {}
  }
}

/** Relative places are meant from the URL that was asked. */
const locationOf = (url: string, location: string): string => {
  if (location.includes('://')) return location
  const origin = /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0] ?? ''
  return location.startsWith('/')
    ? `${origin}${location}`
    : `${url.slice(0, url.lastIndexOf('/'))}/${location}`
}

const fileOf = (out: string): Vars => {
  const [uid, gid, owner, group, mode, size] = line(out, 'stat')?.split(' ') ?? []
  const path = bytesOf(out, 'path')?.toString('utf8')
  if (path === undefined) return {}
  if (mode === undefined) return { path }
  return {
    path,
    uid: Number(uid),
    gid: Number(gid),
    owner,
    group,
    mode: `0${mode.padStart(3, '0')}`,
    size: Number(size),
    state: 'file',
  }
}

/** All that uri returns. */
export const answered = (args: Args, { out }: Output): Vars => {
  const [code = '0', seconds = '0', ...url] = (line(out, 'told') ?? '').split(' ')
  const trouble = bytesOf(out, 'trouble')
    ?.toString('utf8')
    .trim()
    .replace(/^curl: \(\d+\) /, '')
  const heads = headsOf(bytesOf(out, 'head')?.toString('latin1') ?? '')
  const last = heads.at(-1) ?? { status: '', reason: '', headers: [] }
  const status = trouble !== undefined || Number(code) === 0 ? -1 : Number(code)
  const wentWell = status >= 200 && status < 300
  const headers = joined(status === -1 ? [] : last.headers)
  const type = headers['content_type'] ?? ''
  const body = bytesOf(out, 'body')
  const text = body && decoded(body, type)
  const cookies = cookiesOf(
    args.url,
    heads.flatMap(head => head.headers),
  )
  const moved = wentWell && heads.slice(0, -1).some(head => /^3/.test(head.status))
  const said =
    status === -1
      ? `Request failed: ${trouble ?? 'no answer'}`
      : wentWell
        ? `OK (${headers['content_length'] ?? 'unknown'} bytes)`
        : `HTTP Error ${status}: ${last.reason}`
  const codes = args.status_code as readonly number[]
  const fine = codes.includes(status)
  const file = fileOf(out)
  return {
    ...headers,
    ...(headers['location'] !== undefined && {
      location: locationOf(args.url, headers['location']),
    }),
    ...(wentWell && {
      cookies: Object.fromEntries(cookies),
      cookies_string: cookies.map(([name, value]) => `${name}=${value}`).join('; '),
    }),
    ...(text !== undefined && isJson(type) && jsonOf(text)),
    ...(args.return_content && { content: text ?? '' }),
    ...file,
    url: moved ? url.join(' ') : args.url,
    redirected: moved,
    elapsed: Math.floor(Number(seconds.replace(',', '.'))),
    status,
    changed: /^wrote$/m.test(out),
    msg: fine ? said : `Status code was ${status} and not [${codes.join(', ')}]: ${said}`,
    ...(!fine && { failed: true }),
  }
}
