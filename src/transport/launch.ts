// Brings a loop to life on a fresh channel: waits for its hello, answers one question for a password, understands
// refusals.
import { Lost } from '../model/edge.ts'
import { Agent } from './agent.ts'
import type { Entry } from './become.ts'
import { type Channel, write } from './channel.ts'
import { after, within } from './deadline.ts'
import { Ear } from './ear.ts'
import { loopLine } from './loop.ts'
import type { Tools } from './options.ts'
import { question } from './question.ts'
import { askedAgain, askedInVain, lastLine, refusal } from './refusal.ts'

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

/** Seconds of silence that make a question of what only looks like one. */
const QUIET = 0.3

/**
 * An agent that takes requests; the loop itself travels with the first of them, and costs no turn.
 */
export const launch = async (channel: Channel, tools: Tools, how: Launch): Promise<Agent> => {
  const greeting = new Greeting(channel, tools, how)
  const late = (): Lost => {
    const { by, user } = how.way
    const waits =
      user === undefined ? ': does a start-up file of the login shell wait for input?' : ''
    const silent = `${by} started no shell within ${how.seconds} s`
    return new Lost('timeout', `${silent}${lastWords(greeting.heard)}${waits}`)
  }
  try {
    await within(tools, how.seconds, greeting.over, late)
  } catch (error) {
    channel.destroy()
    throw error
  } finally {
    greeting.stop()
  }
  const agent = new Agent(channel, tools, noise => how.lost() ?? ended(noise))
  void write(channel, loopLine(how.hello))
  return agent
}

const ended = (noise: string): Lost =>
  new Lost('lost', `the shell on the host was ended in mid-work${lastWords(noise)}`)

const lastWords = (said: string): string => {
  const last = lastLine(said)
  return last ? `; its last words: ${last}` : ''
}

const LOGIN_SHELL = { by: 'the login shell' }

/** Listens until there is a shell, or never will be. */
class Greeting {
  readonly over: Promise<void>
  readonly #channel: Channel
  readonly #tools: Tools
  readonly #how: Launch
  readonly #ears: readonly Ear[]
  #answered: string | undefined
  #resolve!: () => void
  #reject!: (error: Error) => void
  readonly #deaf: (() => void)[] = []
  #calm = (): void => {}

  constructor(channel: Channel, tools: Tools, how: Launch) {
    this.#channel = channel
    this.#tools = tools
    this.#how = how
    const { start } = how.way
    this.#ears = [channel.out, channel.err].map(stream => {
      const ear = new Ear(start)
      const listen = (chunk: Uint8Array): void => this.#hear(ear, chunk)
      stream.on('data', listen)
      this.#deaf.push(() => stream.off('data', listen))
      return ear
    })
    this.over = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    void channel.closed.then(() => this.#closed())
  }

  get heard(): string {
    return this.#ears.map(ear => ear.text).join('\n')
  }

  stop(): void {
    this.#calm()
    for (const act of this.#deaf) act()
  }

  #hear(ear: Ear, chunk: Uint8Array): void {
    const { way, hello } = this.#how
    this.#calm()
    ear.push(chunk)
    // Before the start it may be a shell that shows the command it was given.
    if (ear.isOpen && ear.text.includes(hello)) return this.#welcome()
    if (way.user === undefined) return
    // What one stream says does not undo what the other one asked.
    for (const each of this.#ears) {
      const asked = each.isOpen && question(each.text, way.prompt)
      if (!asked) continue
      if (asked.isSure) return this.#answer(each, asked.text)
      this.#calm()
      this.#calm = after(this.#tools.clock, QUIET, () => this.#answer(each, asked.text))
    }
  }

  #welcome(): void {
    if (this.#how.way.takesLine && this.#answered === undefined) void write(this.#channel, '\n')
    this.stop()
    this.#resolve()
  }

  #answer(ear: Ear, asked: string): void {
    const { way, login } = this.#how
    if (way.password === undefined) return this.#reject(askedInVain(way, login))
    if (this.#answered !== undefined)
      return this.#reject(askedAgain(way, this.heard, login, asked !== this.#answered))
    this.#answered = asked
    // What was asked is not to be taken for a second question when the blank after it comes late.
    ear.forget()
    void write(this.#channel, `${way.password}\n`)
  }

  #closed(): void {
    const { way, login, lost } = this.#how
    // Before its start it was the login shell that refused.
    const who = this.#ears.some(ear => ear.isOpen) ? way : { ...LOGIN_SHELL, line: way.line }
    const isAnswered = this.#answered !== undefined
    this.#reject(lost() ?? refusal(who, this.heard, login, isAnswered))
  }
}
