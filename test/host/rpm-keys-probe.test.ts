import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { rpmKeysKind } from '../../src/host/probes/rpm-keys.ts'
import { probe } from '../../src/kit/probe.ts'
import { someFacts } from '../support/facts.ts'
import { sh, shells } from '../support/shell.ts'

const KEY = `-----BEGIN PGP PUBLIC KEY BLOCK-----
Version: rpm-4.18.0

mDMEawHQfxYJKwYBBAHaRw8BAQdAJQG/c2aAEhT/5WYU/90/CV4OfZ2u+KmenWvt
QbVMlCa0DlJlcG8gPHJAZS5vcmc+iJAEExYIADgWIQQLDq4WpzPWDbZQf+gH2rbj
JbWJVQUCawHQfwIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAKCRAH2rbjJbWJ
Vcp9AQD751gX+x77WYWKSCvlGDdZC8nJmgl+tT9DQBNJ8ZqUSQEAs4geWtz+ybem
InLLfnhWRDK5Zeu0D3ggCghZf9URFgw=
=laCR
-----END PGP PUBLIC KEY BLOCK-----
`

const RPM = `#!/bin/sh
printf '#gpg-pubkey-25b58955-6b01d07f\\n'; cat <<'END'
${KEY}
END
printf '#gpg-pubkey-0608b895-4bd22942\\n(none)\\n'
`

for (const shell of shells)
  t.test(`${shell.join(' ')} tells which keys rpm trusts`, async t => {
    const folder = t.testdir({ rpm: RPM })
    chmodSync(join(folder, 'rpm'), 0o755)
    const ask = (path: string): unknown => {
      const script = rpmKeysKind.script([probe.rpmKeys()], someFacts)
      const { out } = sh(`PATH=${path}; ${script}`, shell)
      return rpmKeysKind.parse(out, [probe.rpmKeys()], someFacts)[0]
    }
    t.same(ask(`${folder}:/usr/bin:/bin`), {
      known: {
        keys: {
          'gpg-pubkey-25b58955-6b01d07f': ['0B0EAE16A733D60DB6507FE807DAB6E325B58955'],
          'gpg-pubkey-0608b895-4bd22942': ['0608B895'],
        },
      },
    })
    t.same(ask('/nowhere'), { absent: true })
  })
