// Hashes of passwords as they stand in /etc/shadow, by the names that Ansible gives them.
import { hashSync } from 'bcryptjs'
import { crypt, saltOf, type Crypt } from './crypt.ts'
import { Problem, typeProblem } from './problem.ts'
import type { Run } from './run.ts'

type Kind = Crypt | 'bcrypt'

const KINDS: Readonly<Record<string, Kind>> = {
  sha512: 'sha512',
  sha512_crypt: 'sha512',
  sha256: 'sha256',
  sha256_crypt: 'sha256',
  md5: 'md5',
  md5_crypt: 'md5',
  blowfish: 'bcrypt',
  bcrypt: 'bcrypt',
}
const SALT: Readonly<Record<Kind, number>> = { sha512: 16, sha256: 16, md5: 8, bcrypt: 22 }

export type HashOptions = {
  readonly salt?: string | undefined
  readonly saltSize?: number | undefined
  readonly rounds?: number | undefined
  readonly ident?: string | undefined
}

const BASE64 = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** The last letter of bcrypt's salt holds two bits that count, and four that must be zero. */
const repaired = (salt: string): string =>
  salt.slice(0, -1) + BASE64[BASE64.indexOf(salt.at(-1)!) & 0b110000]!

const bcrypt = (password: string, salt: string, options: HashOptions, run: Run): string => {
  const { rounds = 12, ident = '2b' } = options
  if (!/^2[aby]?$/.test(ident))
    throw typeProblem(`bcrypt's ident is 2, 2a, 2b or 2y, not '${ident}'`)
  if (rounds < 4 || rounds > 31) throw typeProblem(`bcrypt's rounds are 4 to 31, not ${rounds}`)
  if (rounds > 16)
    throw new Problem('template/budget', `bcrypt with ${rounds} rounds takes too long`, {
      hint: 'each round more doubles the time; 12 is usual',
    })
  run.budget.spend(100 * 2 ** rounds)
  const cost = String(rounds).padStart(2, '0')
  const made = hashSync(password, `$2b$${cost}$${repaired(salt)}`)
  return `$${ident}${made.slice(3)}`
}

/** The hash of a password; without a salt a random one is made, and the hash is another each time. */
export const passwordHash = (
  name: string,
  password: string,
  options: HashOptions,
  run: Run,
): string => {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  if (kind === undefined)
    throw typeProblem(`password_hash does not know '${name}'`, 'sha512, sha256, md5 and bcrypt are')
  const { rounds, saltSize } = options
  const most = SALT[kind]
  const size = saltSize ?? most
  if (size < 1 || size > most || (kind === 'bcrypt' && size !== most))
    throw typeProblem(`salt_size of ${name} is ${kind === 'bcrypt' ? '' : '1 to '}${most}`)
  const salt = options.salt || saltOf(run.edges.random(size))
  if (/[^./0-9A-Za-z]/.test(salt))
    throw typeProblem('the salt of password_hash may hold letters, digits, "." and "/" only')
  if (kind === 'bcrypt' ? salt.length !== most : salt.length > most)
    throw typeProblem(
      `the salt of ${name} has ${kind === 'bcrypt' ? '' : 'at most '}${most} letters, not ${salt.length}`,
    )
  if (kind === 'bcrypt') return bcrypt(password, salt, options, run)
  if (rounds !== undefined && (rounds < 1000 || rounds > 999_999_999))
    throw typeProblem(`rounds of ${name} are 1000 to 999999999, not ${rounds}`)
  run.budget.spend((rounds ?? 5000) * 4)
  return crypt(kind, password, salt, rounds)
}
