// `iptables-rule …` and `iptables-chain …`: whether a rule is there, as `iptables -C` says, and what a chain or a
// table holds. iptables compares rules itself: each is a process of its own.
import { command } from '../../base/shell.ts'
import type { IptablesChainAnswer, IptablesRuleAnswer } from '../../model/security-answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Probe } from '../../model/module.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

const argvOf = (probe: Probe): readonly string[] => probe.ask?.['argv'] as readonly string[]

const script = (probes: readonly Probe[]): string =>
  probes
    .map(probe => `o=$(${command(argvOf(probe))} 2>&1)\nprintf '= %s\\n%s\\n' "$?" "$o"`)
    .join('\n')

/** One answer each, of the exit code and what was printed. */
const answers = <A>(
  text: string,
  probes: readonly Probe[],
  read: (rc: number, out: string) => Answer<A>,
): Answer<A>[] => {
  const parts = utf8(text)
    .split(/^= (?=\d+$)/m)
    .slice(1)
  return probes.map((_probe, index) => {
    const [first = '', ...lines] = (parts[index] ?? '').trimEnd().split('\n')
    if (first === '') return failed('iptables did not answer')
    const rc = Number(first)
    if (rc === 127) return absent
    // 1 and 2 also tell of chains and targets that are not there; from 3 on it could not look at all.
    return rc >= 3 ? failed(lines.at(-1) ?? 'iptables failed') : read(rc, lines.join('\n'))
  })
}

export const iptablesRuleKind: Kind<IptablesRuleAnswer> = {
  kind: 'iptables-rule',
  script,
  parse: (text, probes) => answers(text, probes, rc => (rc === 0 ? known('present') : absent)),
  show: answer => answer,
}

export const iptablesChainKind: Kind<IptablesChainAnswer> = {
  kind: 'iptables-chain',
  script,
  parse: (text, probes) =>
    answers(text, probes, (rc, out) => {
      if (rc !== 0) return absent
      const policy = /^-P \S+ (\S+)/m.exec(out)?.[1]
      return known({
        rules: (out.match(/^-A /gm) ?? []).length,
        ...(policy !== undefined && { policy }),
      })
    }),
}
