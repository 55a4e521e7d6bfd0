// `password`: a random password that is kept in a file of the controller, so that it is the same
// the next time.
import { posix } from 'node:path'
import { shellWords } from '../../base/shlex.ts'
import { saltOf } from '../crypt.ts'
import { passwordHash } from '../password-hash.ts'
import { str } from '../print.ts'
import { Problem, typeProblem } from '../problem.ts'
import { randomBelow } from '../randomness.ts'
import type { Run } from '../run.ts'
import { iterate } from '../values.ts'
import type { Lookup, Options } from './lookup.ts'

const SETS: Readonly<Record<string, string>> = {
  ascii_lowercase: 'abcdefghijklmnopqrstuvwxyz',
  ascii_uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ascii_letters: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
  hexdigits: '0123456789abcdefABCDEF',
  octdigits: '01234567',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
}

const KNOWN: readonly string[] = ['length', 'encrypt', 'chars', 'seed', 'ident']

/** `path length=20 chars=ascii_letters,digits`, with those of the term winning. */
const read = (term: string, given: Options): { path: string; options: Options } => {
  const { words } = shellWords(term)
  const first = words.findIndex(({ text }) => /^\w+=/.test(text))
  if (first === -1) return { path: term, options: given }
  const own: Record<string, string> = {}
  for (const { text } of words.slice(first)) {
    const at = text.indexOf('=')
    if (!KNOWN.includes(text.slice(0, Math.max(0, at))))
      throw typeProblem(`password does not know "${text}"`, `it takes ${KNOWN.join(', ')}`)
    own[text.slice(0, at)] = text.slice(at + 1)
  }
  return { path: term.slice(0, words[first]!.from).trimEnd(), options: { ...given, ...own } }
}

const charsOf = (value: unknown): string => {
  const parts =
    value === undefined || value === null
      ? ['ascii_letters', 'digits', '.,:-_']
      : Array.isArray(value)
        ? iterate(value).map(str)
        : [
            ...(str(value).includes(',,') ? [','] : []),
            ...str(value)
              .split(',')
              .filter(one => one !== ''),
          ]
  const all = parts.map(part => (Object.hasOwn(SETS, part) ? SETS[part]! : part)).join('')
  return all.replace(/["']/g, '')
}

const generate = (length: number, chars: string, seed: unknown, run: Run): string => {
  if (chars === '') throw typeProblem('password: there are no characters to choose from')
  run.budget.room(length)
  const below = randomBelow(seed, run)
  return Array.from({ length }, () => chars[below(chars.length)]).join('')
}

/** What a password's file holds: `password salt=… ident=…`. */
const KEPT = /^(.*?)(?: salt=(.*?)(?: ident=(\S+))?)?\s*$/s

type Kept = { readonly password: string; readonly salt?: string; readonly ident?: string }

const written = ({ password, salt, ident }: Kept): string =>
  [password, salt && ` salt=${salt}`, salt && ident && ` ident=${ident}`].join('') + '\n'

const SALTS: Readonly<Record<string, number>> = {
  md5_crypt: 8,
  sha256_crypt: 16,
  sha512_crypt: 16,
  bcrypt: 22,
}

const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : str(value)

const pathOf = (name: string, run: Run): string => {
  const home = run.edges.env.get('HOME')
  if (home !== undefined && name.startsWith('~/')) return home + name.slice(1)
  const folder = run.scope.get('playbook_dir')
  return posix.isAbsolute(name) || typeof folder !== 'string' ? name : posix.join(folder, name)
}

const one = (term: string, given: Options, run: Run): string => {
  const { path: name, options } = read(term, given)
  const length = Number(str(options['length'] ?? 20))
  if (!Number.isInteger(length) || length < 1)
    throw typeProblem(`password: length=${str(options['length'])} is no number above zero`)
  const how = textOf(options['encrypt'])
  const path = name === '/dev/null' ? undefined : pathOf(name, run)
  const bytes = path === undefined ? undefined : run.edges.files.read(path)
  const had = bytes && KEPT.exec(new TextDecoder().decode(bytes).trimEnd())
  const password = had?.[1] ?? generate(length, charsOf(options['chars']), options['seed'], run)
  const salt = had?.[2] ?? (how && saltOf(run.edges.random(SALTS[how] ?? 8)))
  const ident = textOf(options['ident']) ?? had?.[3] ?? (how === 'bcrypt' ? '2b' : undefined)
  const kept: Kept = { password, ...(salt && { salt }), ...(how && ident && { ident }) }
  if (path !== undefined && (!had || (how && (had[2] !== salt || had[3] !== kept.ident)))) {
    if (!run.edges.write)
      throw new Problem('template/type', `password: "${path}" cannot be written here`, {
        hint: 'use /dev/null for a password that is not kept',
      })
    run.edges.write(path, written(kept), 0o600)
  }
  return how === undefined ? password : passwordHash(how, password, { salt, ident }, run)
}

export const passwordLookup: Lookup = {
  run: (terms, options, run) => terms.map(term => one(str(term), options, run)),
}
