// `debconf PACKAGE`: the answers that debconf keeps for a package. debconf-show does not say which package a question
// belongs to, so each is a process of its own. Passwords it leaves out: of those that are asked for comes a digest.
import { quote } from '../../base/shell.ts'
import type { DebconfAnswer } from '../../model/answers.ts'
import type { Probe } from '../../model/module.ts'
import { absent, known, utf8, type Kind } from '../kind.ts'

/** The questions whose passwords are to be compared. */
const passwordsOf = (probe: Probe<DebconfAnswer>): readonly string[] =>
  Object.keys(probe.ask ?? {}).sort()

// debconf keeps passwords in a file of paragraphs that root alone can read.
const PASSWORD = String.raw`
p() {
  Q=$1 awk 'BEGIN { RS = ""; FS = "\n" } $1 == "Name: " ENVIRON["Q"] { for (i = 2; i <= NF; i++) if (sub(/^Value: /, "", $i)) printf "%s", $i }' /var/cache/debconf/passwords.dat | sha256sum
}`

const parseShown = (text: string): Pick<DebconfAnswer, 'values' | 'seen'> => {
  const values: Record<string, string> = {}
  const seen: string[] = []
  let last = ''
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const match = /^([* ]) (\S+?):(?: (.*))?$/.exec(line)
    if (!match) {
      if (last !== '') values[last] += `\n${line}`
      continue
    }
    last = match[2]!
    values[last] = (match[3] ?? '').trim()
    if (match[1] === '*') seen.push(last)
  }
  return { values, seen }
}

export const debconfKind: Kind<DebconfAnswer> = {
  kind: 'debconf',
  script: probes =>
    [
      'command -v debconf-show >/dev/null || exit 0',
      PASSWORD,
      ...probes.map(probe =>
        [
          `printf '\\035'; debconf-show ${quote(probe.id)}`,
          ...passwordsOf(probe).map(question => `printf '\\034'; p ${quote(question)}`),
        ].join('; '),
      ),
    ].join('\n'),
  parse: (text, probes) => {
    const parts = utf8(text).split('\x1d').slice(1)
    return probes.map((probe, index) => {
      const [shown, ...digests] = parts[index]?.split('\x1c') ?? []
      if (shown === undefined) return absent
      const passwords = passwordsOf(probe).map(
        (question, order) => [question, digests[order]?.split(' ')[0] ?? ''] as const,
      )
      return known({ ...parseShown(shown), passwords: Object.fromEntries(passwords) })
    })
  },
  covers: (_had, answer, wanted) =>
    passwordsOf(wanted).every(question => question in answer.passwords),
  show: ({ values, seen }) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        `${value}${seen.includes(name) ? '' : ' (not seen)'}`,
      ]),
    ),
}
