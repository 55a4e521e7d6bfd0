// How the host asks: by curl, which reads what could be secret from standard input, never from a command line.
import { absolute, modeText, newAttrs, type Facts } from '../../src/kit/index.ts'
import type { Args } from './args.ts'
import { partsOf } from './body.ts'

/** A value in curl's configuration. */
const quoted = (text: string): string =>
  `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`

const flat = (text: string): string => text.replace(/[\r\n]+/g, ' ')

/** A header; curl sends one without a value only where a semicolon says so. */
const header = (name: string, value: string): string =>
  `header = ${quoted(value.trim() === '' ? `${flat(name)};` : `${flat(name)}: ${flat(value)}`)}`

const printed = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)

export const methodOf = ({ method }: Args): string => method.toUpperCase()

const follows = (args: Args): boolean => {
  const method = methodOf(args)
  const isSafe = method === 'GET' || method === 'HEAD'
  switch (args.follow_redirects) {
    case 'all':
    case 'yes':
      return true
    case 'safe':
      return isSafe
    case 'urllib2':
      return isSafe || method === 'POST'
    default:
      return false
  }
}

/** curl takes POST from the body, and must not be told so: it would repeat it after a redirect. */
const methodLines = (method: string, hasBody: boolean): readonly string[] => {
  if (method === 'HEAD') return ['head']
  if (method === (hasBody ? 'POST' : 'GET')) return []
  return [`request = ${quoted(method)}`]
}

const formLines = (args: Args, facts: Facts): readonly string[] =>
  !args.remote_src
    ? []
    : partsOf(args).map(({ name, type, filename, file, content = '' }) => {
        const path = (of: string): string => of.replace(/["\\]/g, '\\$&')
        return file === undefined
          ? `form-string = ${quoted(`${name}=${content}`)}`
          : `form = ${quoted(`${name}=@"${path(absolute(file, facts))}";filename="${path(filename ?? '')}";type=${type}`)}`
      })

const SENDS = new Set(['POST', 'PUT', 'PATCH'])

/** curl's configuration. */
export const configOf = (
  args: Args,
  body: { readonly sent: boolean; readonly type?: string },
  facts: Facts,
): string => {
  const method = methodOf(args)
  const forms = formLines(args, facts)
  const given = Object.entries(args.headers ?? {})
  const isGiven = (name: string): boolean => given.some(([each]) => each.toLowerCase() === name)
  const isEmpty = !body.sent && forms.length === 0 && SENDS.has(method)
  const lines = [
    `url = ${quoted(args.url)}`,
    'silent',
    'show-error',
    'http1.1',
    'globoff',
    ...(isGiven('connection') ? [] : ['header = "Connection: close"']),
    ...methodLines(method, body.sent || forms.length > 0 || isEmpty),
    ...forms,
    ...(isEmpty
      ? ['data = ""', ...(isGiven('content-type') ? [] : ['header = "Content-Type:"'])]
      : []),
    ...given
      .filter(
        ([name]) => args.body_format !== 'form-multipart' || name.toLowerCase() !== 'content-type',
      )
      .map(([name, value]) => header(name, printed(value))),
    ...(body.type !== undefined &&
    (args.body_format === 'form-multipart' || !isGiven('content-type'))
      ? [header('Content-Type', body.type)]
      : []),
    ...(isGiven('user-agent') ? [] : [`user-agent = ${quoted(args.http_agent)}`]),
    ...(args.force ? ['header = "Cache-Control: no-cache"'] : []),
    ...(follows(args) ? ['location', 'max-redirs = 10'] : []),
    `connect-timeout = ${args.timeout}`,
    `speed-time = ${args.timeout}`,
    'speed-limit = 1',
    ...(args.url_username === undefined
      ? []
      : [
          `user = ${quoted(`${args.url_username}:${args.url_password ?? ''}`)}`,
          args.force_basic_auth ? 'basic' : 'anyauth',
        ]),
    ...(args.validate_certs ? [] : ['insecure']),
    ...(args.ca_path === undefined ? [] : [`cacert = ${quoted(args.ca_path)}`]),
    ...(args.client_cert === undefined ? [] : [`cert = ${quoted(args.client_cert)}`]),
    ...(args.client_key === undefined ? [] : [`key = ${quoted(args.client_key)}`]),
    ...(args.ciphers === undefined ? [] : [`ciphers = ${quoted(args.ciphers.join(':'))}`]),
    ...(args.use_proxy ? [] : ['noproxy = "*"']),
    ...(args.use_netrc && args.url_username === undefined ? ['netrc-optional'] : []),
    ...(args.unix_socket === undefined ? [] : [`unix-socket = ${quoted(args.unix_socket)}`]),
    ...(args.decompress ? ['compressed'] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** What the script reads from its environment. */
export const environmentOf = (args: Args, facts: Facts): Readonly<Record<string, string>> => {
  const { dest, src, owner, group, mode } = args
  return {
    method: methodOf(args),
    codes: (args.status_code as readonly number[]).join(' '),
    content: args.return_content ? 'yes' : '',
    dest: dest === undefined ? '' : absolute(dest, facts),
    from:
      src !== undefined && args.remote_src
        ? absolute(src.replace(/^~(?=\/)/, facts.home), facts)
        : '',
    force: args.force ? 'yes' : '',
    owner: owner ?? '',
    group: group ?? '',
    mode: mode === undefined || mode === 'preserve' ? '' : mode,
    // Of a new file.
    usual: modeText(newAttrs({}, facts).mode),
  }
}

// BODY: a file to send, or nothing. Asks, puts the answer where it shall be, and tells all of it by name: texts in
// base64, since only they may hold anything.
export const REQUEST = String.raw`
command -v curl >/dev/null 2>&1 || { echo 'curl is not on the host: install it first' >&2; exit 3; }
d=$(mktemp -d) || exit 3
trap 'rm -rf -- "$d"' EXIT
coded() { base64 <"$1" | tr -d '\n'; echo; }
send=$1
if [ -n "$from" ]; then
  [ -f "$from" ] && [ -r "$from" ] || { echo "Unable to open source file $from" >&2; exit 3; }
  send=$from
fi
set -- -K - -D "$d/head" -o "$d/body" -w '%{http_code} %{time_total} %{url_effective}'
[ -z "$send" ] || set -- "$@" --data-binary "@$send"
if [ -z "$force" ] && [ -f "$dest" ]; then
  since=$(LC_ALL=C date -u -r "$dest" '+%a, %d %b %Y %H:%M:%S GMT') && set -- "$@" -H "If-Modified-Since: $since"
fi
: >"$d/head"; : >"$d/body"
told=$(curl "$@" 2>"$d/err") || { printf 'trouble '; coded "$d/err"; }
[ "$method" != HEAD ] || : >"$d/body"
printf 'told %s\n' "$told"
printf 'head '; coded "$d/head"
status=${'$'}{told%% *}
case " $codes " in *" $status "*) fine=yes;; *) fine=;; esac
type=$(tr -d '\r' <"$d/head" | sed -n 's/^[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[Tt][Yy][Pp][Ee]://p' | tail -n 1)
case $content$type in
  yes*|*[Jj][Ss][Oo][Nn]*|*[Jj][Aa][Vv][Aa][Ss][Cc][Rr][Ii][Pp][Tt]*) printf 'body '; coded "$d/body" ;;
esac
[ -n "$dest" ] && [ "$status" != 000 ] || exit 0
if [ -d "$dest" ]; then
  name=$(tr -d '\r' <"$d/head" | sed -n 's/^[Cc]ontent-[Dd]isposition:.*filename="\{0,1\}\([^";]*\).*/\1/p' | tail -n 1)
  url=${'$'}{told##* }; url=${'$'}{url%%[?#]*}; url=${'$'}{url#*://}
  case $url in */*) url=${'$'}{url%/};; *) url=;; esac
  [ -n "$name" ] || case $url in */*) name=${'$'}{url##*/};; esac
  name=${'$'}{name##*/}; case $name in ''|.|..) name=index.html;; esac
  dest=${'$'}{dest%/}/$name
fi
[ "$status" != 304 ] || fine=
if [ -n "$fine" ] && ! cmp -s "$d/body" "$dest"; then
  t=$(mktemp "${'$'}{dest%/*}/.mokplay.XXXXXXXX" 2>"$d/err") && cat "$d/body" >"$t" 2>"$d/err" &&
    { if [ -e "$dest" ]; then
      cp --attributes-only --preserve=all -- "$dest" "$t" 2>/dev/null ||
        { chown "$(stat -c %u:%g -- "$dest")" "$t"; chmod "$(stat -c %a -- "$dest")" "$t"; } 2>/dev/null
    else chmod "$usual" "$t"; fi; } && mv -f -- "$t" "$dest" 2>"$d/err" ||
    { rm -f -- "$t"; e=$(cat "$d/err"); echo "the answer cannot be written to $dest: ${'$'}{e##*: }" >&2; exit 3; }
fi
if [ -n "$fine" ]; then
echo wrote
{ [ -z "$owner" ] || chown -h -- "$owner" "$dest"; } && { [ -z "$group" ] || chgrp -h -- "$group" "$dest"; } &&
  { [ -z "$mode" ] || chmod -- "$mode" "$dest"; } || exit 3
fi
printf 'stat '; stat -c '%u %g %U %G %a %s' -- "$dest" || echo
printf '%s' "$dest" >"$d/path"; printf 'path '; coded "$d/path"`
