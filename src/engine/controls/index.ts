// The controls, by name.
import { asyncStatus } from './async-status.ts'
import { validateArgumentSpec } from './arg-spec.ts'
import { addHost, groupBy } from './inventory.ts'
import { assert, debug, failNow, setFact } from './say.ts'
import { includeVars } from './include-vars.ts'
import { meta } from './meta.ts'
import { pause } from './pause.ts'
import { setStats } from './set-stats.ts'
import { waitForConnection } from './wait-for-connection.ts'
import type { Control } from './control.ts'

export const CONTROLS: Readonly<Record<string, Control>> = {
  debug,
  assert,
  fail: failNow,
  set_fact: setFact,
  meta,
  pause,
  add_host: addHost,
  group_by: groupBy,
  include_vars: includeVars,
  set_stats: setStats,
  validate_argument_spec: validateArgumentSpec,
  wait_for_connection: waitForConnection,
  async_status: asyncStatus,
}
