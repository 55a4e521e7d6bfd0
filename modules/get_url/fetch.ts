// How the host fetches: by curl, or by wget where there is no curl. All that could be secret stands in a
// configuration that is read from standard input, never on a command line.
import type { Args } from './args.ts'

/** A value in curl's configuration. */
const quoted = (text: string): string =>
  `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`

const flat = (text: string): string => text.replace(/[\r\n]+/g, ' ')

/** curl's configuration; lines for wget stand in it as comments. */
export const configOf = (args: Args, url: string): string => {
  const user =
    args.url_username === undefined ? undefined : `${args.url_username}:${args.url_password ?? ''}`
  const headers = Object.entries(args.headers ?? {}).map(([name, value]) =>
    flat(`${name}: ${String(value)}`),
  )
  const curl = [
    `url = ${quoted(url)}`,
    'fail',
    'silent',
    'show-error',
    'location',
    `connect-timeout = ${args.timeout}`,
    `speed-time = ${args.timeout}`,
    'speed-limit = 1',
    `user-agent = ${quoted(args.http_agent)}`,
    ...headers.map(header => `header = ${quoted(header)}`),
    ...(user === undefined ? [] : [`user = ${quoted(user)}`]),
    ...(args.validate_certs ? [] : ['insecure']),
    ...(args.use_proxy ? [] : ['noproxy = "*"']),
    ...(args.use_netrc ? ['netrc-optional'] : []),
    ...(args.decompress ? ['compressed'] : []),
    ...(args.client_cert === undefined ? [] : [`cert = ${quoted(args.client_cert)}`]),
    ...(args.client_key === undefined ? [] : [`key = ${quoted(args.client_key)}`]),
    ...(args.ciphers === undefined ? [] : [`ciphers = ${quoted(args.ciphers.join(':'))}`]),
  ]
  const wget = [
    `timeout = ${args.timeout}`,
    'tries = 1',
    `user_agent = ${flat(args.http_agent)}`,
    ...headers.map(header => `header = ${header}`),
    ...(args.url_username === undefined
      ? []
      : [
          `user = ${flat(args.url_username)}`,
          `password = ${flat(args.url_password ?? '')}`,
          'auth_no_challenge = on',
        ]),
    ...(args.validate_certs ? [] : ['check_certificate = off']),
    ...(args.use_proxy ? [] : ['use_proxy = off']),
    ...(args.use_netrc ? [] : ['netrc = off']),
    ...(args.client_cert === undefined ? [] : [`certificate = ${args.client_cert}`]),
    ...(args.client_key === undefined ? [] : [`private_key = ${args.client_key}`]),
  ]
  return [...curl, ...wget.map(line => `#wget ${line}`), ''].join('\n')
}

// get URL FILE: fetches into a file, the configuration in $config. wget takes it from a regular file only, which
// mktemp makes for its owner alone.
const GET = `set_to() { printf '%s\\n' "$config" | sed -n "s/^#wget $1 = //p"; }
plain() { # busybox's wget reads no configuration, and some die of -T
  case $config in *'#wget header = '*|*'#wget user = '*)
    echo 'this wget can be told headers and passwords only where others see them: install curl' >&2; return 1 ;;
  esac
  o=
  [ -z "$(set_to check_certificate)" ] || o=--no-check-certificate
  [ -z "$(set_to use_proxy)" ] || o="$o -Y off"
  wget -q $o -U "$(set_to user_agent)" -O "$2" "$1"
}
get() {
  if command -v curl >/dev/null 2>&1; then printf '%s\\n' "$config" | curl -K - -o "$2"
  elif command -v wget >/dev/null 2>&1; then
    case $(wget --help 2>&1) in *--config*) ;; *) plain "$@"; return ;; esac
    c=$(mktemp) || return
    printf '%s\\n' "$config" | sed -n 's/^#wget //p' >"$c"
    wget --config="$c" -nv -O "$2" -- "$1"
    set -- $?; rm -f "$c"; return $1
  else echo 'neither curl nor wget is there: install one of them' >&2; return 127; fi
}`

/** Prints what a URL holds. */
export const READ = `${GET}\nget "$1" -`

/** Prints the SHA-256 of what a URL holds. */
export const DIGEST = `${GET}\nt=$(mktemp) || exit\ntrap 'rm -f "$t"' EXIT\nget "$1" "$t" && sha256sum <"$t"`

/** Prints the headers of a URL; none where there is no curl, or no header. */
export const HEADERS = `command -v curl >/dev/null 2>&1 || exit 0\nprintf '%s\\n' "$config" | curl -K - -I -o -\n:`

/** Runs the script that stands in $script, so that messages do not show it. */
export const SHORT = 'eval "$script"'

// URL DEST TEMPORARY-FOLDER ALGORITHM DIGEST BACKUP: the file takes its place only when it is whole and has the digest.
// A file that is replaced leaves its owner and permissions to the new one. What Ansible returns is printed.
export const PLACE = `${GET}
config=$(cat) url=$1 dest=$2
t=$(mktemp "$3/.mokplay.XXXXXXXX") || exit 1
trap 'rm -f "$t"' EXIT
get "$url" "$t" || exit
if [ -n "$4" ]; then
  found=$("$4sum" <"$t") found=\${found%% *}
  [ "$found" = "$5" ] || { echo "The checksum for $dest did not match $5; it was $found." >&2; exit 1; }
fi
if [ -e "$dest" ]; then
  cp --attributes-only --preserve=all -- "$dest" "$t" 2>/dev/null ||
    { chown "$(stat -c %u:%g -- "$dest")" "$t"; chmod "$(stat -c %a -- "$dest")" "$t"; } 2>/dev/null
  printf 'dest '; sha1sum <"$dest"
  if [ -n "$6" ]; then b=$dest.$$.$(date +%Y-%m-%d@%H:%M:%S)~; cp -p -- "$dest" "$b" || exit; printf 'backup %s\\n' "$b"; fi
fi
for sum in sha1 md5; do printf '%s ' $sum; "\${sum}sum" <"$t"; done
mv -f -- "$t" "$dest"`
