import {
  defineModule,
  dnfArgs,
  dnfPlan,
  dnfReads,
  dnfResult,
  dnfReturns,
  explainDnf,
  Failure,
  listed,
  listReads,
  packagesByDnf,
} from '../../src/kit/index.ts'

/** Packages of the rpm world; yum is the same since RHEL 8. */
export default defineModule({
  name: 'dnf',
  aliases: ['yum'],
  summary: 'Install, update and remove packages with dnf.',
  args: dnfArgs,
  rules: { oneOf: [['name', 'list', 'update_cache', 'autoremove']], exclusive: [['name', 'list']] },
  returns: dnfReturns,
  needs: 'rpm; dnf for what is not installed yet, and root to change anything.',
  predicts: 'partial',
  notes: [
    'What is installed is asked of rpm alone: with state present, a host that has everything runs no dnf and asks no repository, update_cache or not.',
    'State latest, groups, modules, patterns, rpm files and URLs are asked of dnf in a private copy of its cache, so a dry run leaves the cache of the host alone.',
    'A dry run takes a package that is not installed for one that no earlier task brings along.',
  ],
  reads: args => ({ ...dnfReads(args), list: listReads(args) }),
  plan: (args, state, facts) => {
    if (!packagesByDnf(facts))
      throw new Failure(
        `dnf manages no packages here (${facts.os.name} has ${facts.packages || 'no package manager that is known'}): use the module "package"`,
      )
    if (args.list === undefined) return dnfPlan(args, state)
    listed(args, state.list)
    return []
  },
  result: ({ args, before, changes, outputs }) =>
    args.list === undefined
      ? dnfResult({ args, before, changes, outputs })
      : { msg: '', results: listed(args, before.list) },
  explain: explainDnf,
})
