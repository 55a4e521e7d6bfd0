// What people write for a package of the rpm world: a name, a name with a version, a condition, a pattern, a file.
import { globPattern, isGlob } from '../glob.ts'
import { compareRpm } from './rpm-version.ts'

export type RpmRow = { readonly name: string; readonly version: string; readonly arch: string }

export type RpmSpec =
  | { readonly kind: 'plain' | 'glob' | 'path' | 'group' | 'file' | 'url' }
  /** `nginx >= 1.2`. Rich conditions in brackets are dnf's alone to judge. */
  | {
      readonly kind: 'condition'
      readonly name: string
      readonly sign: string
      readonly version: string
    }

/** What sort of thing a spec names. */
export const rpmSpec = (spec: string): RpmSpec => {
  if (spec.includes('://')) return { kind: 'url' }
  if (spec.endsWith('.rpm')) return { kind: 'file' }
  if (spec.startsWith('/')) return { kind: isGlob(spec) ? 'glob' : 'path' }
  if (spec.startsWith('@') || spec.includes('/')) return { kind: 'group' }
  const condition = /^(\S+)\s*(<=|>=|==|=|<|>)\s*(\S+)$/.exec(spec)
  if (condition)
    return { kind: 'condition', name: condition[1]!, sign: condition[2]!, version: condition[3]! }
  return { kind: isGlob(spec) ? 'glob' : 'plain' }
}

/** Everything by which an installed package may be called, without and with its epoch. */
export const rpmSpellings = ({ name, version, arch }: RpmRow): readonly string[] => {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/s.exec(version)!
  const bare = rest.slice(0, rest.lastIndexOf('-'))
  const named = [
    name,
    `${name}-${bare}`,
    `${name}-${rest}`,
    `${name}-${epoch}:${bare}`,
    `${name}-${epoch}:${rest}`,
    `${epoch}:${name}-${rest}`,
  ]
  return named.flatMap(each => [each, `${each}.${arch}`])
}

/** Whether an installed package is what a plain name, pattern or condition asks for. */
export const rpmFits = (spec: string, row: RpmRow): boolean => {
  const parsed = rpmSpec(spec)
  if (parsed.kind === 'condition') {
    if (row.name !== parsed.name && `${row.name}.${row.arch}` !== parsed.name) return false
    const order = compareRpm(row.version, parsed.version)
    return (
      (parsed.sign.includes('=') && order === 0) ||
      (parsed.sign.includes('<') && order < 0) ||
      (parsed.sign.includes('>') && order > 0)
    )
  }
  const spellings = rpmSpellings(row)
  return parsed.kind === 'glob'
    ? spellings.some(each => globPattern(spec).test(each))
    : spellings.includes(spec)
}

const ARCHES = /\.(noarch|x86_64|i[3-6]86|aarch64|armv7hl|ppc64le|s390x|src)$/

/** Name and version of a spec that says version and release in full; undefined for any other. */
export const rpmNevr = (
  spec: string,
): { readonly name: string; readonly version: string } | undefined => {
  const found = /^(\S+)-((?:\d+:)?\d[^-]*-~?\w[\w.+~^]*)$/.exec(
    spec.replace(/\.rpm$/, '').replace(ARCHES, ''),
  )
  return found ? { name: found[1]!, version: found[2]! } : undefined
}
