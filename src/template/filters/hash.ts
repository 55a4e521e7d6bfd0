// Filters that hash and encode.
import { createHash, getHashes } from 'node:crypto'
import { passwordHash } from '../password-hash.ts'
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { toIndex, truth } from '../values.ts'

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
const encodingOf = (name: unknown): BufferEncoding => {
  const found = ENCODINGS[str(name).toLowerCase()]
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
      const name = str(kind).toLowerCase().replaceAll('_', '-')
      if (!getHashes().includes(name)) throw typeProblem(`'${str(kind)}' is no known hash`)
      return digest(name, str(value))
    },
  },
  password_hash: {
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
    takes: ['string', 'encoding?'],
    run: ([text, encoding = 'utf-8']) =>
      Buffer.from(str(text), encodingOf(encoding)).toString('base64'),
  },
  b64decode: {
    takes: ['string', 'encoding?'],
    run: ([text, encoding = 'utf-8']) =>
      Buffer.from(str(text), 'base64').toString(encodingOf(encoding)),
  },
}
