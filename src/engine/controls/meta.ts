// meta: flushes handlers elsewhere (walk.ts hands it over), ends plays and hosts, forgets facts and failures.
import { targetFor } from '../connect.ts'
import { Stop } from '../host-run.ts'
import { ok, type Control } from './control.ts'

export const meta: Control = async ({ of, ready, scope }) => {
  const { world, run, host } = of.self
  switch (ready.args['free_form']) {
    case 'end_play':
      run.stopped ??= 'end_play'
      throw new Stop('end_play', 'meta: end_play')
    case 'end_batch':
      run.stopped ??= 'end_batch'
      throw new Stop('end_play', 'meta: end_batch')
    case 'end_host':
      throw new Stop('end_host', 'meta: end_host')
    case 'end_role':
      throw new Stop('end_role', 'meta: end_role')
    case 'clear_facts':
      for (const name of run.hosts) Object.assign(world.hosts.get(name) ?? {}, { facts: {} })
      break
    case 'clear_host_errors':
      for (const name of run.hosts) {
        if (run.failed.delete(name)) world.counts.forgive(name)
        world.dead.delete(name)
      }
      break
    case 'reset_connection':
      await world.edges.transport.reset(
        targetFor(world, host, of.context, scope, undefined).address,
      )
      break
    case 'refresh_inventory':
      await world.refreshInventory()
      break
  }
  return ok()
}
