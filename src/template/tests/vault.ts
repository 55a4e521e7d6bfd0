// Tests of vaulted values. They are only looked at: no password is needed.
import { Sealed } from '../../base/sealed.ts'
import { isVaulted } from '../../base/vault/envelope.ts'
import type { Tests } from '../plugin.ts'

export const vaultTests: Tests = {
  vault_encrypted: {
    takes: ['value'],
    closed: true,
    run: ([value]) => value instanceof Sealed && isVaulted(value.text),
  },
}
