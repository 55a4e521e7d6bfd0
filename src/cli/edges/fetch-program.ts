// The program that asks one server: a request as JSON on its input, what came of it as JSON on its output.
import { readFileSync } from 'node:fs'
import { request as ask, type IncomingMessage } from 'node:http'
import { request as askSafely } from 'node:https'
import type { Fetch, FetchRequest } from '../../model/edge.ts'

type Answer = ReturnType<Fetch>
const HOPS = 10

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

/** The proxy that the environment names for a URL. */
const proxyOf = (url: URL, { proxied, socket }: FetchRequest): URL | undefined => {
  if (!proxied || socket !== undefined || url.protocol === 'https:') return undefined
  const named = process.env['http_proxy']
  const without = (process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? '').split(',')
  const isNear = without.some(
    one => one.trim() !== '' && (one.trim() === '*' || url.hostname.endsWith(one.trim())),
  )
  return named && !isNear ? new URL(named) : undefined
}

const once = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  request: FetchRequest,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const proxy = proxyOf(url, request)
    const shared = {
      headers: proxy ? { ...headers, Host: url.host } : headers,
      timeout: request.seconds * 1000,
      ...(request.socket !== undefined && { socketPath: request.socket }),
      ...(proxy && { host: proxy.hostname, port: proxy.port || 80, path: url.href }),
    }
    const safe = {
      ...shared,
      rejectUnauthorized: request.checked,
      ...(request.ca !== undefined && { ca: readFileSync(request.ca) }),
      ...(request.ciphers.length > 0 && { ciphers: request.ciphers.join(':') }),
    }
    const sent =
      url.protocol === 'https:' ? askSafely(url, safe, resolve) : ask(url, shared, resolve)
    sent.on('timeout', () => sent.destroy(new Error(`no answer in ${request.seconds} seconds`)))
    sent.on('error', reject)
    sent.end()
  })

const textOf = async (answer: IncomingMessage): Promise<string> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of answer) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks).toString('utf8')
}

const run = async (request: FetchRequest): Promise<Answer> => {
  let url = new URL(request.url)
  if (!/^https?:$/.test(url.protocol)) return { problem: `"${url.protocol}" is not asked for here` }
  const login =
    request.login ??
    (url.username === ''
      ? undefined
      : {
          user: decodeURIComponent(url.username),
          password: decodeURIComponent(url.password),
        })
  url.username = url.password = ''
  let headers: Record<string, string> = { ...request.headers }
  if (login && request.eager) headers['Authorization'] = basic(login.user, login.password)
  for (let hop = 0; hop <= HOPS; hop++) {
    const answer = await once(url, headers, request)
    const { statusCode: status = 0, statusMessage: reason = '' } = answer
    const body = await textOf(answer)
    const to = answer.headers.location
    if (status === 401 && login && headers['Authorization'] === undefined) {
      headers['Authorization'] = basic(login.user, login.password)
      continue
    }
    if (status < 300 || status >= 400 || to === undefined || request.redirects === 'none')
      return { status, reason, body }
    const next = new URL(to, url)
    const dropped = request.unredirected.map(name => name.toLowerCase())
    // What lets in here is nobody else's.
    if (next.origin !== url.origin) dropped.push('authorization', 'cookie')
    headers = Object.fromEntries(
      Object.entries(headers).filter(([name]) => !dropped.includes(name.toLowerCase())),
    )
    url = next
  }
  return { problem: `more than ${HOPS} redirects` }
}

const answer = await run(JSON.parse(readFileSync(0, 'utf8')) as FetchRequest).catch(
  (error: unknown): Answer => ({ problem: error instanceof Error ? error.message : String(error) }),
)
process.stdout.write(JSON.stringify(answer))
