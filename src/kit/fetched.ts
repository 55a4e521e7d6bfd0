// Something small from the network, such as a key, brought here as a question: so a dry run knows it, and what was
// looked at is what is written.
import type { CommandAnswer } from '../model/answers.ts'
import type { Probe } from '../model/module.ts'
import { Failure } from './define.ts'
import { probe } from './probe.ts'
import { script } from './script.ts'

// The URL travels in the environment, since it may hold a password. Hosts of Debian may have nothing but apt to fetch by.
const FETCH = String.raw`t=$(mktemp) || exit; trap 'rm -f "$t"' EXIT
if command -v curl >/dev/null 2>&1; then
  printf '%s\n' "$config" | curl -K - -o "$t"
elif command -v wget >/dev/null 2>&1; then
  printf '%s\n' "$url" | wget -nv $insecure -T 30 -t 2 -O "$t" -i - 2>&1 >/dev/null | grep -v 'URL:' >&2
  [ -s "$t" ]
elif [ -x /usr/lib/apt/apt-helper ]; then
  /usr/lib/apt/apt-helper -q download-file "$url" "$t" >/dev/null
else echo 'neither curl nor wget is there: install one of them' >&2; exit 127
fi || exit
base64 <"$t" | tr -d '\n'`

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`

/** The question what a URL holds. */
export const fetched = (
  url: string,
  { checked = true }: { readonly checked?: boolean } = {},
): Probe<CommandAnswer> => {
  const { argv, env } = script('fetch', FETCH, [withoutPassword(url)])
  const config = [
    `url = ${quoted(url)}`,
    'fail',
    'silent',
    'show-error',
    'location',
    'connect-timeout = 30',
    'max-filesize = 8388608',
    ...(checked ? [] : ['insecure']),
  ]
  return probe.command(argv, {
    env: {
      ...env,
      url,
      config: config.join('\n'),
      insecure: checked ? '' : '--no-check-certificate',
    },
    seconds: 120,
  })
}

/** Its bytes; a Failure where it cannot be had. */
export const fetchedBytes = (what: string, answer: CommandAnswer | undefined): Uint8Array => {
  if (!answer || answer.rc !== 0) {
    const said = answer?.err.trim().split('\n').at(-1) ?? 'no answer'
    throw new Failure(`${what} cannot be fetched: ${said.replace(/^curl: /, '')}`)
  }
  return Buffer.from(answer.out, 'base64')
}

const withoutPassword = (url: string): string => url.replace(/^(\w+:\/\/)[^/@]*@/, '$1')
