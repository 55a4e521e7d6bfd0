import {
  aptArgs,
  aptPlan,
  aptReads,
  aptResult,
  aptReturns,
  defineModule,
  explainApt,
  Failure,
} from '../../src/kit/index.ts'

/** Packages of Debian and its kin. */
export default defineModule({
  name: 'apt',
  summary: 'Install, update and remove packages with apt.',
  args: aptArgs,
  rules: {
    exclusive: [['deb', 'package', 'upgrade']],
    oneOf: [
      [
        'autoremove',
        'autoclean',
        'clean',
        'deb',
        'package',
        'update_cache',
        'cache_valid_time',
        'upgrade',
        'state',
      ],
    ],
  },
  returns: aptReturns,
  needs: 'dpkg and apt-get, and root to change anything; python3-apt is not needed.',
  predicts: 'partial',
  notes: [
    'What is installed is asked of dpkg alone; state latest, upgrades and patterns are asked of a simulated apt-get, with new lists in a temporary folder where they are due.',
    'It is apt-get always, never aptitude.',
    'A package file is installed by apt-get, which brings what it depends on.',
    'A dry run takes a package that is not installed for one that no earlier task brings along.',
  ],
  reads: aptReads,
  plan: (args, state, facts) => {
    if (facts.packages !== 'apt')
      throw new Failure(
        `apt manages no packages here (${facts.os.name} has ${facts.packages || 'no package manager that is known'}): use the module "package"`,
      )
    return aptPlan(args, state)
  },
  result: aptResult,
  explain: explainApt,
})
