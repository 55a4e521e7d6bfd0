// Filters that hash and encode.
import { createHash, getHashes } from 'node:crypto'
import { passwordHash } from '../password-hash.ts'
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { toIndex, truth } from '../values.ts'

/** Names of OpenSSL for what Python calls otherwise. */
const NAMES: Readonly<Record<string, string>> = { blake2b: 'blake2b512', blake2s: 'blake2s256' }

const digest = (name: string, text: string): string => createHash(name).update(text).digest('hex')

const hashFilter = (name: string): Filters[string] => ({
  takes: ['data'],
  run: ([value]) => digest(name, str(value)),
})

/** A UUID of version 5. */
const uuid5 = (space: string, name: string): string => {
  const bytes = Buffer.from(space.replaceAll('-', ''), 'hex')
  if (bytes.length !== 16) throw typeProblem(`'${space}' is no UUID`)
  const hash = createHash('sha1').update(bytes).update(name).digest().subarray(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

const ENCODINGS: Readonly<Record<string, BufferEncoding>> = {
  'utf-8': 'utf8',
  utf8: 'utf8',
  'latin-1': 'latin1',
  latin1: 'latin1',
  ascii: 'ascii',
  'utf-16-le': 'utf16le',
  'utf-16le': 'utf16le',
}

/** UTF-16 without an end named begins with a mark. */
const isMarked = (name: unknown): boolean => /^utf[-_]?16$/i.test(str(name))

/** As Python reads it: other signs are left out, but the end must be whole. */
const base64Bytes = (text: string): Buffer => {
  const [, data = '', pad = ''] = /^([^=]*)(=*)/.exec(text.replace(/[^A-Za-z0-9+/=]/g, '')) ?? []
  const over = data.length % 4
  if (over === 1 || (over > 1 && pad.length < 4 - over))
    throw typeProblem(
      'text is no base64: it ends too early',
      'its length is a multiple of 4, filled up with =',
    )
  return Buffer.from(data, 'base64')
}

const encodingOf = (name: unknown): BufferEncoding => {
  const key = str(name).toLowerCase()
  const found = Object.hasOwn(ENCODINGS, key) ? ENCODINGS[key] : undefined
  if (!found) throw typeProblem(`'${str(name)}' is no known encoding`)
  return found
}

export const hashFilters: Filters = {
  md5: hashFilter('md5'),
  sha1: hashFilter('sha1'),
  checksum: hashFilter('sha1'),
  hash: {
    takes: ['data', 'hashtype?'],
    run: ([value, kind = 'sha1']) => {
      const plain = str(kind).toLowerCase().replaceAll('_', '-')
      const name = NAMES[plain] ?? plain
      if (!getHashes().includes(name)) throw typeProblem(`'${str(kind)}' is no known hash`)
      return digest(name, str(value))
    },
  },
  password_hash: {
    partial: 'sha512, sha256, md5 and bcrypt; without rounds 5000, as crypt(3) has it',
    takes: ['password', 'hashtype?', 'salt?', 'salt_size?', 'rounds?', 'ident?'],
    run: (
      [password, kind = 'sha512', salt = null, size = null, rounds = null, ident = null],
      { run },
    ) =>
      passwordHash(
        str(kind),
        str(password),
        {
          salt: salt === null ? undefined : str(salt),
          saltSize: size === null ? undefined : toIndex(size),
          rounds: truth(rounds) ? toIndex(rounds) : undefined,
          ident: truth(ident) ? str(ident) : undefined,
        },
        run,
      ),
  },
  to_uuid: {
    takes: ['string', 'namespace?'],
    run: ([text, space = '361e6d51-faec-444a-9079-341386da8e2e']) => uuid5(str(space), str(text)),
  },
  b64encode: {
    partial: 'the encodings utf-8, utf-16, latin-1 and ascii',
    takes: ['string', 'encoding?'],
    run: ([text, encoding = 'utf-8']) =>
      isMarked(encoding)
        ? Buffer.from(`\ufeff${str(text)}`, 'utf16le').toString('base64')
        : Buffer.from(str(text), encodingOf(encoding)).toString('base64'),
  },
  b64decode: {
    partial: 'the encodings utf-8, utf-16, latin-1 and ascii',
    takes: ['string', 'encoding?'],
    run: ([text, encoding = 'utf-8']) =>
      isMarked(encoding)
        ? base64Bytes(str(text))
            .toString('utf16le')
            .replace(/^\ufeff/, '')
        : base64Bytes(str(text)).toString(encodingOf(encoding)),
  },
}
