// wait_for_connection: new connections, one after another, until the host answers.
import { targetFor } from '../connect.ts'
import { reconnect } from '../reconnect.ts'
import { failedDraft } from '../result.ts'
import { ok, type Control } from './control.ts'

export const waitForConnection: Control = async ({ of, ready, scope }) => {
  const { world, host } = of.self
  if (ready.check)
    return ok({ skipped: true, skip_reason: 'a dry run does not wait', elapsed: 0 }, 'skipped')
  const target = targetFor(world, host, of.context, scope, ready.delegate)
  const { clock } = world.edges
  const began = clock.monotonic()
  const { rc, err } = await target.lock(() =>
    reconnect(world, target, () => target.hand(ready.become), {
      delay: Number(ready.args['delay']),
      sleep: Number(ready.args['sleep']),
      connect: Number(ready.args['connect_timeout']),
      seconds: Number(ready.args['timeout']),
    }),
  )
  const elapsed = Math.floor((clock.monotonic() - began) / 1000)
  if (rc !== 0) return failedDraft(`timed out waiting for the connection: ${err}`, { elapsed })
  // It may have been away, and come back as another.
  target.state.forget('everything')
  return ok({ elapsed })
}
