// All filters, by the collection that they belong to.
import type { Filters } from '../plugin.ts'
import { dictFilters } from './dict.ts'
import { durationFilters } from './duration.ts'
import { generalFilters } from './general.ts'
import { hardwareFilters } from './hardware.ts'
import { hashFilters } from './hash.ts'
import { htmlFilters } from './html.ts'
import { ipNetworkFilters } from './ip-network.ts'
import { ipFilters } from './ip.ts'
import { jsonFilters } from './json.ts'
import { listKeyFilters, nestedKeyFilters } from './keys.ts'
import { listSetFilters } from './list-sets.ts'
import { listFilters } from './list.ts'
import { networkDeviceFilters } from './network-device.ts'
import { numberFilters } from './number.ts'
import { pairingFilters } from './pairing.ts'
import { pathFilters } from './path.ts'
import { queryFilters } from './query.ts'
import { regexFilters } from './regex.ts'
import { selectFilters } from './select.ts'
import { setFilters } from './set.ts'
import { structureFilters } from './structure.ts'
import { tableTextFilters } from './table-text.ts'
import { textFilters } from './text.ts'
import { timeFilters } from './time.ts'
import { valueFilters } from './value.ts'
import { vaultFilters } from './vault.ts'
import { windowsPathFilters } from './windows-path.ts'

const utils: Filters = {
  ...ipFilters,
  ...ipNetworkFilters,
  ...hardwareFilters,
  ...nestedKeyFilters,
  ...structureFilters,
}

/** Collections in the order in which a name without one is looked for. */
export const FILTERS: Readonly<Record<string, Filters>> = {
  'ansible.builtin': {
    ...valueFilters,
    ...textFilters,
    ...htmlFilters,
    ...listFilters,
    ...pairingFilters,
    ...selectFilters,
    ...setFilters,
    ...dictFilters,
    ...numberFilters,
    ...pathFilters,
    ...windowsPathFilters,
    ...regexFilters,
    ...jsonFilters,
    ...hashFilters,
    ...timeFilters,
    ...vaultFilters,
  },
  'ansible.utils': utils,
  'community.general': {
    ...generalFilters,
    ...queryFilters,
    ...durationFilters,
    ...listSetFilters,
    ...listKeyFilters,
    ...tableTextFilters,
  },
  // Where the filters on addresses were before they moved.
  'ansible.netcommon': {
    ...ipFilters,
    ...ipNetworkFilters,
    ...hardwareFilters,
    ...networkDeviceFilters,
  },
}
