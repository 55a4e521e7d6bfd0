// `password`: a random password that is kept in a file of the controller, so that it is the same
// the next time.
import { posix } from 'node:path'
import { crypt, CRYPTS, saltOf, type Crypt } from '../crypt.ts'
import { str } from '../print.ts'
import { notYet, Problem, typeProblem } from '../problem.ts'
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

/** `path length=20 chars=ascii_letters,digits`, with keywords winning. */
const read = (term: string, options: Options): { path: string; options: Options } => {
  const words = term.split(' ')
  const from = words.findIndex(word => /^(?:length|encrypt|chars|seed|ident)=/.test(word))
  const path = from === -1 ? term : words.slice(0, from).join(' ')
  const pairs = (from === -1 ? [] : words.slice(from)).map(
    word => word.split(/=(.*)/s).slice(0, 2) as [string, string],
  )
  return { path, options: { ...Object.fromEntries(pairs), ...options } }
}

const charsOf = (value: unknown): string => {
  const parts =
    value === undefined || value === null
      ? ['ascii_letters', 'digits', '.,:-_']
      : Array.isArray(value)
        ? iterate(value).map(str)
        : str(value)
            .replaceAll(',,', '\0')
            .split(',')
            .map(one => one.replaceAll('\0', ','))
            .filter(one => one !== '')
  return parts.map(part => (Object.hasOwn(SETS, part) ? SETS[part]! : part)).join('')
}

const generate = (length: number, chars: string, seed: unknown, run: Run): string => {
  if (chars === '') throw typeProblem('password: there are no characters to choose from')
  run.budget.room(length)
  const below = randomBelow(seed, run)
  return Array.from({ length }, () => chars[below(chars.length)]).join('')
}

const encrypted = (password: string, how: string, salt: string): string => {
  if (how === 'bcrypt' || how === 'blowfish') throw notYet(`password lookup with encrypt=${how}`)
  const kind = how.replace(/_crypt$/, '')
  if (!(CRYPTS as readonly string[]).includes(kind))
    throw typeProblem(`password: encrypt=${how} is not known: ${CRYPTS.join(', ')} are`)
  return crypt(kind as Crypt, password, salt)
}

const one = (term: string, given: Options, run: Run): string => {
  const { path: name, options } = read(term, given)
  const length = Number(str(options['length'] ?? 20))
  if (!Number.isInteger(length) || length < 1)
    throw typeProblem(`password: length=${str(options['length'])} is no number above zero`)
  const how =
    options['encrypt'] === undefined || options['encrypt'] === null
      ? undefined
      : str(options['encrypt'])
  const fresh = (): string => generate(length, charsOf(options['chars']), options['seed'], run)
  if (name === '/dev/null') {
    const password = fresh()
    return how === undefined ? password : encrypted(password, how, saltOf(run.edges.random(8)))
  }
  const folder = run.scope.get('playbook_dir')
  const path =
    posix.isAbsolute(name) || typeof folder !== 'string' ? name : posix.join(folder, name)
  const bytes = run.edges.files.read(path)
  const kept =
    bytes === undefined
      ? undefined
      : /^(.*?)(?: salt=(\S+))?\s*$/s.exec(new TextDecoder().decode(bytes))
  const password = kept?.[1] ?? fresh()
  const salt = kept?.[2] ?? (how === undefined ? undefined : saltOf(run.edges.random(8)))
  if (!kept || (how !== undefined && kept[2] === undefined)) {
    if (!run.edges.write)
      throw new Problem('template/type', `password: "${path}" cannot be written here`, {
        hint: 'use /dev/null for a password that is not kept',
      })
    run.edges.write(path, `${password}${salt === undefined ? '' : ` salt=${salt}`}\n`, 0o600)
  }
  return how === undefined ? password : encrypted(password, how, salt!)
}

export const passwordLookup: Lookup = {
  run: (terms, options, run) => terms.map(term => one(str(term), options, run)),
}
