// What a request shall hold, of the arguments. Wrong texts are refused on their own argument. Pure.
import { pki, Refusal } from '../../src/kit/index.ts'
import type { CsrArgs } from './args.ts'

const { OIDS } = pki

/** Short names that Ansible returns, in its order. */
const FIELDS = [
  ['C', 'country_name'],
  ['ST', 'state_or_province_name'],
  ['L', 'locality_name'],
  ['O', 'organization_name'],
  ['OU', 'organizational_unit_name'],
  ['CN', 'common_name'],
  ['emailAddress', 'email_address'],
] as const

type Field = readonly [name: string, value: string]

const fieldsOf = (part: Readonly<Record<string, unknown>>, argument: string): Field[] =>
  Object.entries(part).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? (value as unknown[]) : [value]
    if (values.some(each => each === null || typeof each === 'object'))
      throw new Refusal(argument, `must have a text for ${name}`)
    return values.map((each): Field => [name, String(each)])
  })

/** The name, as it was written. */
export const subjectFields = (given: CsrArgs): readonly Field[] => {
  const single = FIELDS.flatMap(([name, argument]): Field[] => {
    const value = given[argument]
    return value === undefined || value === '' ? [] : [[name, value]]
  })
  const fields = [...single, ...fieldsOf(given.subject ?? {}, 'subject')]
  if (given.subject_ordered === undefined) return fields
  if (fields.length > 0)
    throw new Refusal('subject_ordered', 'must not stand beside any other field of the subject')
  return given.subject_ordered.flatMap(part => {
    const found = fieldsOf(part as Readonly<Record<string, unknown>>, 'subject_ordered')
    if (new Set(found.map(([name]) => name)).size !== 1)
      throw new Refusal('subject_ordered', 'must hold one part in each of its items')
    return found
  })
}

/** The name, by numbers. */
export const subjectOf = (given: CsrArgs): readonly pki.NamePart[] =>
  subjectFields(given).map(([name, value]) => {
    const oid = pki.attributeOid(name)
    if (oid === undefined)
      throw new Refusal('subject', `must not hold "${name}", which is no part of a name`)
    if (/[\r\n]/.test(value)) throw new Refusal('subject', `must hold one line for ${name}`)
    return [oid, value]
  })

/** Further names, with the common name where there are none. */
export const altNames = (given: CsrArgs): readonly string[] => {
  if (given.subject_alt_name?.length) return given.subject_alt_name
  if (!given.use_common_name_for_san) return []
  const common = subjectFields(given).find(([name]) => name === 'CN' || name === 'commonName')
  return common ? [`DNS:${common[1]}`] : []
}

/** An extension of one argument; nothing where that is empty. */
const extension = (
  argument: keyof CsrArgs & string,
  oid: string,
  isCritical: boolean,
  make: () => Uint8Array | 'hash' | undefined,
): pki.Extension[] => {
  try {
    const value = make()
    return value === undefined ? [] : [{ oid, isCritical, value }]
  } catch (problem) {
    if (problem instanceof pki.WrongName) throw new Refusal(argument, problem.message)
    throw problem
  }
}

const some = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
  list && list.length > 0 ? list : undefined

const isOneName = ({ full_name, relative_name }: pki.DistributionPoint): boolean =>
  !(full_name && relative_name)

/** The extensions. */
export const extensionsOf = (given: CsrArgs): readonly pki.Extension[] => {
  const names = some(altNames(given))
  const usage = some(given.key_usage)
  const purposes = some(given.extended_key_usage)
  const constraints = some(given.basic_constraints)
  const [permitted, excluded] = [
    given.name_constraints_permitted ?? [],
    given.name_constraints_excluded ?? [],
  ]
  const points = some(given.crl_distribution_points) as readonly pki.DistributionPoint[] | undefined
  if (points && !points.every(isOneName))
    throw new Refusal('crl_distribution_points', 'must have full_name or relative_name, not both')
  const authority = {
    key: given.authority_key_identifier,
    issuer: given.authority_cert_issuer,
    serial: given.authority_cert_serial_number,
  }
  const hasAuthority = Object.values(authority).some(part => part !== undefined)
  const identifier = given.subject_key_identifier
  return [
    ...extension(
      given.subject_alt_name?.length ? 'subject_alt_name' : 'common_name',
      OIDS.subjectAltName,
      given.subject_alt_name_critical,
      () => names && pki.generalNames(names),
    ),
    ...extension(
      'key_usage',
      OIDS.keyUsage,
      given.key_usage_critical,
      () => usage && pki.keyUsage(usage),
    ),
    ...extension(
      'extended_key_usage',
      OIDS.extendedKeyUsage,
      given.extended_key_usage_critical,
      () => purposes && pki.extendedKeyUsage(purposes),
    ),
    ...extension(
      'basic_constraints',
      OIDS.basicConstraints,
      given.basic_constraints_critical,
      () => constraints && pki.basicConstraints(constraints),
    ),
    ...extension('ocsp_must_staple', OIDS.tlsFeature, given.ocsp_must_staple_critical, () =>
      given.ocsp_must_staple ? pki.mustStaple() : undefined,
    ),
    ...extension(
      permitted.length > 0 ? 'name_constraints_permitted' : 'name_constraints_excluded',
      OIDS.nameConstraints,
      given.name_constraints_critical,
      () =>
        permitted.length + excluded.length > 0
          ? pki.nameConstraints(permitted, excluded)
          : undefined,
    ),
    ...extension('subject_key_identifier', OIDS.subjectKeyIdentifier, false, () =>
      given.create_subject_key_identifier
        ? 'hash'
        : identifier === undefined
          ? undefined
          : pki.subjectKeyIdentifier(pki.hexBytes(identifier)),
    ),
    ...extension('authority_key_identifier', OIDS.authorityKeyIdentifier, false, () =>
      hasAuthority ? pki.authorityKeyIdentifier(authority) : undefined,
    ),
    ...extension(
      'crl_distribution_points',
      OIDS.crlDistributionPoints,
      false,
      () => points && pki.crlDistributionPoints(points),
    ),
  ]
}
