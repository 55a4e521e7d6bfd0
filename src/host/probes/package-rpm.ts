// Installed packages as rpm knows them. rpm takes names, versions and releases apart by itself; conditions, patterns and
// names with an architecture or epoch are asked by name and judged here.
import { isGlob, literalPart } from '../../base/glob.ts'
import { rpmFits, rpmSpec, type RpmRow } from '../../base/packages/rpm-spec.ts'
import { command, quote } from '../../base/shell.ts'
import type { PackageAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Probe } from '../../model/module.ts'
import { absent, failed, known, utf8 } from '../kind.ts'

type Question = Probe<PackageAnswer>
type Batch = { readonly root: string; readonly of: readonly Question[] }

const FORMAT = String.raw`=%{NAME}|%{EPOCHNUM}|%{VERSION}-%{RELEASE}|%{ARCH}\n`

const specOf = (probe: Question): string => String(probe.ask?.['spec'] ?? probe.id)
const rootOf = (probe: Question): string => String(probe.ask?.['root'] ?? '/')

/** Questions of one tree of packages together. */
const batchesOf = (probes: readonly Question[]): readonly Batch[] =>
  [...new Set(probes.map(rootOf))].map(root => ({
    root,
    of: probes.filter(probe => rootOf(probe) === root),
  }))

/** The names to ask for: for a text with dashes every head of it may be the name. */
const namesOf = (spec: string): readonly string[] => {
  const parsed = rpmSpec(spec)
  if (parsed.kind === 'condition')
    return [
      parsed.name.replace(/\.(noarch|x86_64|i[3-6]86|aarch64|ppc64le|s390x)$/, ''),
      parsed.name,
    ]
  if (parsed.kind === 'glob') return heads(literalPart(spec))
  return parsed.kind === 'plain'
    ? [spec, spec.replace(/\.[^.-]*$/, ''), ...(/[:]|\.[a-z0-9_]+$/.test(spec) ? heads(spec) : [])]
    : []
}

const heads = (text: string): readonly string[] =>
  [...text.matchAll(/-/g)].map(({ index }) => text.slice(0, index)).filter(head => head !== '')

/** What may be something that a package provides. */
const provides = (spec: string): boolean => ['plain', 'path'].includes(rpmSpec(spec).kind)

/** Asked between two names, it parts their answers. */
const MARK = 'mokplay(mark)'

export const rpmScript = (probes: readonly Question[]): string =>
  batchesOf(probes).map(scriptOf).join('\n')

const scriptOf = ({ root, of }: Batch): string => {
  const rpm = command(['rpm', ...(root === '/' ? [] : ['--root', root])])
  const specs = of.map(specOf)
  const names = [...new Set(specs.flatMap(namesOf))]
  const globs = specs.filter(
    spec => isGlob(spec) && rpmSpec(spec).kind === 'glob' && !spec.startsWith('/'),
  )
  const provided = specs.filter(provides)
  const format = quote(FORMAT)
  return [
    `command -v rpm >/dev/null || echo '!no rpm is there'`,
    'all=1',
    ...(names.length > 0 ? [`${rpm} -q --qf ${format} -- ${command(names)} || all=`] : ['all=']),
    ...(globs.length > 0 ? [`${rpm} -qa --qf ${format} -- ${command(globs)}`] : []),
    // Packages that are there under their own names need not be searched for as something provided.
    'echo "-$all"',
    ...(provided.length > 0
      ? [
          `[ -n "$all" ] || ${rpm} -q --whatprovides --qf ${format} -- ${provided.map(spec => command([spec, MARK])).join(' ')}`,
        ]
      : []),
    'echo .',
  ].join('\n')
}

export const rpmParse = (
  text: string,
  probes: readonly Question[],
): readonly Answer<PackageAnswer>[] => {
  const parts = utf8(text).split(/^\.\n/m)
  const answers = new Map<Question, Answer<PackageAnswer>>()
  batchesOf(probes).forEach(({ of }, index) =>
    answersIn(parts[index] ?? '', of).forEach((answer, order) => answers.set(of[order]!, answer)),
  )
  return probes.map(probe => answers.get(probe)!)
}

const answersIn = (part: string, of: readonly Question[]): readonly Answer<PackageAnswer>[] => {
  const trouble = /^!(.*)$/m.exec(part)?.[1]
  if (trouble !== undefined) return of.map(() => failed(trouble))
  const end = /^-1?$/m.exec(part)
  if (!end) return of.map(() => failed('rpm did not answer'))
  const rows = rowsIn(part.slice(0, end.index))
  const specs = of.map(specOf)
  const sections = part
    .slice(end.index)
    .split(new RegExp(`^no package provides ${MARK.replace(/[()]/g, '\\$&')}$`, 'm'))
  const providers = new Map(
    specs.filter(provides).map((spec, index) => [spec, rowsIn(sections[index] ?? '')]),
  )
  return specs.map(spec => {
    const own = rows.filter(row => rpmFits(spec, row))
    const found = own.length > 0 ? own : (providers.get(spec) ?? [])
    return found.length > 0 ? known({ installed: found }) : absent
  })
}

/** Each package once. */
const rowsIn = (text: string): readonly RpmRow[] => {
  const lines = [...new Set(text.split('\n').filter(line => line.startsWith('=')))]
  return lines.map(line => {
    const [name = '', epoch = '0', version = '', arch = ''] = line.slice(1).split('|')
    return { name, version: epoch === '0' ? version : `${epoch}:${version}`, arch }
  })
}
