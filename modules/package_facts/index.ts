import {
  arg,
  defineModule,
  Failure,
  probe,
  Refusal,
  type Facts,
  type PackageListAnswer,
} from '../../src/kit/index.ts'

/** What each manager is called in `manager`, and which list tells of it. */
const LISTS: Readonly<Record<string, string>> = {
  ...{ rpm: 'rpm', yum: 'rpm', dnf: 'rpm', dnf5: 'rpm', zypper: 'rpm' },
  ...{ apt: 'apt', pacman: 'pacman', apk: 'apk' },
}

/** The lists in the order in which they are wanted. */
const listsOf = (managers: readonly string[], facts: Facts): readonly string[] => {
  const own = LISTS[facts.packages]
  const all = ['rpm', 'apt', 'pacman', 'apk']
  const found = managers.flatMap(name => {
    if (name === 'auto') return own === undefined ? all : [own, ...all]
    const list = LISTS[name]
    if (list === undefined)
      throw new Refusal('manager', `must be auto, ${Object.keys(LISTS).join(', ')}`)
    return [list]
  })
  return [...new Set(found)]
}

type Wish = { readonly manager: readonly string[]; readonly strategy: 'first' | 'all' }
type State = Readonly<Record<string, PackageListAnswer | undefined>>

/** The lists that count: the first that the host has, or all. */
const chosen = ({ manager, strategy }: Wish, state: State, facts: Facts) => {
  const there = listsOf(manager, facts).filter(list => state[list])
  return strategy === 'first' ? there.slice(0, 1) : there
}

/** All installed packages, as facts. */
export default defineModule({
  name: 'package_facts',
  summary: 'Tell which packages are installed.',
  args: {
    manager: arg.or(arg.list('Whose packages; auto takes what the host has.'), ['auto']),
    strategy: arg.or(
      arg.choice('Packages of the first manager that is there, or of all.', 'first', 'all'),
      'first',
    ),
  },
  returns: {
    ansible_facts:
      'packages: a list of installed versions by name, each with name, version, arch, source and what else its manager tells.',
  },
  gives: () => ['packages'],
  needs: 'rpm, dpkg-query, pacman or apk.',
  predicts: 'full',
  reads: ({ manager }, facts) =>
    Object.fromEntries(
      listsOf(manager, facts).map(list => [
        list,
        probe.of<PackageListAnswer>('package-list', list),
      ]),
    ),
  plan: (args, state, facts) => {
    if (chosen(args, state, facts).length > 0) return []
    throw new Failure(
      `none of the package managers asked for is on the host: ${args.manager.join(', ')}`,
    )
  },
  result: ({ args, after, facts }) => {
    const packages: Record<string, object[]> = {}
    for (const list of chosen(args, after, facts))
      for (const one of after[list]?.packages ?? [])
        (packages[one.name] ??= []).push({ ...one, source: list })
    return { ansible_facts: { packages } }
  },
})
