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

const HERE = { filter: FILTERS, test: TESTS } as const

/** Every filter and test that Ansible documents in the collections that we know. */
export const pluginCoverage = (): readonly Coverage[] =>
  (['filter', 'test'] as const).flatMap(kind => [
    ...Object.entries(HERE[kind]).flatMap(([collection, plugins]) =>
      Object.entries(plugins).map(([name, { partial }]): Coverage => ({
        kind,
        collection,
        name,
        state: partial === undefined ? 'full' : 'partial',
        ...(partial !== undefined && { note: partial }),
      })),
    ),
    ...Object.entries(MISSING[kind]).map(([full, note]): Coverage => {
      const at = full.lastIndexOf('.')
      return {
        kind,
        collection: full.slice(0, at),
        name: full.slice(at + 1),
        state: 'not planned',
        note,
      }
    }),
  ])
