// `url`: what a server answers, asked by the edge. Lines, unless split_lines says no.
import { isDict } from '../../base/value.ts'
import { str } from '../print.ts'
import { notYet, Problem, typeProblem } from '../problem.ts'
import type { Run } from '../run.ts'
import { splitLines } from '../text.ts'
import { iterate, toNumber, truth } from '../values.ts'
import type { Lookup, Options } from './lookup.ts'

const REDIRECTS: Readonly<Record<string, 'all' | 'none'>> = {
  urllib2: 'all',
  all: 'all',
  yes: 'all',
  true: 'all',
  safe: 'all',
  none: 'none',
  no: 'none',
  false: 'none',
}

/** Options that variables may set for all uses. */
const variableOf = (name: string, options: Options, run: Run): unknown =>
  options[name] ?? run.scope.get(`ansible_lookup_url_${name === 'http_agent' ? 'agent' : name}`)

const fetched = (url: string, options: Options, run: Run): string => {
  if (!run.edges.fetch)
    throw new Problem('template/type', `url: "${url}" cannot be asked here`, {
      hint: 'nothing but the run itself reaches the network',
    })
  const option = (name: string): unknown => variableOf(name, options, run)
  const isOn = (name: string, other: boolean): boolean => {
    const value = option(name) ?? other
    return typeof value === 'string' ? !/^(?:no|false|off|0|)$/i.test(value) : truth(value)
  }
  if (isOn('use_gssapi', false)) throw notYet('url lookup with use_gssapi')
  const redirects = REDIRECTS[str(option('follow_redirects') ?? 'urllib2').toLowerCase()]
  if (!redirects) throw typeProblem('url: follow_redirects is urllib2, all, yes, safe or none')
  const headers = options['headers'] ?? {}
  if (!isDict(headers)) throw typeProblem('url: headers is a mapping')
  const [user, password] = [option('username'), option('password')]
  const [agent, ca, socket] = [option('http_agent'), option('ca_path'), option('unix_socket')]
  const answer = run.edges.fetch({
    url,
    headers: {
      'User-Agent': str(agent ?? 'ansible-httpget'),
      ...(isOn('force', false) && { 'Cache-Control': 'no-cache' }),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, str(value)])),
    },
    seconds: toNumber(option('timeout') ?? 10),
    redirects,
    checked: isOn('validate_certs', true),
    proxied: isOn('use_proxy', true),
    ...(user !== undefined &&
      user !== null && { login: { user: str(user), password: str(password ?? '') } }),
    eager: isOn('force_basic_auth', false),
    ...(ca !== undefined && ca !== null && { ca: str(ca) }),
    ...(socket !== undefined && socket !== null && { socket: str(socket) }),
    unredirected: iterate(options['unredirected_headers'] ?? []).map(str),
    ciphers: iterate(options['ciphers'] ?? []).map(str),
  })
  if ('problem' in answer)
    throw new Problem('template/type', `url: ${url} did not answer: ${answer.problem}`)
  if (answer.status >= 400 || answer.status >= 300)
    throw new Problem(
      'template/type',
      `url: ${url} answered with ${answer.status} ${answer.reason}`,
    )
  return answer.body
}

export const url: Lookup = {
  run: (terms, options, run) =>
    terms.flatMap(term => {
      const text = fetched(str(term), options, run)
      return truth(options['split_lines'] ?? true) ? splitLines(text, false) : [text]
    }),
}
