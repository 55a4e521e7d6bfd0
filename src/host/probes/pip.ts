// `pip WHERE`: the packages of a Python, by the pip that belongs to it: of a virtual environment, of a program by name,
// or the system's own.
import { pythonName } from '../../base/packages/requirement.ts'
import { quote } from '../../base/shell.ts'
import type { PipAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Probe } from '../../model/module.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

// The words that call pip are printed first. Old ones list in no format that can be chosen.
const LIST = String.raw`
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
limit=; if command -v timeout >/dev/null; then limit='timeout 60'; fi
list() { # WORD…
  printf 'pip %s\n' "$*"
  $limit "$@" list --format=freeze || $limit "$@" freeze || echo "failed $?"
}
venv() {
  [ -e "$1/bin/activate" ] || return
  for p in pip3 pip; do
    if [ -x "$1/bin/$p" ]; then list "$1/bin/$p"; return; fi
  done
  echo nopip
}
named() { if command -v "$1" >/dev/null; then list "$1"; fi; }
system() {
  for p in python3 /usr/libexec/platform-python python; do
    if command -v $p >/dev/null && $p -c 'import pip' 2>/dev/null; then list $p -m pip; return; fi
  done
  for p in pip3 pip; do
    if command -v $p >/dev/null; then list $p; return; fi
  done
}`

const ask = (probe: Probe<PipAnswer>): string => {
  const { virtualenv, executable } = probe.ask ?? {}
  if (virtualenv !== undefined) return `venv ${quote(String(virtualenv))}`
  return executable === undefined ? 'system' : `named ${quote(String(executable))}`
}

export const pipKind: Kind<PipAnswer> = {
  kind: 'pip',
  slow: true,
  script: probes => [LIST, ...probes.map(probe => `(${ask(probe)})\necho .`)].join('\n'),
  parse: (text, probes) => {
    const parts = utf8(text).split(/^\.\n/m)
    return probes.map((probe, index) => listIn(parts[index], probe))
  },
  // What comes along with a package is not promised.
  same: (promised, found) =>
    Object.entries(promised.done ?? {}).every(([name, version]) =>
      version === null ? found.packages[name] === undefined : found.packages[name] !== undefined,
    ),
  show: ({ packages, done }, beside) => {
    const told = done ?? beside?.done ?? {}
    return Object.fromEntries(
      Object.keys(told).flatMap(name => {
        const version = done ? done[name] : packages[name]
        return version === undefined || version === null ? [] : [[name, String(version)]]
      }),
    )
  },
}

const listIn = (part: string | undefined, probe: Probe<PipAnswer>): Answer<PipAnswer> => {
  if (part === undefined) return failed('pip did not answer')
  if (part === '') return absent
  if (part === 'nopip\n')
    return failed(
      `${String(probe.ask?.['virtualenv'])} is a virtual environment without pip: remove it, or install pip there`,
    )
  const [head = '', ...lines] = part.split('\n')
  if (lines.some(line => /^failed \d+$/.test(line)))
    return failed(`"${head.slice(4)} list" failed: look at what it says on the host`)
  const { virtualenv, executable } = probe.ask ?? {}
  const words = head.slice(4)
  return known({
    // The path of an environment may hold blanks.
    program: (virtualenv ?? executable) ? [words] : words.split(' '),
    packages: Object.fromEntries(
      lines.flatMap(line => {
        const found = /^([^=\s]+)===?(\S+)$/.exec(line)
        return found ? [[pythonName(found[1]!), found[2]!]] : []
      }),
    ),
  })
}
