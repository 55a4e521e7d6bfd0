// What there is of Ansible's filters and tests: full, in part, or not, and why. The documentation is made of it.
import { FILTERS } from './filters/index.ts'
import { TESTS } from './tests/index.ts'

export type Coverage = {
  readonly kind: 'filter' | 'test'
  readonly collection: string
  readonly name: string
  readonly state: 'full' | 'partial' | 'not planned'
  /** What lacks, or why not. */
  readonly note?: string
}

type Missing = Readonly<Record<string, string>>

const PYTHON_PARSERS = 'needs parsers that are written in Python'
const PLUGINS = 'runs plug-ins that are written in Python'

/** Names of Ansible's that are left out, each with the reason. */
export const MISSING: Readonly<Record<'filter' | 'test', Missing>> = {
  filter: {
    'ansible.utils.fact_diff': PLUGINS,
    'ansible.utils.validate': PLUGINS,
    'ansible.utils.from_xml': 'XML is read by no part of mokplay',
    'ansible.utils.to_xml': 'XML is written by no part of mokplay',
    'ansible.netcommon.parse_cli': PYTHON_PARSERS,
    'ansible.netcommon.parse_cli_textfsm': PYTHON_PARSERS,
    'ansible.netcommon.parse_xml': PYTHON_PARSERS,
    'ansible.netcommon.pop_ace': 'for network devices, which mokplay does not manage',
    'ansible.windows.quote': 'for hosts of Windows, which mokplay does not manage',
    'community.general.hashids_decode': 'needs the library hashids',
    'community.general.hashids_encode': 'needs the library hashids',
    'community.general.jc': PYTHON_PARSERS,
    'community.general.json_diff': 'its result depends on the library jsonpatch',
    'community.general.json_patch': 'JSON patches: combine and to_json do most of it',
    'community.general.json_patch_recipe': 'JSON patches: combine and to_json do most of it',
    'community.general.reveal_ansible_type': 'tells the names of classes of Python; see type_debug',
    'community.general.to_prettytable': 'needs the library prettytable',
    'community.general.to_yaml': 'to_yaml of ansible.builtin does it',
    'community.general.to_nice_yaml': 'to_nice_yaml of ansible.builtin does it',
  },
  test: {
    'ansible.utils.resolvable': 'asks the network, and a template asks nobody',
    'ansible.utils.validate': PLUGINS,
    'community.general.a_module': 'a template does not know the modules',
    'community.general.ansible_type': 'tells the names of classes of Python; see type_debug',
    'community.general.fqdn_valid': 'needs the library fqdn',
  },
}

/** Every filter and test that Ansible documents in the collections that we know. */
export const pluginCoverage = (): readonly Coverage[] => [
  ...here('filter', FILTERS),
  ...here('test', TESTS),
  // Made where plug-ins are looked up, for they ask what there is.
  ...['filter', 'test'].map((name): Coverage => ({
    kind: 'test',
    collection: 'ansible.builtin',
    name,
    state: 'full',
  })),
  ...missing('filter'),
  ...missing('test'),
]

type Kind = Coverage['kind']
type Noted = Readonly<Record<string, Readonly<Record<string, { readonly partial?: string }>>>>

const here = (kind: Kind, plugins: Noted): Coverage[] =>
  Object.entries(plugins).flatMap(([collection, all]) =>
    Object.entries(all).map(([name, { partial }]) => ({
      kind,
      collection,
      name,
      ...(partial === undefined ? { state: 'full' } : { state: 'partial', note: partial }),
    })),
  )

const missing = (kind: Kind): Coverage[] =>
  Object.entries(MISSING[kind]).map(([full, note]) => {
    const at = full.lastIndexOf('.')
    return {
      kind,
      collection: full.slice(0, at),
      name: full.slice(at + 1),
      state: 'not planned',
      note,
    }
  })
