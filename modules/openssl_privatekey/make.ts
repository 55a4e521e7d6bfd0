// How the host makes a key, or writes one otherwise: by openssl, into a file of its own that takes the place of the
// old one when it is whole. The key never leaves the host; the passphrase comes on standard input.
import { CURVES, type Op } from '../../src/kit/index.ts'
import type { KeyArgs } from './args.ts'
import { formatOf, type Deed } from './decide.ts'

/** The words for openssl that make a new key. */
const words = ({ type, size, curve }: KeyArgs): readonly string[] => {
  switch (type) {
    case 'RSA':
      return ['genpkey', '-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${size}`]
    case 'DSA':
      return ['dsaparam', '-noout', '-genkey', String(size)]
    case 'ECC':
      return ['ecparam', '-noout', '-genkey', '-name', CURVES[curve ?? '']?.[1] ?? curve ?? '']
    default:
      return ['genpkey', '-algorithm', type.toUpperCase()]
  }
}

// DEST FORMAT TYPE BACKUP WORDS…: without words, the key that is there is written otherwise. openssl before 1.1 has
// no -traditional, but programs for each sort of key that write nothing else.
const MAKE = `umask 077
dest=$1 format=$2 type=$3 backup=$4; shift 4
passphrase=$(cat; echo .) passphrase=\${passphrase%.}
export passphrase
command -v openssl >/dev/null || { echo 'openssl is not on the host: install it first' >&2; exit 127; }
raw=$(mktemp "$dest.XXXXXXXX") && new=$(mktemp "$dest.XXXXXXXX") || exit 1
trap 'rm -f "$raw" "$new"' EXIT
if [ $# -gt 0 ]; then command=$1; shift; openssl "$command" -out "$raw" "$@"
else openssl pkey -in "$dest" -passin env:passphrase -out "$raw"; fi 2>"$new" || { cat "$new" >&2; exit 1; }
if [ -n "$passphrase" ]; then set -- -aes256 -passout env:passphrase; else set --; fi
if [ "$format" = pkcs8 ]; then openssl pkey -in "$raw" "$@" -out "$new"
elif openssl pkey -in "$raw" "$@" -traditional -out "$new" 2>/dev/null; then :
else
  case $type in RSA) p=rsa;; DSA) p=dsa;; *) p=ec;; esac
  openssl $p -in "$raw" "$@" -out "$new"
fi || exit 1
if [ -e "$dest" ]; then
  chown "$(stat -c %u:%g -- "$dest")" "$new" 2>/dev/null
  if [ -n "$backup" ]; then b=$dest.$$.$(date +%Y-%m-%d@%H:%M:%S)~; cp -p -- "$dest" "$b" || exit; printf 'backup %s\\n' "$b"; fi
fi
mv -f -- "$new" "$dest"`

/** Messages show this, and not the script itself. */
const SHORT = 'eval "$script"'

/** The act that makes the key, or writes it otherwise. */
export const makeKey = (given: KeyArgs, path: string, deed: Deed): Op => ({
  op: 'run',
  argv: [
    ...['sh', '-c', SHORT, `openssl_privatekey ${deed}`, path],
    ...[formatOf(given), given.type, given.backup ? 'yes' : ''],
    ...(deed === 'generate' ? words(given) : []),
  ],
  env: { script: MAKE },
  stdin: given.passphrase ?? '',
})
