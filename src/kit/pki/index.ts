// What modules need of keys, requests and certificates; offered as `pki`.
export {
  identifierOfIssuer,
  isSignedWith,
  ownIdentifier,
  readCertificate,
  type Certificate,
} from './certificate.ts'
export * from './extensions.ts'
export { generalNames, WrongName } from './general-names.ts'
export { attributeOid, type NamePart } from './names.ts'
export { extensionLines, readRequest, requestConfig, type Signed } from './request.ts'
export { sshKey } from './ssh.ts'
export { pemBytes, pemText } from '../../base/pki/pem.ts'
export { keyIdentifier } from '../../base/pki/public-key.ts'
