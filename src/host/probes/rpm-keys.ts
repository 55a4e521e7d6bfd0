// `rpm-keys`: the public keys that rpm trusts, by the names of the packages that rpm makes of them.
import { dearmored, publicKeys } from '../../base/packages/openpgp.ts'
import type { RpmKeysAnswer } from '../../model/answers.ts'
import { absent, known, utf8, type Kind } from '../kind.ts'

const SCRIPT = String.raw`command -v rpm >/dev/null || exit
echo .
rpm -q gpg-pubkey --qf '#%{NAME}-%{VERSION}-%{RELEASE}\n%{DESCRIPTION}\n'`

export const rpmKeysKind: Kind<RpmKeysAnswer> = {
  kind: 'rpm-keys',
  script: () => SCRIPT,
  parse: (text, probes) => {
    if (!text.startsWith('.\n')) return probes.map(() => absent)
    const keys = Object.fromEntries(
      utf8(text)
        .split(/^#/m)
        .slice(1)
        .map(part => {
          const end = part.indexOf('\n')
          return [part.slice(0, end), idsIn(part.slice(0, end), part.slice(end + 1))]
        }),
    )
    return probes.map(() => known({ keys }))
  },
  // What rpm calls the packages is its own affair.
  same: (promised, found) => {
    const [one, other] = [promised, found].map(({ keys }) => Object.values(keys).flat().sort())
    return one!.join() === other!.join()
  },
  show: ({ keys }) =>
    Object.fromEntries(Object.entries(keys).map(([name, ids]) => [name, ids[0] ?? ''])),
}

/** Fingerprints of the key and its subkeys; where it cannot be read, the short id in its name. */
const idsIn = (name: string, text: string): readonly string[] => {
  const [key] = publicKeys(dearmored(Buffer.from(text)))
  return key
    ? [key.fingerprint, ...key.subkeys.map(({ fingerprint }) => fingerprint)]
    : [name.split('-')[2]!.toUpperCase()]
}
