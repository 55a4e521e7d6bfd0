// What pip shall do, from what is installed and from what pip itself would do.
import {
  around,
  change,
  comparePython,
  Failure,
  isMet,
  newAttrs,
  parentOf,
  probe,
  raw,
  requirementsIn,
  script,
  shlexSplit,
  textOf,
  unknown,
  withAttrs,
  type Change,
  type CommandAnswer,
  type Facts,
  type FileAnswer,
  type Op,
  type PipAnswer,
  type Requirement,
} from '../../src/kit/index.ts'
import { pipProblem } from './problems.ts'
import { extraWords, folderOf, mayReinstall, namedIn, venvOf, type Args } from './args.ts'

type State = {
  readonly pip: PipAnswer | undefined
  readonly file: FileAnswer | undefined
  readonly activate: FileAnswer | undefined
  readonly would: CommandAnswer | undefined
}

const VERBS = {
  present: ['install'],
  latest: ['install', '-U'],
  forcereinstall: ['install', '-U', '--force-reinstall'],
  absent: ['uninstall', '-y'],
} as const

/** pip, what it shall do, and the options. A dry one leaves the cache alone. */
export const pipWords = (
  args: Args,
  program: readonly string[],
  how?: 'dry',
): readonly string[] => [
  ...program,
  ...VERBS[args.state],
  ...(how === 'dry' ? ['--dry-run', '--no-cache-dir'] : []),
  ...(args.break_system_packages ? ['--break-system-packages'] : []),
  ...extraWords(args),
]

/** What it shall do that to. */
export const wishesOf = (args: Args): readonly string[] =>
  args.requirements === undefined
    ? namedIn(args).map(({ text }) => text)
    : ['-r', args.requirements]

/** Whether only pip itself can tell what is left to do. */
export const isHard = (args: Args, wishes: readonly Requirement[]): boolean =>
  args.state === 'latest' || mayReinstall(args) || wishes.some(({ kind }) => kind === 'other')

/** pip install --dry-run came with 22.2. */
export const supportsDryRun = ({ packages }: PipAnswer): boolean =>
  (comparePython(packages['pip'] ?? '0', '22.2') ?? -1) >= 0

const wished = (args: Args, state: State): readonly Requirement[] => {
  if (args.requirements === undefined) return namedIn(args)
  if (!state.file)
    throw new Failure(
      `Could not open requirements file ${args.requirements}: copy it to the host first`,
    )
  return requirementsIn(textOf(args.requirements, state.file))
}

export const pipPlan = (args: Args, state: State, facts: Facts): readonly Change[] => {
  const venv = venvOf(args, facts)
  const wishes = wished(args, state)
  if (venv === undefined && !state.pip)
    throw new Failure(
      `${args.executable ?? 'pip'} is not on the host: install it first (python3-pip)`,
    )
  const made = venv !== undefined && !state.activate ? [makeVenv(args, venv, facts)] : []
  const done = leftToDo(args, wishes, state)
  if (!done) return made
  const program = state.pip?.program ?? [`${venv}/bin/pip`]
  const words = [...pipWords(args, program), ...uninstallable(args, state, done)]
  const before = state.pip
  const after: PipAnswer = {
    program,
    packages:
      before && Object.keys(done).length > 0
        ? planned(raw(before).packages, done)
        : (unknown('what pip installs') as never),
    done,
  }
  const subject = probe.pip({
    ...(venv !== undefined && { virtualenv: venv }),
    ...(args.executable !== undefined && { executable: args.executable }),
  })
  return [...made, change(subject, before, after, [pipOp(args, venv, words, facts)])]
}

const planned = (
  packages: Readonly<Record<string, string>>,
  done: NonNullable<PipAnswer['done']>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ ...packages, ...done }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    ),
  )

type Done = NonNullable<PipAnswer['done']>

/** What will come and go; empty where only the run can tell; undefined where nothing is left. */
const leftToDo = (args: Args, wishes: readonly Requirement[], state: State): Done | undefined => {
  const packages = state.pip?.packages ?? {}
  if (args.state === 'absent') return leaving(wishes, packages)
  if (args.state === 'forcereinstall') return coming(wishes)
  if (isHard(args, wishes) && state.pip) {
    if (!state.would || /no such option/.test(state.would.err)) return {}
    if (state.would.rc !== 0) throw new Failure(pipProblem(state.would.out, state.would.err))
    const steps = [...state.would.out.matchAll(/^Would install (.+)$/gm)].flatMap(found =>
      found[1]!.trim().split(/\s+/),
    )
    return steps.length === 0
      ? undefined
      : Object.fromEntries(
          steps.map(step => {
            const dash = step.lastIndexOf('-')
            return [
              step
                .slice(0, dash)
                .replace(/[-_.]+/g, '-')
                .toLowerCase(),
              step.slice(dash + 1),
            ]
          }),
        )
  }
  const missing = wishes.filter(each => isMet(each, packages) !== true)
  return missing.length === 0 ? undefined : coming(missing)
}

/** Names, with versions where exactly one is asked for. */
const coming = (wishes: readonly Requirement[]): Done =>
  Object.fromEntries(
    wishes.flatMap(each =>
      each.kind === 'named'
        ? [
            [
              each.name,
              /^==([^,*]+)$/.exec(each.conditions)?.[1] ??
                (unknown(`which version of ${each.name} pip chooses`) as unknown as string),
            ] as const,
          ]
        : [],
    ),
  )

const leaving = (
  wishes: readonly Requirement[],
  packages: Readonly<Record<string, string>>,
): Done | undefined => {
  const gone = wishes.flatMap(each =>
    each.kind === 'named' && packages[each.name] !== undefined ? [[each.name, null] as const] : [],
  )
  if (gone.length > 0) return Object.fromEntries(gone)
  return wishes.some(({ kind }) => kind === 'other') ? {} : undefined
}

/** Of names, only those that are there can go. */
const uninstallable = (args: Args, state: State, done: Done): readonly string[] =>
  args.state !== 'absent' || args.requirements !== undefined
    ? wishesOf(args)
    : namedIn(args)
        .filter(each => each.kind === 'other' || each.name in done)
        .map(each => (each.kind === 'named' ? each.name : each.text))

/** Programs of the environment come first: what is built may need them. */
const IN_VENV = 'PATH=$1:$PATH; export PATH; shift; exec "$@"'

const pipOp = (
  args: Args,
  venv: string | undefined,
  words: readonly string[],
  facts: Facts,
): Op => {
  const inside =
    venv === undefined
      ? { argv: words, env: {} }
      : script('pip', IN_VENV, [`${venv}/bin`, ...words])
  return {
    op: 'run',
    argv: inside.argv,
    env: { PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', ...inside.env },
    cwd: folderOf(args, facts),
    ...(args.umask !== undefined && { umask: args.umask }),
  }
}

const makeVenv = (args: Args, venv: string, facts: Facts): Change => {
  const path = `${venv}/bin/activate`
  const later = (what: string): never => unknown(`${what} of ${path}`) as never
  const after: FileAnswer = {
    type: 'file',
    ...withAttrs(undefined, newAttrs({}, facts), facts),
    mode: later('the mode'),
    size: later('the size'),
    links: 1,
    inode: later('the inode'),
  }
  const argv = [
    ...shlexSplit(args.virtualenv_command),
    ...(args.virtualenv_site_packages ? ['--system-site-packages'] : []),
    ...(args.virtualenv_python === undefined ? [] : [`-p${args.virtualenv_python}`]),
    venv,
  ]
  const op: Op = {
    op: 'run',
    argv,
    cwd: folderOf(args, facts),
    ...(args.umask !== undefined && { umask: args.umask }),
  }
  return change(probe.file(path), undefined, after, [op], {
    touches: [...around(path, true), `file ${venv}`, `file ${venv}/**`, `file ${parentOf(venv)}`],
  })
}
