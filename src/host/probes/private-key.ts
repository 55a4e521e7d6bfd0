// `private-key PATH`: what openssl tells of a key that it can read. The key itself stays on the host: its public half
// says all there is to compare. A passphrase stands in openssl's environment, never in a command line.
import { quote } from '../../base/shell.ts'
import { NotDer } from '../../base/pki/der.ts'
import { pemBytes } from '../../base/pki/pem.ts'
import { keyKind } from '../../base/pki/public-key.ts'
import type { PrivateKeyAnswer } from '../../model/security-answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Probe } from '../../model/module.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

type Ask = { readonly path?: string; readonly content?: string; readonly passphrase?: string }

const ask = (probe: Probe<PrivateKeyAnswer>): Ask => (probe.ask ?? {}) as Ask

/** k PATH-OR-EMPTY: the lines that tell the format, then the public half; the key of a text comes in $content. */
const SCRIPT = `k() {
if [ -z "$1" ]; then set -- /dev/stdin; t() { printf '%s\\n' "$content"; }
elif [ ! -e "$1" ]; then echo '= absent'; return
elif [ -d "$1" ]; then echo '= folder'; return
elif [ ! -r "$1" ]; then echo '= hidden'; return
else t() { cat -- "$1"; }; fi
command -v openssl >/dev/null || { echo '= missing'; return; }
echo '= key'
t "$1" | grep -a -e '^-----BEGIN .*PRIVATE KEY' -e '^Proc-Type: 4,ENCRYPTED' | head -n 2
t "$1" | openssl pkey -in /dev/stdin -passin env:passphrase -pubout 2>&1
}`

export const privateKeyKind: Kind<PrivateKeyAnswer> = {
  kind: 'private-key',
  script: probes =>
    [
      SCRIPT,
      ...probes.map(probe => {
        const { path, content, passphrase } = ask(probe)
        return [
          `export passphrase=${quote(passphrase ?? '')}`,
          `content=${quote(content ?? '')}`,
          `k ${quote(content === undefined ? (path ?? probe.id) : '')}`,
        ].join('; ')
      }),
    ].join('\n'),
  parse: (text, probes) => {
    const parts = utf8(text)
      .split(/^= (?=(?:absent|folder|hidden|missing|key)$)/m)
      .slice(1)
    return probes.map((_probe, index): Answer<PrivateKeyAnswer> => {
      const part = parts[index] ?? ''
      const state = part.slice(0, part.indexOf('\n'))
      if (state === 'absent') return absent
      if (state === 'missing') return failed('openssl is not on the host: install it first')
      if (state === 'folder') return failed('it is a folder, expected a key')
      if (state !== 'key') return failed('it cannot be read')
      return known(keyOf(part.slice(part.indexOf('\n') + 1)))
    })
  },
  covers: (had, _answer, wanted) => ask(had).passphrase === ask(wanted).passphrase,
  show: ({ type, size, curve, format, isEncrypted }) => ({
    ...(type !== undefined && { type }),
    ...(size !== undefined && { size: `${size} bits` }),
    ...(curve !== undefined && { curve }),
    format,
    encrypted: isEncrypted ? 'yes' : 'no',
  }),
}

const keyOf = (told: string): PrivateKeyAnswer => {
  const name = /^-----BEGIN (.*)PRIVATE KEY/m.exec(told)?.[1]
  const head = {
    format: name === undefined ? 'raw' : /^(ENCRYPTED )?$/.test(name) ? 'pkcs8' : 'pkcs1',
    isEncrypted: name === 'ENCRYPTED ' || told.includes('Proc-Type: 4,ENCRYPTED'),
  } as const
  const spki = pemBytes(told, 'PUBLIC KEY')
  if (!spki) return head
  try {
    return { ...head, ...keyKind(spki), publicKey: Buffer.from(spki).toString('base64') }
  } catch (problem) {
    if (!(problem instanceof NotDer)) throw problem
    return head
  }
}
