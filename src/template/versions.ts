// Comparing versions as Ansible's `version` test does: loose by default, strict, semver or PEP 440
// on demand.
import { str } from './print.ts'
import { typeProblem } from './problem.ts'

type Compare = (a: string, b: string) => number

const looseParts = (text: string): (number | string)[] =>
  text
    .split(/(\d+|[a-z]+|\.)/)
    .filter(part => part !== '' && part !== '.')
    .map(part => (/^\d+$/.test(part) ? Number(part) : part))

const byParts = (a: readonly (number | string)[], b: readonly (number | string)[]): number => {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left, right] = [a[index]!, b[index]!]
    if (left === right) continue
    if (typeof left !== typeof right)
      throw typeProblem(`versions cannot be compared: '${left}' and '${right}' stand at one place`)
    return left < right ? -1 : 1
  }
  return a.length - b.length
}

/** The order of versions of any shape: 2.9 before 2.10. */
export const looseOrder: Compare = (a, b) => byParts(looseParts(a), looseParts(b))

const strictParts = (text: string): (number | string)[] => {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/.exec(text)
  if (!match) throw typeProblem(`'${text}' is no strict version: 1.2, 1.2.3 or 1.2a3 were expected`)
  const [, major, minor, patch = '0', letter, number] = match
  return [Number(major), Number(minor), Number(patch), letter ?? 'z', Number(number ?? 0)]
}
const strict: Compare = (a, b) => byParts(strictParts(a), strictParts(b))

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9a-zA-Z.-]+)?$/

const semver: Compare = (a, b) => {
  const read = (text: string) => {
    const match = SEMVER.exec(text)
    if (!match) throw typeProblem(`'${text}' is no semantic version: 1.2.3 was expected`)
    return { core: match.slice(1, 4).map(Number), pre: match[4]?.split('.') }
  }
  const [left, right] = [read(a), read(b)]
  const core = byParts(left.core, right.core)
  if (core !== 0) return core
  if (!left.pre || !right.pre) return Number(!left.pre) - Number(!right.pre)
  for (let index = 0; index < Math.min(left.pre.length, right.pre.length); index++) {
    const [x, y] = [left.pre[index]!, right.pre[index]!]
    if (x === y) continue
    const [nx, ny] = [/^\d+$/.test(x), /^\d+$/.test(y)]
    if (nx && ny) return Number(x) - Number(y)
    if (nx !== ny) return nx ? -1 : 1
    return x < y ? -1 : 1
  }
  return left.pre.length - right.pre.length
}

const PEP =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+[a-z0-9.]+)?$/i
const STAGE: Readonly<Record<string, number>> = {
  a: 1,
  alpha: 1,
  b: 2,
  beta: 2,
  c: 3,
  rc: 3,
  pre: 3,
  preview: 3,
}

const pep440: Compare = (a, b) => {
  const read = (text: string): number[][] => {
    const match = PEP.exec(text.trim())
    if (!match) throw typeProblem(`'${text}' is no version as PEP 440 has it`)
    const [, epoch = '0', release = '', stage, number, dash, post, postNumber, dev, devNumber] =
      match
    const hasPost = dash !== undefined || post !== undefined
    // A lone development version stands before all others of its release.
    const rank = stage ? STAGE[stage.toLowerCase()]! : dev && !hasPost ? 0 : 4
    return [
      [Number(epoch)],
      release.split('.').map(Number),
      [rank, Number(number || 0)],
      [hasPost ? 1 : 0, Number(dash ?? (postNumber || 0))],
      [dev ? 0 : 1, Number(devNumber || 0)],
    ]
  }
  const [left, right] = [read(a), read(b)]
  for (let part = 0; part < left.length; part++) {
    const length = Math.max(left[part]!.length, right[part]!.length)
    for (let index = 0; index < length; index++) {
      const far = (left[part]![index] ?? 0) - (right[part]![index] ?? 0)
      if (far !== 0) return far
    }
  }
  return 0
}

const KINDS: Readonly<Record<string, Compare>> = {
  loose: looseOrder,
  strict,
  semver,
  semantic: semver,
  pep440,
}
const OPERATORS: Readonly<Record<string, (far: number) => boolean>> = {
  '==': far => far === 0,
  '=': far => far === 0,
  eq: far => far === 0,
  '<': far => far < 0,
  lt: far => far < 0,
  '<=': far => far <= 0,
  le: far => far <= 0,
  '>': far => far > 0,
  gt: far => far > 0,
  '>=': far => far >= 0,
  ge: far => far >= 0,
  '!=': far => far !== 0,
  '<>': far => far !== 0,
  ne: far => far !== 0,
}

/** `value is version(other, operator)`. */
export const compareVersions = (
  value: unknown,
  other: unknown,
  operator: string,
  isStrict?: boolean,
  kind?: string,
): boolean => {
  if (isStrict !== undefined && kind !== undefined)
    throw typeProblem("version takes either 'strict' or 'version_type', not both")
  if (value === null || str(value) === '')
    throw typeProblem('version: the value to compare is empty')
  if (other === null || str(other) === '')
    throw typeProblem('version: the version to compare with is empty')
  const name = kind ?? (isStrict ? 'strict' : 'loose')
  if (!Object.hasOwn(KINDS, name))
    throw typeProblem(`version_type '${name}' is not known: ${Object.keys(KINDS).join(', ')} are`)
  if (!Object.hasOwn(OPERATORS, operator))
    throw typeProblem(
      `'${operator}' is no operator for versions: ${Object.keys(OPERATORS).join(', ')} are`,
    )
  return OPERATORS[operator]!(KINDS[name]!(str(value), str(other)))
}
