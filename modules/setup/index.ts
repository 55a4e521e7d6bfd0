import {
  arg,
  chosenCollectors,
  defineModule,
  factsToVars,
  filterFacts,
  probe,
  raw,
  Refusal,
} from '../../src/kit/index.ts'

const FACT_PATH = '/etc/ansible/facts.d'

/** What a host is: gathered at the start of each play, or here. */
export default defineModule({
  name: 'setup',
  aliases: ['gather_facts'],
  summary: 'Gather facts about a host.',
  args: {
    gather_subset: arg.or(
      arg.list(
        'What to gather, as all, network, !hardware; the least is always there unless `!min` says so.',
      ),
      ['all'],
    ),
    filter: arg.or(
      arg.list('Shell patterns for the names of the facts to return; all if there is none.'),
      [],
    ),
    fact_path: arg.or(arg.path("The folder of the owner's own facts, `*.fact`."), FACT_PATH),
    gather_timeout: arg.or(
      arg.int('Seconds that each network file system has to tell its size.'),
      10,
    ),
  },
  returns: { ansible_facts: 'The facts, each by its name with `ansible_` before it.' },
  needs: 'nothing but sh and the usual tools; `ip` for more about networks',
  predicts: 'full',
  notes: [
    'Left out are facts that need programs of their own: system_capabilities, lvm, iscsi_iqn, fibre_channel_wwn, hostnqn, facter, ohai, and what ethtool tells of interfaces.',
    "python is what the host's own python3 says of its version; hosts without one have no such fact.",
    'selinux is told without the Python library that Ansible needs for it.',
  ],
  reads: ({ gather_subset, fact_path, gather_timeout }) => {
    const chosen = chosenCollectors(gather_subset)
    const path = fact_path === FACT_PATH ? {} : { path: fact_path }
    return {
      facts:
        'wrong' in chosen
          ? undefined
          : probe.facts(chosen.names, { ...path, seconds: gather_timeout }),
    }
  },
  plan: ({ gather_subset }, state) => {
    const chosen = chosenCollectors(gather_subset)
    if ('wrong' in chosen)
      throw new Refusal(
        'gather_subset',
        `must name what can be gathered, as all, network or !hardware; "${chosen.wrong}" is none`,
      )
    void state.facts
    return []
  },
  result: ({ args, after }) => {
    const facts = {
      ...factsToVars(raw(after.facts) ?? {}),
      gather_subset: args.gather_subset,
      module_setup: true,
    }
    return { ansible_facts: filterFacts(facts, args.filter) }
  },
})
