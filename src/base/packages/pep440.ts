// Versions of Python packages, as PEP 440 orders them, and whether one meets a list of conditions.

type Version = {
  readonly epoch: number
  readonly release: readonly number[]
  /** a, b and rc as 0, 1 and 2, with their number. */
  readonly pre: readonly [number, number] | undefined
  readonly post: number | undefined
  readonly dev: number | undefined
  readonly local: string
}

const PATTERN =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i

const SORTS: Readonly<Record<string, number>> = {
  a: 0,
  alpha: 0,
  b: 1,
  beta: 1,
  c: 2,
  rc: 2,
  pre: 2,
  preview: 2,
}

const parse = (text: string): Version | undefined => {
  const found = PATTERN.exec(text)
  if (!found) return undefined
  const [, epoch, release, sort, pre, dash, post, number, dev, devNumber, local] = found
  return {
    epoch: Number(epoch ?? 0),
    release: release!.split('.').map(Number),
    pre: sort === undefined ? undefined : [SORTS[sort.toLowerCase()]!, Number(pre || 0)],
    post: dash !== undefined ? Number(dash) : post === undefined ? undefined : Number(number || 0),
    dev: dev === undefined ? undefined : Number(devNumber || 0),
    local: (local ?? '').toLowerCase().replace(/[-_]/g, '.'),
  }
}

/** Numbers that sort as the version does: a developer's release comes before alphas, a final one after rc. */
const key = ({ epoch, release, pre, post, dev }: Version, length: number): readonly number[] => [
  epoch,
  ...Array.from({ length }, (_, index) => release[index] ?? 0),
  pre ? pre[0] : post === undefined && dev !== undefined ? -1 : 3,
  pre?.[1] ?? 0,
  post ?? -1,
  dev ?? Number.POSITIVE_INFINITY,
]

const compare = (a: Version, b: Version): number => {
  const length = Math.max(a.release.length, b.release.length)
  const [one, other] = [key(a, length), key(b, length)]
  const index = one.findIndex((part, at) => part !== other[at])
  return index === -1 ? compareLocal(a.local, b.local) : one[index]! - other[index]!
}

const compareLocal = (a: string, b: string): number => {
  const [one, other] = [a === '' ? [] : a.split('.'), b === '' ? [] : b.split('.')]
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const [left, right] = [one[index], other[index]]
    if (left === right) continue
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1
    const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)]
    if (isNumber !== isOtherNumber) return isNumber ? 1 : -1
    return isNumber ? Number(left) - Number(right) : left < right ? -1 : 1
  }
  return 0
}

/** Below, at or above zero, as the first is older, the same or newer; undefined where one is no version. */
export const comparePython = (a: string, b: string): number | undefined => {
  const [one, other] = [parse(a), parse(b)]
  return one && other && compare(one, other)
}

/** Whether a version meets all conditions, as `>=1.2,!=1.5.*`; undefined where one cannot be judged. */
export const meets = (version: string, conditions: string): boolean | undefined => {
  const found = parse(version)
  if (!found) return undefined
  let verdict: boolean | undefined = true
  for (const condition of conditions.split(',').map(each => each.trim())) {
    if (condition === '') continue
    const [, sign = '', wanted = ''] = /^(===|==|!=|<=|>=|<|>|~=)\s*(\S+)$/.exec(condition) ?? []
    const one = sign === '===' ? version === wanted : meetsOne(found, sign, wanted)
    if (one === undefined) return undefined
    verdict &&= one
  }
  return verdict
}

const meetsOne = (found: Version, sign: string, text: string): boolean | undefined => {
  const prefix = text.endsWith('.*')
  const wanted = parse(prefix ? text.slice(0, -2) : text)
  if (!wanted || (prefix && sign !== '==' && sign !== '!=')) return undefined
  if (sign === '~=' && wanted.release.length < 2) return undefined
  const publicOf = wanted.local === '' ? { ...found, local: '' } : found
  const order = compare(publicOf, wanted)
  switch (sign) {
    case '==':
      return prefix ? startsAs(found, wanted) : order === 0
    case '!=':
      return prefix ? !startsAs(found, wanted) : order !== 0
    case '<=':
      return order <= 0
    case '>=':
      return order >= 0
    case '<':
      return order < 0 && !(isEarly(found) && !isEarly(wanted) && sameRelease(found, wanted))
    case '>':
      return (
        order > 0 &&
        !(
          ((found.post !== undefined && wanted.post === undefined) || found.local !== '') &&
          sameRelease(found, wanted)
        )
      )
    case '~=':
      return (
        order >= 0 &&
        startsAs(found, {
          ...wanted,
          release: wanted.release.slice(0, -1),
          pre: undefined,
          post: undefined,
          dev: undefined,
        })
      )
  }
  return undefined
}

const isEarly = ({ pre, dev }: Version): boolean => pre !== undefined || dev !== undefined

const sameRelease = (a: Version, b: Version): boolean =>
  compare(
    { ...a, pre: undefined, post: undefined, dev: undefined, local: '' },
    { ...b, pre: undefined, post: undefined, dev: undefined, local: '' },
  ) === 0

const startsAs = (found: Version, wanted: Version): boolean =>
  found.epoch === wanted.epoch &&
  wanted.release.every((part, index) => (found.release[index] ?? 0) === part) &&
  (!wanted.pre || (found.pre?.[0] === wanted.pre[0] && found.pre[1] === wanted.pre[1]))
