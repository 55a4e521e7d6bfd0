// The arguments of pip, as Ansible has them, and what is asked for by them.
import {
  absolute,
  arg,
  Refusal,
  rejoined,
  requirement,
  shlexSplit,
  type ArgsOf,
  type Facts,
  type Requirement,
} from '../../src/kit/index.ts'

export const pipArgs = {
  name: arg.list('Packages: names with conditions, as django>=4,<5; URLs; paths.'),
  version: arg.text('The version of the one package that is named.'),
  requirements: arg.text('A file of requirements on the host.'),
  state: arg.or(
    arg.choice('Whether they shall be there.', 'absent', 'forcereinstall', 'latest', 'present'),
    'present',
  ),
  virtualenv: arg.path('The virtual environment to work in; made where it is missing.'),
  virtualenv_command: arg.or(
    arg.path('What makes one: virtualenv, or "python3 -m venv".'),
    'virtualenv',
  ),
  virtualenv_python: arg.text('The Python of a new one.'),
  virtualenv_site_packages: arg.or(arg.bool("A new one sees the system's packages too."), false),
  executable: arg.path('The pip to use.'),
  extra_args: arg.text('More words for pip.'),
  editable: arg.or(arg.bool('Install from where the source lies.'), false),
  chdir: arg.path('The folder to run it in.'),
  umask: arg.text('Umask while packages are installed, as an octal text.'),
  break_system_packages: arg.or(
    arg.bool("Install into a Python that is the system's own to manage."),
    false,
  ),
} as const

export type Args = ArgsOf<typeof pipArgs>

/** Where pip runs, and what relative paths hang on. */
export const folderOf = ({ chdir }: Args, facts: Facts): string =>
  chdir === undefined ? '/tmp' : absolute(chdir, facts)

export const venvOf = (args: Args, facts: Facts): string | undefined =>
  args.virtualenv === undefined
    ? undefined
    : absolute(
        args.virtualenv,
        args.chdir === undefined ? facts : { ...facts, cwd: folderOf(args, facts) },
      )

/** The packages that are named. */
export const namedIn = ({ name, version }: Args): readonly Requirement[] => {
  const names = rejoined(name ?? [])
  if (version === undefined) return names.map(requirement)
  const sign = /^\s*\d/.test(version) ? '==' : ''
  return names.map(each => requirement(`${each}${sign}${version.trim()}`))
}

/** More words for pip, with -e where it was asked for. */
export const extraWords = ({ extra_args, editable }: Args): readonly string[] => {
  const words = shlexSplit(extra_args ?? '')
  return editable && !words.includes('-e') ? [...words, '-e'] : words
}

/** Whether there are words by which even what is installed may be installed anew. */
export const mayReinstall = (args: Args): boolean =>
  extraWords(args).some(word =>
    /^(-[UIteqrc]$|-[trce]\S|--(upgrade|ignore-installed|force-reinstall|target|root|prefix|editable|requirement|constraint)\b)/.test(
      word,
    ),
  )

/** What no type can say of the arguments. */
export const checked = (args: Args): void => {
  const names = rejoined(args.name ?? [])
  for (const name of names)
    if (name.startsWith('-'))
      throw new Refusal('name', `must be packages, not an option: "${name}"; use extra_args`)
  if (args.version !== undefined) {
    if (args.state === 'latest') throw new Refusal('version', 'is incompatible with state=latest')
    if (names.length > 1)
      throw new Refusal('version', 'is ambiguous for several packages: put it next to each name')
    const only = names.map(requirement)[0]
    if (only?.kind === 'named' && only.conditions !== '')
      throw new Refusal('version', 'must not be given beside a condition in name: keep one of them')
  }
  if (args.umask !== undefined && !/^[0-7]+$/.test(args.umask))
    throw new Refusal('umask', 'must be an octal number')
  if (args.virtualenv_python !== undefined && /pyvenv|-m venv/.test(args.virtualenv_command))
    throw new Refusal(
      'virtualenv_python',
      'must not be given with pyvenv or -m venv: name that Python in virtualenv_command',
    )
}
