// Waiting for a host that went away: new connections, one after another, until it answers as it shall. Asks nothing
// else of it.
import { Lost } from '../model/edge.ts'
import type { Op, Output } from '../model/change.ts'
import { command } from '../base/shell.ts'
import type { Hand, Target } from './target.ts'
import type { World } from './world.ts'

export type Return = Pick<
  Extract<Op, { op: 'reconnect' }>,
  'delay' | 'sleep' | 'connect' | 'seconds' | 'test'
>

/** Losses that no waiting mends. */
export const FINAL: ReadonlySet<string> = new Set(['host-key', 'new-host-key', 'become'])

/** What the test said when it went well; `rc` is not 0 where the host did not come back in time, and `err` says why. */
export const reconnect = async (
  world: World,
  target: Pick<Target, 'address'>,
  open: () => Promise<Pick<Hand, 'session'>>,
  how: Return,
): Promise<Output> => {
  const { clock, transport } = world.edges
  const began = clock.monotonic()
  const passed = (): number => (clock.monotonic() - began) / 1000
  await clock.sleep(how.delay * 1000, world.signal)
  let reason = 'it was not asked'
  for (;;) {
    world.signal.throwIfAborted()
    await transport.reset(target.address)
    const limit = AbortSignal.timeout(Math.max(1, Math.ceil(how.connect * 1000)))
    const late = new Promise<never>((_, reject) => {
      limit.addEventListener('abort', () =>
        reject(new Lost('timeout', `no answer within ${how.connect} s`)),
      )
    })
    try {
      const tried = attempt(open, how.test)
      tried.catch(() => {})
      const { rc, out, err } = await Promise.race([tried, late])
      if (rc === 0) return { rc, out, err, ms: clock.monotonic() - began }
      reason = `its test ended with code ${rc}${err.trim() === '' ? '' : `: ${err.trim()}`}`
    } catch (problem) {
      if (!(problem instanceof Lost) || FINAL.has(problem.kind)) throw problem
      reason = problem.message
    }
    if (passed() + how.sleep >= how.seconds) break
    await clock.sleep(how.sleep * 1000, world.signal)
  }
  return {
    rc: 1,
    out: '',
    err: `the host did not come back within ${how.seconds} seconds: ${reason}`,
    ms: clock.monotonic() - began,
  }
}

const attempt = async (
  open: () => Promise<Pick<Hand, 'session'>>,
  test: readonly string[] = ['true'],
): Promise<Omit<Output, 'ms'>> => {
  const { session } = await open()
  const reply = await session.send(`${command(test)}`)
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
  return { rc: reply.rc, out: text(reply.out), err: text(reply.err) }
}
