// Installed packages as dpkg knows them. A spec is a name, perhaps a pattern, perhaps with =version or >=version.
import { compareDeb } from '../../base/packages/deb-version.ts'
import { globPattern, isGlob } from '../../base/glob.ts'
import { command, quote } from '../../base/shell.ts'
import type { PackageAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Probe } from '../../model/module.ts'
import { absent, failed, known, utf8 } from '../kind.ts'

type Question = Probe<PackageAnswer>
type Row = PackageAnswer['installed'][number] & {
  readonly status: string
  readonly provides: readonly string[]
}

const FORMAT = '=${db:Status-Status}|${Package}|${Version}|${Architecture}|${Provides}\\n'

const specOf = (probe: Question): { name: string; sign: string; version: string } => {
  const [, name = '', sign = '', version = ''] = /^(.*?)(?:(>?=)(.*))?$/s.exec(
    String(probe.ask?.['spec'] ?? probe.id),
  )!
  return { name, sign, version }
}

/** Letters that mean something to grep's basic expressions. */
const literal = (name: string): string => name.replace(/[.[\]*^$\\]/g, '\\$&')

export const dpkgScript = (probes: readonly Question[]): string => {
  const names = [...new Set(probes.map(probe => specOf(probe).name))]
  const show = `dpkg-query -W -f ${quote(FORMAT)}`
  const virtual = names
    .filter(name => !isGlob(name))
    .flatMap(name => ['-e', `[| ]${literal(name)}\\([, ]\\|$\\)`])
  return [
    `command -v dpkg-query >/dev/null || { echo '!no dpkg is there'; exit; }`,
    `o=$(${show} -- ${command(names)}); c=$?; printf '%s\\n' "$o"`,
    // dpkg may know a name that nothing is installed under but what provides it.
    ...(virtual.length === 0
      ? []
      : [
          `case $c$o in 0*'=not-installed|'*|0*'=config-files|'*|[!0]*) ${show} | grep ${command(virtual)} ;; esac`,
        ]),
    'echo .',
  ].join('\n')
}

export const dpkgParse = (
  text: string,
  probes: readonly Question[],
): readonly Answer<PackageAnswer>[] => {
  const trouble =
    /^!(.*)$/m.exec(text)?.[1] ?? (/^\.$/m.test(text) ? undefined : 'dpkg did not answer')
  if (trouble !== undefined) return probes.map(() => failed(trouble))
  const rows = [
    ...new Set(
      utf8(text)
        .split('\n')
        .filter(line => line.startsWith('=')),
    ),
  ].map(rowOf)
  return probes.map(probe => {
    const spec = specOf(probe)
    const named = rows.filter(row => fits(spec.name, row))
    const there =
      probe.ask?.['config'] === true
        ? named.filter(row => row.status !== 'not-installed')
        : named.filter(isThere)
    const found =
      there.length > 0 || probe.ask?.['config'] === true
        ? there
        : rows.filter(row => isThere(row) && row.provides.includes(spec.name))
    const wanted = found.filter(row => hasVersion(spec, row.version))
    return wanted.length === 0
      ? absent
      : known({ installed: wanted.map(({ name, version, arch }) => ({ name, version, arch })) })
  })
}

const isThere = ({ status }: Row): boolean => status === 'installed' || status.startsWith('trigger')

const rowOf = (line: string): Row => {
  const [status = '', name = '', version = '', arch = '', provides = ''] = line.slice(1).split('|')
  return {
    status,
    name,
    version,
    arch,
    provides: provides.split(/, */).map(each => each.replace(/[ (].*/, '')),
  }
}

const fits = (name: string, row: Row): boolean =>
  [row.name, `${row.name}:${row.arch}`].some(each =>
    isGlob(name) ? globPattern(name).test(each) : each === name,
  )

const hasVersion = (
  { sign, version }: { sign: string; version: string },
  found: string,
): boolean => {
  if (sign === '') return true
  return sign === '=' ? globPattern(version).test(found) : compareDeb(found, version) >= 0
}
