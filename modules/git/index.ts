import { defineModule, raw } from '../../src/kit/index.ts'
import { checked, gitArgs } from './args.ts'
import { gitPlan, modified, submodulesBehind, urlChanges } from './plan.ts'
import { gitReads, type GitReads } from './reads.ts'
import { gitProblem, wantedOf } from './wanted.ts'

/** A checkout of a git repository. */
export default defineModule({
  name: 'git',
  summary: 'Clone git repositories and keep them up to date.',
  args: gitArgs,
  rules: {
    exclusive: [
      ['separate_git_dir', 'bare'],
      ['accept_hostkey', 'accept_newhostkey'],
    ],
    requiredBy: [['archive_prefix', ['archive']]],
  },
  returns: {
    before: 'The commit before; null where there was no repository.',
    after: 'The commit now.',
    remote_url_changed: 'Whether the repository has another URL than before.',
    submodules_changed: 'True where submodules were brought up to date.',
    git_dir_before: 'Where the repository was kept, if it is kept elsewhere now.',
    git_dir_now: 'Where it is kept now.',
  },
  needs: 'git, 2.3 or later for key_file and the other options of ssh.',
  predicts: 'full',
  notes: [
    'What the repository has by now is asked with git ls-remote; nothing is fetched unless there is something new, so other branches and tags stay as they were.',
    'Signatures are looked at before an update is checked out; Ansible does so afterwards.',
    'git is never asked for a password: GIT_TERMINAL_PROMPT is 0, and ssh runs in batch mode.',
  ],
  reads: (args, facts): GitReads => {
    checked(args)
    return gitReads(args, facts)
  },
  plan: gitPlan,
  result: ({ args, before, after, changes, facts }) => {
    const here = raw(before.here)
    if (!here && !args.clone)
      return { before: null, after: wantedOf(args, before, facts).commit, changed: true }
    const now = raw(after.here)
    const commit = now?.commit ?? null
    if (!here)
      return {
        before: null,
        after: commit,
        ...(args.recursive &&
          Object.keys(now?.submodules ?? {}).length > 0 && { submodules_changed: true }),
      }
    if (!args.update) return { before: here.commit, after: commit }
    const relocated = now !== undefined && here.folder !== now.folder
    return {
      before: here.commit,
      after: commit,
      remote_url_changed: urlChanges(args, before, facts),
      ...(modified(args, before).length > 0 && {
        msg: `Local modifications exist in the destination: ${args.dest}`,
      }),
      ...(changes.length > 0 && submodulesBehind(args, before) && { submodules_changed: true }),
      ...(relocated && { git_dir_before: here.folder, git_dir_now: now.folder }),
    }
  },
  explain: ({ rc, err, out }) =>
    rc === 127 && /not found/.test(err)
      ? 'git is not on the host: install it first'
      : gitProblem(err || out, 'git'),
})
