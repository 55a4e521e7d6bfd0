import {
  aptPlan,
  aptReads,
  aptResult,
  defineModule,
  dnfPlan,
  dnfReads,
  dnfResult,
  explainApt,
  explainDnf,
  managerOf,
  packageArgs,
  type AptState,
  type DnfState,
  type Reads,
} from '../../src/kit/index.ts'

/** Packages, by whichever manager the host has. */
export default defineModule({
  name: 'package',
  summary: 'Install, update and remove packages with the manager that the host has.',
  args: packageArgs,
  returns: {
    msg: 'With dnf: a sentence.',
    results: 'With dnf: what came and went.',
    rc: 'With dnf: its exit code.',
    stdout: 'With apt: what it printed.',
    stderr: 'With apt: its errors.',
    cache_updated: 'With apt: whether its lists were brought up to date.',
    cache_update_time: 'With apt: when they were.',
  },
  needs: 'dnf, yum or apt.',
  predicts: 'partial',
  notes: ['Arguments beside name, state and use are those of the module that does it: dnf or apt.'],
  reads: (given, facts): Reads => {
    const { manager, args } = managerOf(given, facts)
    return manager === 'dnf' ? dnfReads(args) : aptReads(args)
  },
  plan: (given, state, facts) => {
    const { manager, args } = managerOf(given, facts)
    return manager === 'dnf'
      ? dnfPlan(args, state as DnfState)
      : aptPlan(args, state as unknown as AptState)
  },
  result: ({ args: given, before, after, changes, outputs, facts }) => {
    const { manager, args } = managerOf(given, facts)
    if (manager === 'dnf') return dnfResult({ args, before, changes, outputs })
    return aptResult({
      args,
      before: before as unknown as AptState,
      after: after as unknown as AptState,
      changes,
      outputs,
    })
  },
  explain: output => (/^(E|W|dpkg): /m.test(output.err) ? explainApt(output) : explainDnf(output)),
})
