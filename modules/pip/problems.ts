// One sentence for what pip says when it fails.
import type { Output } from '../../src/kit/index.ts'

const PROBLEMS: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [
    /externally-managed-environment|externally managed/,
    () => "this Python is the system's own to manage: use virtualenv, or set break_system_packages",
  ],
  [
    /Could not find a version that satisfies the requirement (\S+)(?: \(from .*?\))?(?: \(from versions: (.*)\))?/,
    ([, name, versions]) =>
      versions === undefined || versions === 'none'
        ? `no package meets ${name}: look at its name, and at the index that pip uses`
        : `no version meets ${name}: there are ${versions}`,
  ],
  [
    /No matching distribution found for (\S+)/,
    ([, name]) => `no package meets ${name}: look at its name, and at the index that pip uses`,
  ],
  [
    /Could not open requirements file: (.*)/,
    ([, why]) => `the requirements cannot be read: ${why}`,
  ],
  [
    /Cannot uninstall '?([^']+?)'?[.:] It is a distutils/,
    ([, name]) =>
      `${name} was not installed by pip, so pip cannot remove it: use the package manager of the system`,
  ],
  [
    /(?:Cannot connect|ConnectionError|Max retries exceeded|Temporary failure in name resolution)/,
    () =>
      'the index of packages cannot be reached: look at the network, at proxies, and at -i in extra_args',
  ],
  [
    /No module named '?venv'?|ensurepip is not available/,
    () => 'this Python cannot make environments: install python3-venv first',
  ],
]

/** One sentence for what pip printed. */
export const pipProblem = (out: string, err: string): string => {
  for (const [pattern, sentence] of PROBLEMS) {
    const found = pattern.exec(err) ?? pattern.exec(out)
    if (found) return sentence(found)
  }
  const lines = `${out}\n${err}`
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !/^(WARNING|DEPRECATION|\[notice\]|note:|hint:)/.test(line))
  const said = lines.filter(line => /^(ERROR|error): /.test(line))
  return (said.at(-1) ?? lines.slice(-2).join('; ')).replace(/^(ERROR|error): /, '') || 'pip failed'
}

/** One sentence for what pip, or what makes environments, printed when it failed. */
export const explain = ({ rc, out, err }: Output): string => {
  const lacking =
    rc === 127 ? /(?:^|: )(\S+): (?:not found|No such file|command not found)/m.exec(err) : null
  if (lacking)
    return `${lacking[1]} is not on the host: install it first, or set virtualenv_command to "python3 -m venv"`
  return pipProblem(out, err)
}
