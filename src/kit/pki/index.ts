// What modules need of keys, requests and certificates; offered as `pki`.
export * from './extensions.ts'
export { generalNames, WrongName } from './general-names.ts'
export { attributeOid, type NamePart } from './names.ts'
export { readRequest, requestConfig, type Signed } from './request.ts'
export { keyIdentifier } from '../../base/pki/public-key.ts'
