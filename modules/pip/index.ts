import {
  absolute,
  commandLine,
  defineModule,
  probe,
  raw,
  requirementsIn,
  type After,
  type CommandAnswer,
  type FileAnswer,
  type PipAnswer,
  type Probe,
} from '../../src/kit/index.ts'
import { checked, folderOf, namedIn, pipArgs, venvOf, type Args } from './args.ts'
import { isHard, pipPlan, pipWords, supportsDryRun, wishesOf } from './plan.ts'
import { explain } from './problems.ts'

/** Packages of Python. */
export default defineModule({
  name: 'pip',
  summary: 'Install, update and remove packages of Python with pip.',
  args: pipArgs,
  rules: {
    oneOf: [['name', 'requirements']],
    exclusive: [
      ['name', 'requirements'],
      ['executable', 'virtualenv'],
    ],
  },
  returns: {
    cmd: 'The words of the pip command.',
    name: 'The packages that were named.',
    version: 'The version that was asked for.',
    state: 'What they were asked to be.',
    requirements: 'The file of requirements.',
    virtualenv: 'The virtual environment.',
    stdout: 'What pip printed.',
    stderr: 'Its complaints.',
  },
  needs:
    'pip; virtualenv or the venv module where an environment is to be made. setuptools is not needed.',
  predicts: 'partial',
  notes: [
    'What is installed is asked of pip list; conditions are judged by PEP 440. What only pip can judge (latest, URLs, extras, markers) is asked of pip install --dry-run, which pip knows since 22.2.',
    "The pip of python3 is used where neither executable nor virtualenv is given, since no Python of Ansible's own is there.",
  ],
  reads: (args, facts) => {
    checked(args)
    const venv = venvOf(args, facts)
    const folder = folderOf(args, facts)
    const pip = pipProbe(args, venv)
    const file =
      args.requirements === undefined
        ? undefined
        : probe.file(absolute(args.requirements, { ...facts, cwd: folder }), { want: 'text' })
    const would = (hard: Probe<PipAnswer> | After<unknown, PipAnswer>) =>
      probe.after(hard, found =>
        found && supportsDryRun(found)
          ? probe.command([...pipWords(args, found.program, 'dry'), ...wishesOf(args)], {
              seconds: 600,
              env: { PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
            })
          : undefined,
      ) as After<unknown, CommandAnswer>
    const needs = args.state === 'present' || args.state === 'latest'
    return {
      pip,
      file,
      activate: venv === undefined ? undefined : probe.file(`${venv}/bin/activate`),
      would: !needs
        ? undefined
        : file
          ? would(
              probe.after(file, (found: FileAnswer | undefined) =>
                found && isHard(args, requirementsIn(found.text ?? '')) ? pip : undefined,
              ) as After<unknown, PipAnswer>,
            )
          : isHard(args, namedIn(args))
            ? would(pip)
            : undefined,
    }
  },
  plan: pipPlan,
  result: ({ args, before, after, changes, outputs, facts }) => {
    const venv = venvOf(args, facts)
    const program = raw(before.pip)?.program ?? [venv === undefined ? 'pip3' : `${venv}/bin/pip`]
    const told = {
      cmd: [...pipWords(args, program), ...wishesOf(args)],
      name: args.name ?? null,
      version: args.version ?? null,
      state: args.state,
      requirements: args.requirements ?? null,
      virtualenv: venv ?? null,
    }
    if (changes.length === 0) return { ...told, stdout: '', stderr: '' }
    const stdout = outputs.map(({ out }) => out).join('')
    const stderr = outputs.map(({ err }) => err).join('')
    const compares =
      args.requirements !== undefined ||
      (args.name ?? []).some(name => /^(svn|git|hg|bzr)\+/.test(name))
    const [was, is] = [raw(before.pip)?.packages ?? {}, raw(after.pip)?.packages ?? {}]
    const differs =
      compares && args.state !== 'absent'
        ? commandLine(Object.entries(was).flat()) !== commandLine(Object.entries(is).flat())
        : /^\s*Successfully (un)?installed/m.test(stdout)
    const made = venv !== undefined && before.activate === undefined
    return { ...told, stdout, stderr, changed: made || differs }
  },
  explain,
})

const pipProbe = ({ executable }: Args, venv: string | undefined): Probe<PipAnswer> =>
  probe.pip({
    ...(venv !== undefined && { virtualenv: venv }),
    ...(executable !== undefined && { executable }),
  })
