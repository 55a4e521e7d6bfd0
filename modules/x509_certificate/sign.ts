// How the host signs: by `openssl ca` in a folder of its own, which alone lets both times be told. Passphrase, keys and
// all other texts come on standard input.
import { pki, type Op } from '../../src/kit/index.ts'
import type { Terms } from './args.ts'

const SHORT = 'eval "$script"'

// DEST BACKUP FROM TO REQUEST KEY CA: paths, or the names of texts that come along; no REQUEST makes an empty one, no
// CA signs with the own key. Standard input: the passphrase, then each text after a line with its name; a blank before
// each of its own lines keeps them from being taken for names.
const SIGN = `umask 077
dest=$1 backup=$2 from=$3 to=$4 request=$5 key=$6 ca=$7
IFS= read -r passphrase; export passphrase
command -v openssl >/dev/null || { echo 'openssl is not on the host: install it first' >&2; exit 127; }
t=$(mktemp -d) && new=$(mktemp "$dest.XXXXXXXX") || exit 1
trap 'rm -rf "$t" "$new"' EXIT
cd "$t" && awk '/^@@/ { f = substr($0, 3); next } { print substr($0, 2) > f }' || exit 1
case $(openssl version) in 'OpenSSL 0'*|'OpenSSL 1'*) ;; *) sed 's/^#3 //' openssl.cnf >new.cnf && mv new.cnf openssl.cnf || exit 1;; esac
when() {
  case $1 in [+-]*) d=$(date -u -d "@$(($(date +%s) $1))" +%Y%m%d%H%M%SZ);; *) d=$1;; esac
  case $d in 19[5-9]*|20[0-4]*) d=\${d#??};; esac
  printf '%s\\n' "$d"
}
if [ -z "$request" ]; then
  request=empty.csr
  openssl req -new -batch -config openssl.cnf -subj / -key "$key" -passin env:passphrase -out empty.csr || exit 1
fi
if [ -n "$ca" ]; then set -- -cert "$ca"; else set -- -selfsign; fi
: >index.txt
s=$(openssl rand -hex 20) && printf '4%s\\n' "\${s#?}" >serial || exit 1
openssl ca -batch -notext -preserveDN -config openssl.cnf "$@" -keyfile "$key" -passin env:passphrase -in "$request" \\
  -startdate "$(when "$from")" -enddate "$(when "$to")" -out made.pem 2>log || { cat log >&2; exit 1; }
sed -n '/-----BEGIN/,$p' made.pem >"$new"
if [ -e "$dest" ]; then
  chown "$(stat -c %u:%g -- "$dest")" "$new" 2>/dev/null
  chmod "$(stat -c %a -- "$dest")" "$new" || exit 1
  if [ -n "$backup" ]; then b=$dest.$$.$(date +%Y-%m-%d@%H:%M:%S)~; cp -p -- "$dest" "$b" || exit; printf 'backup %s\\n' "$b"; fi
fi
mv -f -- "$new" "$dest"`

/** What it is made of; a text travels along where no file holds it. */
export type Part = { readonly path?: string | undefined; readonly text?: string | undefined }

export type Signing = {
  readonly dest: string
  readonly backup: boolean
  readonly terms: Terms
  readonly extensions: readonly pki.Extension[]
  readonly request: Part
  readonly key: Part
  readonly ca: Part
  readonly passphrase: string
  /** Some keys are signed with as they are. */
  readonly takesDigest: boolean
}

/** openssl adds these by itself from version 3 on; before, it knows no none. */
const UNASKED = [
  [pki.OIDS.subjectKeyIdentifier, 'subjectKeyIdentifier'],
  [pki.OIDS.authorityKeyIdentifier, 'authorityKeyIdentifier'],
] as const

const config = ({ terms, extensions, takesDigest }: Signing): string =>
  [
    '[req]',
    'distinguished_name = any',
    '[ca]',
    'default_ca = own',
    '[own]',
    'database = index.txt',
    'new_certs_dir = .',
    'serial = serial',
    `default_md = ${takesDigest ? terms.digest : 'default'}`,
    'policy = any',
    'unique_subject = no',
    'copy_extensions = none',
    'x509_extensions = extensions',
    '[any]',
    '[extensions]',
    ...pki.extensionLines(extensions),
    ...UNASKED.flatMap(([oid, name]) =>
      extensions.some(each => each.oid === oid) ? [] : [`#3 ${name} = none`],
    ),
    '',
  ].join('\n')

/** The act that signs a certificate and puts it in its place. */
export const sign = (of: Signing): Op => {
  const name = (part: Part, file: string): string =>
    part.path ?? (part.text === undefined ? '' : file)
  const texts = [
    ['openssl.cnf', config(of)],
    ...(
      [
        ['request.csr', of.request],
        ['key.pem', of.key],
        ['ca.pem', of.ca],
      ] as const
    ).flatMap(([file, { path, text }]) =>
      path === undefined && text !== undefined ? [[file, text] as const] : [],
    ),
  ] as const
  return {
    op: 'run',
    argv: [
      ...['sh', '-c', SHORT, 'x509_certificate', of.dest, of.backup ? 'yes' : ''],
      ...[of.terms.from, of.terms.to],
      ...[name(of.request, 'request.csr'), name(of.key, 'key.pem'), name(of.ca, 'ca.pem')],
    ],
    env: { script: SIGN },
    stdin: [
      of.passphrase,
      ...texts.map(([file, text]) => `@@${file}\n${text.replace(/^/gm, ' ')}`),
      '',
    ].join('\n'),
  }
}
