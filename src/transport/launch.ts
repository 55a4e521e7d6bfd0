// Brings a loop to life on a fresh channel: waits for its hello, answers one password prompt, understands refusals.
import { Lost } from '../model/edge.ts'
import { Agent } from './agent.ts'
import { type Entry, refusal, wrongPassword } from './become.ts'
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

/** An agent that takes requests; the loop itself travels with the first of them, and costs no turn. */
export const launch = async (channel: Channel, tools: Tools, how: Launch): Promise<Agent> => {
  const { by } = how.way
  const late = (): Lost => new Lost('timeout', `${by} started no shell within ${how.seconds} s`)
  try {
    await within(tools.clock, how.seconds, greeting(channel, how), late)
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
  return new Lost('lost', `the shell on the host was ended in mid-work${last ? `; its last words: ${last}` : ''}`)
}

const greeting = (channel: Channel, how: Launch): Promise<void> =>
  new Promise((resolve, reject) => {
    const said = { out: new Tail(4096), err: new Tail(4096) }
    let answered = false
    let asked: string | undefined
    const listen = (from: 'out' | 'err') => (chunk: Uint8Array): void => {
      said[from].push(chunk)
      if (said.out.text.includes(how.hello)) return finish(resolve)
      const text = said[from].text
      const { prompt, password } = how.way
      if (!prompt || password === undefined || !prompt.test(text) || text.trimEnd() === asked) return
      if (answered) return finish(() => reject(wrongPassword(how.way, how.login)))
      answered = true
      asked = text.trimEnd()
      void write(channel, `${password}\n`)
    }
    const onOut = listen('out')
    const onErr = listen('err')
    const finish = (act: () => void): void => {
      channel.out.off('data', onOut)
      channel.err.off('data', onErr)
      act()
    }
    channel.out.on('data', onOut)
    channel.err.on('data', onErr)
    void channel.closed.then(() => {
      const words = `${said.out.text}\n${said.err.text}`
      finish(() => reject(how.lost() ?? refusal(how.way, words, how.login)))
    })
  })
