// Brings a loop to life on a fresh channel: waits for its hello, answers one password prompt,
// understands refusals.
import { Lost } from '../model/edge.ts'
import { Agent } from './agent.ts'
import { askedInVain, type Entry, refusal } from './become.ts'
import { type Channel, write } from './channel.ts'
import { within } from './deadline.ts'
import { loopLine } from './loop.ts'
import type { Tools } from './options.ts'
import { Tail } from './tail.ts'

export type Launch = {
  readonly way: Entry
  /** What the shell says when it is there. */
  readonly hello: string
  /** The login user, for errors. */
  readonly login: string
  readonly seconds: number
  /** Why the host is lost, if the link is the reason. */
  readonly lost: () => Lost | undefined
}

/**
 * An agent that takes requests; the loop itself travels with the first of them, and costs no turn.
 */
export const launch = async (channel: Channel, tools: Tools, how: Launch): Promise<Agent> => {
  const { by } = how.way
  const late = (): Lost => new Lost('timeout', `${by} started no shell within ${how.seconds} s`)
  try {
    await within(tools, how.seconds, greeting(channel, how), late)
  } catch (error) {
    channel.destroy()
    throw error
  }
  const agent = new Agent(channel, tools, noise => how.lost() ?? ended(noise))
  void write(channel, loopLine(how.hello))
  return agent
}

const ended = (noise: string): Lost => {
  const last = noise.trim().split('\n').at(-1)?.slice(0, 200)
  return new Lost(
    'lost',
    `the shell on the host was ended in mid-work${last ? `; its last words: ${last}` : ''}`,
  )
}

const greeting = (channel: Channel, how: Launch): Promise<void> =>
  new Promise((resolve, reject) => {
    const out = new Tail(4096)
    const err = new Tail(4096)
    const { prompt, password } = how.way
    let answered: string | undefined
    const finish = (act: () => void): void => {
      channel.out.off('data', onOut)
      channel.err.off('data', onErr)
      act()
    }
    const onOut = (chunk: Uint8Array): void => {
      out.push(chunk)
      if (out.text.includes(how.hello)) finish(resolve)
    }
    const onErr = (chunk: Uint8Array): void => {
      err.push(chunk)
      const said = err.text.trimEnd()
      // The blank after a prompt may come by itself.
      if (!prompt?.test(said) || said === answered) return
      if (password === undefined || answered !== undefined) {
        return finish(() => reject(askedInVain(how.way, how.login)))
      }
      answered = said
      void write(channel, `${password}\n`)
    }
    channel.out.on('data', onOut)
    channel.err.on('data', onErr)
    void channel.closed.then(() => {
      finish(() => reject(how.lost() ?? refusal(how.way, `${out.text}\n${err.text}`, how.login)))
    })
  })
