import { defineModule, explainApt, Failure } from '../../src/kit/index.ts'
import { sourcesArgs } from './args.ts'
import { sourcesPlan } from './plan.ts'
import { sourcesReads } from './reads.ts'

/** Sources of packages, line by line. */
export default defineModule({
  name: 'apt_repository',
  summary: 'Add and remove sources of apt.',
  args: sourcesArgs,
  returns: { repo: 'The source as it was given.', state: 'What it was asked to be.' },
  needs: 'apt; for a PPA also curl or wget. python3-apt is not needed.',
  predicts: 'full',
  notes: [
    'Only the line itself changes; Ansible writes all files of sources anew.',
    'The key of a PPA goes to a file of its own in /etc/apt/trusted.gpg.d, without apt-key.',
    'If the lists cannot be brought up to date, the sources are put back as they were.',
  ],
  reads: sourcesReads,
  plan: (args, state, facts) => {
    if (facts.packages !== 'apt')
      throw new Failure(
        `apt manages no packages here (${facts.os.name} has ${facts.packages || 'no package manager that is known'}): use yum_repository, or a command`,
      )
    return sourcesPlan(args, state, facts)
  },
  result: ({ args }) => ({ repo: args.repo, state: args.state }),
  explain: explainApt,
})
