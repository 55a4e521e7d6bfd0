// Into a shell as one user or another: one way after the other, until one leads in or none is left.
import { Lost } from '../model/edge.ts'
import type { Become } from '../model/inventory.ts'
import type { Agent } from './agent.ts'
import { entry, nextTry, PLAIN, type Try } from './become.ts'
import type { Channel } from './channel.ts'
import { launch } from './launch.ts'
import { bootstrap } from './loop.ts'
import { hex, type Tools } from './options.ts'
import { Refusal } from './refusal.ts'

/** A command line that was started somewhere. */
export type Started = {
  readonly channel: Channel
  /** The login user there. */
  readonly login: string
  /** Why the host is lost, if the link is the reason. */
  readonly lost: () => Lost | undefined
}

/** A running loop as the login user, or as the user to become. */
export const enter = async (
  start: (line: string) => Promise<Started>,
  tools: Tools,
  become?: Become,
): Promise<Agent> => {
  const seconds = tools.limits.shell
  for (let how: Try | undefined = PLAIN; ;) {
    const hello = hex(tools.random, 8)
    const way = entry(bootstrap(hello), hex(tools.random, 4), become, how)
    const started = await start(way.line)
    try {
      return await launch(started.channel, tools, { ...started, way, hello, seconds })
    } catch (error) {
      how = become && error instanceof Refusal ? nextTry(become, how, error) : undefined
      if (!how) throw error
    }
  }
}
