// A whole run: play after play, every happening numbered and told, the recap at the end.
import type { Happening, RunEvent } from '../model/event.ts'
import { Cancelled } from '../model/edge.ts'
import { Mistake } from '../base/diagnostic.ts'
import { runPlay } from './play.ts'
import type { World } from './world.ts'

export type Ran = {
  /** Without failures that were forgiven. */
  readonly recap: ReturnType<World['counts']['recap']>
  readonly interrupted: boolean
  /** The user's text was wrong in a way that only the run could see. */
  readonly wrong: boolean
}

/** Runs the playbook of a world. Failures of hosts are data; only bugs are thrown. */
export const run = async (world: World): Promise<Ran> => {
  const began = world.edges.clock.monotonic()
  const { playbook, options } = world
  world.emit({
    type: 'run.start',
    mode: options.check ? 'check' : 'apply',
    playbook: playbook.file,
    hosts: [...world.inventory.hosts.keys()],
  })
  world.emit({
    type: 'playbook.start',
    playbook: playbook.file,
    plays: playbook.plays.length,
  })
  let wrong = false
  try {
    for (const play of playbook.plays) {
      if (world.signal.aborted) break
      if (!(await runPlay(world, play))) break
    }
  } catch (problem) {
    if (problem instanceof Mistake) {
      wrong = true
      world.emit({
        type: 'diagnostic',
        diagnostic: problem.diagnostic,
        frame: world.frameOf(problem.diagnostic),
      })
    } else if (!(problem instanceof Cancelled)) throw problem
  }
  introduce(world)
  const missed = world.missedStart()
  if (missed !== undefined)
    world.emit({
      type: 'message',
      level: 'warning',
      text: `no task is called "${missed}": there was nothing to start at`,
    })
  const recap = world.counts.recap()
  const interrupted = world.signal.aborted
  world.emit({ type: 'run.end', recap, interrupted, ms: world.edges.clock.monotonic() - began })
  return { recap: world.counts.standing(), interrupted, wrong }
}

/** Hosts whose keys nobody knows, all at once, with what would make them known. */
const introduce = ({ strangers, inventory, emit }: World): void => {
  if (strangers.size < 2) return
  // In the inventory's order, whoever answered first.
  const order = [...inventory.hosts.keys()]
  const unknown = [...strangers].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
  const names = unknown.map(([name]) => name).join(', ')
  const addresses = unknown.map(([, address]) => address)
  const scans = addresses.map(({ host, port }) => `ssh-keyscan -p ${port} ${host}`)
  const file = addresses[0]?.knownHosts[0] ?? '~/.ssh/known_hosts'
  emit({
    type: 'message',
    level: 'warning',
    text: `the host keys of ${names} are not known; compare their prints, then take them in: { ${scans.join('; ')}; } >> ${file}`,
  })
}

/** Numbers happenings, takes secrets out, and hands them to whoever listens. */
export const teller = (
  listeners: readonly { on(event: RunEvent): void }[],
  scrub: (happening: Happening) => Happening,
  now: () => number,
): ((happening: Happening) => void) => {
  const began = now()
  let seq = 0
  return happening => {
    const event = { seq: ++seq, at: Math.round(now() - began), ...scrub(happening) } as RunEvent
    for (const listener of listeners) listener.on(event)
  }
}
