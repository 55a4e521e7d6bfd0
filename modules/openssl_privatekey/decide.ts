// Whether a key will do, has to be written otherwise, or must make way for a new one. Pure.
import { Failure, Refusal, type PrivateKeyAnswer } from '../../src/kit/index.ts'
import type { KeyArgs } from './args.ts'

export type Deed = 'generate' | 'convert'

const PROCEED = 'To force a new key, set regenerate to'

/** RSA, DSA and ECC have a format of their own, other keys PKCS#8 alone. */
export const formatOf = ({ format, type }: KeyArgs): 'pkcs1' | 'pkcs8' => {
  const hasOwn = type === 'RSA' || type === 'DSA' || type === 'ECC'
  if (format === 'pkcs8') return 'pkcs8'
  if (format === 'raw')
    throw new Refusal('format', 'must be pkcs1, pkcs8 or auto: openssl writes no raw keys')
  if (format === 'pkcs1' && !hasOwn)
    throw new Refusal('format', `must be pkcs8 or auto for a key of type ${type}`)
  return hasOwn ? 'pkcs1' : 'pkcs8'
}

const isOfKind = ({ type, size, curve }: KeyArgs, key: PrivateKeyAnswer): boolean =>
  key.type === type &&
  (type === 'RSA' || type === 'DSA' ? key.size === size : type !== 'ECC' || key.curve === curve)

/** What has to be done; nothing for a key that will do. */
export const decide = (given: KeyArgs, key: PrivateKeyAnswer | undefined): Deed | undefined => {
  const { regenerate, passphrase } = given
  if (given.force || regenerate === 'always' || !key) return 'generate'
  const isReadable = key.type !== undefined && key.isEncrypted === (passphrase !== undefined)
  if (!isReadable) {
    if (regenerate === 'full_idempotence') return 'generate'
    throw new Failure(
      `Unable to read the key. The key is protected with a another passphrase / no passphrase or broken. Will not proceed. ${PROCEED} full_idempotence or always, or force to true`,
    )
  }
  if (regenerate === 'never') return isFormat(given, key) ? undefined : converted(given)
  if (!isOfKind(given, key)) return replaced(regenerate, 'type and/or size')
  if (isFormat(given, key)) return undefined
  return converted(given) ?? replaced(regenerate, 'format')
}

const isFormat = (given: KeyArgs, key: PrivateKeyAnswer): boolean =>
  given.format === 'auto_ignore' || key.format === formatOf(given)

const converted = ({ format_mismatch }: KeyArgs): Deed | undefined =>
  format_mismatch === 'convert' ? 'convert' : undefined

const replaced = (regenerate: KeyArgs['regenerate'], what: string): Deed => {
  if (regenerate !== 'fail') return 'generate'
  throw new Failure(
    `Key has wrong ${what}. Will not proceed. ${PROCEED} partial_idempotence, full_idempotence or always, or force to true`,
  )
}
