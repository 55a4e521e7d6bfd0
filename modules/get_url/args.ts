// The arguments of get_url.
import { arg, fileArgs, Refusal, type ArgsOf } from '../../src/kit/index.ts'

export const getUrlArgs = {
  ...fileArgs,
  url: arg.must(arg.text('What to fetch: http, https, ftp or file.')),
  dest: arg.must(arg.path('Where it goes; into it, when it is a folder.')),
  checksum: arg.or(
    arg.text(
      'algorithm:digest, or algorithm:url of a file of digests; what is there and has it is not fetched.',
    ),
    '',
  ),
  force: arg.or(
    arg.alias(
      arg.bool('Fetch it though the file is there, and replace the file if it differs.'),
      'thirsty',
    ),
    false,
  ),
  backup: arg.or(
    arg.bool('Keep the old file beside the new one, with the time in its name.'),
    false,
  ),
  tmp_dest: arg.path(
    'A folder for the file while it is fetched; beside the destination otherwise.',
  ),
  timeout: arg.or(arg.int('Seconds to connect, and to wait when nothing comes.'), 10),
  headers: arg.secret(arg.dict('Headers of the request.')),
  http_agent: arg.or(arg.text('What the request calls itself.'), 'ansible-httpget'),
  url_username: arg.alias(arg.text('Name for the server.'), 'username'),
  url_password: arg.secret(arg.alias(arg.text('Password for the server.'), 'password')),
  force_basic_auth: arg.or(
    arg.bool('Send name and password with the first request; that is always done.'),
    false,
  ),
  validate_certs: arg.or(arg.bool('Trust only certificates that can be verified.'), true),
  client_cert: arg.path('A client certificate on the host.'),
  client_key: arg.path('The key of the client certificate.'),
  ciphers: arg.list('Ciphers that TLS may use.'),
  use_proxy: arg.or(arg.bool('Use the proxy of the environment.'), true),
  use_netrc: arg.or(arg.bool('Take name and password from ~/.netrc where none are given.'), true),
  decompress: arg.or(arg.bool('Ask for compressed content and expand it.'), true),
} as const

export type Args = ArgsOf<typeof getUrlArgs>

const ALGORITHMS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const

/** What `checksum` says: a digest, or where to find it. */
export type Checksum = {
  readonly algorithm: (typeof ALGORITHMS)[number]
  readonly digest?: string
  readonly url?: string
}

export const checksumOf = ({ checksum }: Args): Checksum | undefined => {
  if (checksum === '') return undefined
  const [name, rest] = [
    checksum.slice(0, checksum.indexOf(':')),
    checksum.slice(checksum.indexOf(':') + 1),
  ]
  const algorithm = ALGORITHMS.find(each => each === name.toLowerCase())
  if (!checksum.includes(':'))
    throw new Refusal('checksum', 'has to be in format <algorithm>:<checksum>')
  if (!algorithm)
    throw new Refusal('checksum', `must begin with one of ${ALGORITHMS.join(', ')}, not "${name}"`)
  if (/^(https?|ftp|file):\/\//.test(rest)) return { algorithm, url: rest }
  const digest = rest.replace(/\W+/g, '').toLowerCase()
  if (!/^[0-9a-f]+$/.test(digest))
    throw new Refusal('checksum', 'must be hexadecimal digits, or a URL')
  return { algorithm, digest }
}

/** The last part of a URL's path, as a file name. */
export const nameInUrl = (url: string): string =>
  url
    .replace(/[?#].*$/s, '')
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .split('/')
    .at(-1) || 'index.html'

/** The name a server gives the file in its headers (of the last answer), or the URL's own. */
export const nameInHeaders = (headers: string, url: string): string => {
  const found = [
    ...headers.matchAll(/^content-disposition:\s*attachment; ?filename="?([^"\r\n;]+)/gim),
  ].at(-1)?.[1]
  const name = found?.trim().split('/').at(-1)
  if (name !== undefined && name !== '' && name !== '.' && name !== '..') return name
  const moved = [...headers.matchAll(/^location:\s*(\S+)/gim)].at(-1)?.[1]
  return nameInUrl(moved ?? url)
}

/** The digest of a file in a list of digests. */
export const digestIn = (list: string, name: string): string | undefined => {
  const lines = list.split('\n').filter(line => line !== '')
  const sole =
    lines.length === 1 && lines[0]!.trim().split(/\s+/).length === 1 ? lines[0]!.trim() : undefined
  const found =
    sole ??
    lines
      .map(line => /^(\S+) [ *]?(?:[./]*)(.*)$/.exec(line))
      .find(match => match?.[2] === name)?.[1]
  return found?.replace(/\W+/g, '').toLowerCase()
}
