// What can be gathered about a host, and what `gather_subset` and `filter` choose of it. Names are Ansible's.
import { globPattern } from './glob.ts'

/** Collectors, and the facts by which they may be asked for too. */
export const COLLECTORS = {
  platform: [
    'system',
    'kernel',
    'kernel_version',
    'machine',
    'python_version',
    'architecture',
    'machine_id',
  ],
  distribution: [
    'distribution_version',
    'distribution_release',
    'distribution_major_version',
    'os_family',
  ],
  lsb: [],
  selinux: [],
  apparmor: [],
  chroot: ['is_chroot'],
  fips: [],
  python: [],
  caps: ['system_capabilities', 'system_capabilities_enforced'],
  pkg_mgr: [],
  service_mgr: [],
  cmdline: [],
  date_time: [],
  env: [],
  loadavg: [],
  ssh_pub_keys: [
    'ssh_host_pub_keys',
    'ssh_host_key_dsa_public',
    'ssh_host_key_rsa_public',
    'ssh_host_key_ecdsa_public',
    'ssh_host_key_ed25519_public',
  ],
  user: [
    'user_id',
    'user_uid',
    'user_gid',
    'user_gecos',
    'user_dir',
    'user_shell',
    'real_user_id',
    'effective_user_id',
    'effective_group_ids',
  ],
  virtual: [
    'virtualization_type',
    'virtualization_role',
    'virtualization_tech_guest',
    'virtualization_tech_host',
  ],
  hardware: ['processor', 'processor_cores', 'processor_count', 'mounts', 'devices'],
  dns: [],
  network: [
    'interfaces',
    'default_ipv4',
    'default_ipv6',
    'all_ipv4_addresses',
    'all_ipv6_addresses',
  ],
  fibre_channel_wwn: [],
  iscsi: [],
  nvme: [],
  local: [],
  facter: [],
  ohai: [],
} as const satisfies Record<string, readonly string[]>

export type CollectorName = keyof typeof COLLECTORS

/** What is gathered unless `!min` stands there. */
const MIN: ReadonlySet<string> = new Set<CollectorName>([
  'apparmor',
  'caps',
  'cmdline',
  'date_time',
  'distribution',
  'dns',
  'env',
  'fips',
  'local',
  'lsb',
  'pkg_mgr',
  'platform',
  'python',
  'selinux',
  'service_mgr',
  'ssh_pub_keys',
  'user',
])

/** What a collector needs of others, which come with it however they are excluded. */
const NEEDS: Readonly<Partial<Record<CollectorName, readonly CollectorName[]>>> = {
  hardware: ['platform'],
  network: ['distribution', 'platform'],
  pkg_mgr: ['distribution'],
  service_mgr: ['distribution', 'platform'],
}

const ALL = Object.keys(COLLECTORS) as readonly CollectorName[]

/** The collectors of which a name speaks. */
const named = (name: string): readonly CollectorName[] =>
  ALL.filter(
    collector => collector === name || (COLLECTORS[collector] as readonly string[]).includes(name),
  )

/** The collectors that a gather_subset chooses; a word that is none, instead. */
export const chosenCollectors = (
  subset: readonly string[],
): { readonly names: readonly CollectorName[] } | { readonly wrong: string } => {
  const added = new Set<string>(MIN)
  const excluded = new Set<string>()
  const asked = new Set<string>()
  for (const word of subset) {
    if (word === 'min') continue
    else if (word === 'all') for (const name of ALL) added.add(name)
    else if (word === '!min') for (const name of MIN) excluded.add(name)
    else if (word === '!all') for (const name of ALL) MIN.has(name) || excluded.add(name)
    // Ansible lets it pass when a word that is none is excluded.
    else if (word.startsWith('!')) for (const name of named(word.slice(1))) excluded.add(name)
    else if (named(word).length === 0) return { wrong: word }
    else for (const name of named(word)) asked.add(name)
  }
  const chosen = ALL.filter(name => asked.has(name) || (added.has(name) && !excluded.has(name)))
  const needed = new Set<string>(chosen.flatMap(name => [name, ...(NEEDS[name] ?? [])]))
  return { names: ALL.filter(name => needed.has(name)) }
}

/** Facts under the names that playbooks use. */
export const factsToVars = (
  facts: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [`ansible_${name}`, value]))

/** Those facts whose name fits one of the shell patterns; all of them when there is none. */
export const filterFacts = (
  facts: Readonly<Record<string, unknown>>,
  patterns: readonly string[],
): Readonly<Record<string, unknown>> => {
  const fits = patterns.filter(pattern => pattern !== '').map(globPattern)
  if (fits.length === 0 || patterns.includes('*')) return facts
  return Object.fromEntries(
    Object.entries(facts).filter(([name]) =>
      fits.some(pattern => pattern.test(name) || pattern.test(name.replace(/^ansible_/, ''))),
    ),
  )
}
