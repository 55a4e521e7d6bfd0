// Which tasks may run in the background. What works on the controller beside the host cannot: it would have to
// outlive the run. The same ones as in Ansible, and what waits for a host to come back.
import { error } from '../base/diagnostic.ts'
import type { Keywords } from '../model/playbook.ts'
import type { Loading } from './loading.ts'
import { hasTemplate } from './shapes.ts'

const IN_FRONT: ReadonlySet<string> = new Set([
  ...['add_host', 'assert', 'async_status', 'debug', 'fail', 'group_by', 'include_vars', 'meta'],
  ...['pause', 'set_fact', 'set_stats', 'validate_argument_spec', 'wait_for_connection'],
  ...[
    'assemble',
    'copy',
    'fetch',
    'raw',
    'reboot',
    'script',
    'synchronize',
    'template',
    'unarchive',
  ],
])

/** Whether a module's task may have `async`. */
export const takesAsync = (module: string): boolean => !IN_FRONT.has(module)

/** Reports `async` where it cannot be; what a template makes of it is seen at the run. */
export const checkAsync = (loading: Loading, module: string, { async }: Keywords): void => {
  if (!async || takesAsync(module) || hasTemplate(async.value) || !(Number(async.value) > 0)) return
  loading.report(
    error('task/no-async', `"async" cannot be on a task of "${module}"`, {
      span: async.span,
      hint: 'take it away, or put what lasts into a task of "command" or "shell"',
    }),
  )
}
