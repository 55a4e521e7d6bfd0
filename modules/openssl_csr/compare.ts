// Whether a request holds what is wished for, whoever wrote it and however. Pure.
import { equal, pki, type PrivateKeyAnswer } from '../../src/kit/index.ts'
import type { CsrArgs } from './args.ts'
import { extensionsOf, subjectOf } from './wish.ts'

/** The request is of this key, has this name, and these extensions; of others nothing is said. */
export const isAsWished = (given: CsrArgs, request: pki.Signed, key: PrivateKeyAnswer): boolean =>
  isOfKey(request, key) && isOfSubject(given, request) && hasExtensions(given, request)

const isOfKey = ({ publicKey }: pki.Signed, key: PrivateKeyAnswer): boolean =>
  Buffer.from(publicKey).toString('base64') === key.publicKey

const isOfSubject = (given: CsrArgs, request: pki.Signed): boolean => {
  const [wished, found] = [subjectOf(given), request.subject].map(parts =>
    parts.map(part => JSON.stringify(part)),
  ) as [string[], string[]]
  return given.subject_ordered === undefined
    ? equal([...new Set(wished)].sort(), [...new Set(found)].sort())
    : equal(wished, found)
}

const hasExtensions = (given: CsrArgs, request: pki.Signed): boolean => {
  const wished = new Map(extensionsOf(given).map(each => [each.oid, each]))
  const found = new Map(request.extensions.map(each => [each.oid, each]))
  return Object.values(pki.OIDS).every(oid => {
    const [wish, is] = [wished.get(oid), found.get(oid)]
    if (!wish || !is) return wish === undefined && is === undefined
    if (wish.isCritical !== is.isCritical) return false
    const value =
      wish.value === 'hash'
        ? pki.subjectKeyIdentifier(pki.keyIdentifier(request.publicKey))
        : wish.value
    return pki.canonical(oid, value) === pki.canonical(oid, is.value)
  })
}
