// `package SPEC`: what is installed of it, asked of whatever manages packages there. One process for all that are
// installed under the very name they are asked by; a second one only where some are not.
import type { PackageAnswer } from '../../model/answers.ts'
import { failed, type Kind } from '../kind.ts'
import { dpkgParse, dpkgScript } from './package-dpkg.ts'
import { rpmParse, rpmScript } from './package-rpm.ts'

const RPM: readonly string[] = ['dnf', 'yum', 'zypper']

export const packageKind: Kind<PackageAnswer> = {
  kind: 'package',
  script: (probes, facts) =>
    RPM.includes(facts.packages)
      ? rpmScript(probes)
      : facts.packages === 'apt'
        ? dpkgScript(probes)
        : ':',
  parse: (text, probes, facts) => {
    if (RPM.includes(facts.packages)) return rpmParse(text, probes)
    if (facts.packages === 'apt') return dpkgParse(text, probes)
    return probes.map(() =>
      failed(
        `no rpm or dpkg is there to ask${facts.packages === '' ? '' : ` (${facts.packages} is)`}`,
      ),
    )
  },
  // A version of what is planned without saying which one.
  derive: (probe, planned) => {
    const spec = String(probe.ask?.['spec'] ?? probe.id)
    const name = namesIn(spec).find(each => planned('package', each) !== undefined)
    const answer = name === undefined ? undefined : planned('package', name)
    if (!answer || name === spec) return undefined
    return 'absent' in answer
      ? answer
      : { unknown: `which version of ${name} is installed by then` }
  },
  show: ({ installed }) =>
    Array.isArray(installed)
      ? (installed as PackageAnswer['installed']).map(each => each.version).join(', ')
      : 'installed',
}

/** Every name that may stand before a version in a spec. */
const namesIn = (spec: string): readonly string[] =>
  [...spec.matchAll(/-(?=\d)|\s*[<>=]/g)].map(({ index }) => spec.slice(0, index))
