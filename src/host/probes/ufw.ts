// `ufw firewall`: its state, policies and rules, as the program and its files tell. `ufw-rule …`: what the rules would
// be after a command, as `ufw --dry-run` says; it prints whole files of rules, v4 and v6, of what would be other.
import { command } from '../../base/shell.ts'
import { isUnknown } from '../../base/unknown.ts'
import type { UfwAnswer, UfwRuleAnswer } from '../../model/security-answers.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

/** Where ufw has kept the rules that users give, over the years. */
const FOLDERS = ['/etc/ufw', '/lib/ufw', '/var/lib/ufw']
const TUPLES = `t() { grep -h '^### tuple' ${FOLDERS.map(folder => `${folder}/$1`).join(' ')}; }
rules() { echo '== rules'; t user.rules; echo '== rules6'; t user6.rules; }`

const tuplesIn = (text: string): readonly string[] =>
  [...text.matchAll(/^### tuple ### (.*)$/gm)].map(([, tuple]) => tuple!)

/** `name text` of each section. */
const sections = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(/^== /m)
      .slice(1)
      .map(part => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
  )

const POLICIES: Readonly<Record<string, string>> = {
  ACCEPT: 'allow',
  DROP: 'deny',
  REJECT: 'reject',
}

export const ufwKind: Kind<UfwAnswer> = {
  kind: 'ufw',
  script: () => `command -v ufw >/dev/null || exit
${TUPLES}
echo '== status'; ufw status verbose 2>&1
echo '== numbered'; ufw status numbered
echo '== settings'; cat /etc/default/ufw /etc/ufw/ufw.conf
rules`,
  parse: (text, probes) => {
    const found = sections(utf8(text))
    const part = (name: string): string => found.get(name) ?? ''
    const status = part('status').trim()
    const setting = (name: string): string | undefined =>
      [...part('settings').matchAll(new RegExp(`^${name}="?([^"\\n]*)"?$`, 'gm'))].at(-1)?.[1]
    const policy = (name: string): string =>
      POLICIES[setting(`DEFAULT_${name}_POLICY`) ?? 'DROP'] ?? 'deny'
    const numbers = (part('numbered').match(/^\[ *\d+\] /gm) ?? []).length
    const rules = tuplesIn(part('rules'))
    return probes.map(() => {
      if (found.size === 0) return absent
      if (!status.startsWith('Status:')) return failed(status.replace(/^ERROR: /, ''))
      return known({
        isActive: status.startsWith('Status: active'),
        isEnabled: setting('ENABLED') === 'yes',
        logging: setting('LOGLEVEL') ?? 'off',
        incoming: policy('INPUT'),
        outgoing: policy('OUTPUT'),
        routed: policy('FORWARD'),
        rules,
        rules6: tuplesIn(part('rules6')),
        numbered: numbersOf(rules, numbers),
        status,
      })
    })
  },
  show: of =>
    [
      `active: ${of.isActive ? 'yes' : 'no'}`,
      `at boot: ${of.isEnabled ? 'yes' : 'no'}`,
      `logging: ${of.logging}`,
      ...(['incoming', 'outgoing', 'routed'] as const).map(name => `${name}: ${of[name]}`),
      ...[of.rules, of.rules6].flatMap(rules =>
        isUnknown(rules) ? [String(rules)] : rules.map(readable),
      ),
      '',
    ].join('\n'),
}

/** Those for IPv4 come first; those that a profile makes have one number. Not all others are marked (v6). */
const numbersOf = (rules: readonly string[], all: number): UfwAnswer['numbered'] => {
  const lines = rules.map((rule, index) => {
    const [action = '', , , to = '', , from = '', profile, other, direction] = rule.split(' ')
    return direction === undefined
      ? String(index)
      : [action, to, from, profile, other, direction].join(' ')
  })
  const v4 = Math.min(new Set(lines).size, all)
  return { v4, v6: all - v4 }
}

/** Comments are kept in hex. */
const readable = (tuple: string): string =>
  tuple.replace(
    / comment=([0-9a-f]+)$/,
    (_all, hex: string) => ` # ${Buffer.from(hex, 'hex').toString('utf8')}`,
  )

export const ufwRuleKind: Kind<UfwRuleAnswer> = {
  kind: 'ufw-rule',
  script: probes =>
    [
      `command -v ufw >/dev/null || exit`,
      TUPLES,
      'rules',
      ...probes.map(({ ask }, index) => {
        const argv = ask?.['argv'] as readonly string[]
        return `o=$(${command(argv)} 2>&1); printf '== %s %s\\n%s\\n' ${index} "$?" "$o"`
      }),
    ].join('\n'),
  parse: (text, probes) => {
    const found = sections(utf8(text))
    const before = {
      rules: tuplesIn(found.get('rules') ?? ''),
      rules6: tuplesIn(found.get('rules6') ?? ''),
    }
    return probes.map((_probe, index) => {
      const [head, said] = [...found].find(([name]) => name.startsWith(`${index} `)) ?? []
      if (found.size === 0) return absent
      if (head === undefined || said === undefined) return failed('ufw did not answer')
      if (head !== `${index} 0`)
        return known({
          before,
          after: before,
          trouble: /^ERROR: (.*)$/m.exec(said)?.[1] ?? said.trim(),
        })
      return known({
        before,
        after: { ...before, ...rulesAfter(said) },
        ...(isUnsure(said) && { isUnsure: true }),
      })
    })
  },
}

/** A dry run never limits IPv6; the real one does where the kernel can. What IPv4 says holds for both. */
const isUnsure = (said: string): boolean =>
  said.includes("Skipping unsupported IPv6 'limit' rule") &&
  !/^Skipping adding existing rule$/m.test(said)

/** Rules are told only for the versions of IP whose rules become others. */
const rulesAfter = (said: string): Partial<UfwRuleAnswer['after']> => {
  const files = said.split(/^\*filter$/m)
  const v4 = files.find(file => file.includes('\n:ufw-user-input '))
  const v6 = files.find(file => file.includes('\n:ufw6-user-input '))
  return {
    ...(v4 !== undefined && { rules: tuplesIn(v4) }),
    ...(v6 !== undefined && { rules6: tuplesIn(v6) }),
  }
}
