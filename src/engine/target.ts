// One host as it is worked on: its shells by user, what it said of itself, and what is known of its state.
import { batches, askScript, readAnswers } from '../host/ask.ts'
import { helloScript, readHello } from '../host/hello.ts'
import { hangsOnEnvironment } from '../host/kinds.ts'
import { performScript, readOutcome, type Outcome } from '../host/perform.ts'
import type { HostState } from '../host/state.ts'
import type { Answer, Change } from '../model/change.ts'
import type { SendOptions, Session } from '../model/edge.ts'
import type { Address, Become } from '../model/inventory.ts'
import type { Facts, Probe } from '../model/module.ts'
import type { Ready } from './evaluate.ts'
import { liveOutput } from './live.ts'
import type { World } from './world.ts'

/** One user on one host. */
export type Hand = {
  readonly session: Session
  readonly facts: Facts
  readonly user: string
  /** What its programs are given, by the task. */
  readonly environment?: Readonly<Record<string, string>>
}

/** As whom a question is asked: where its answer may hang on the environment, that belongs to it. */
export const askerOf = ({ user, environment }: AskedAs, { kind }: Probe): string =>
  environment && hangsOnEnvironment(kind) ? `${user} ${JSON.stringify(environment)}` : user

type AskedAs = { readonly user: string; readonly environment?: Hand['environment'] | undefined }

/** The environment of a step; undefined where it says nothing. */
export const environmentFor = ({ environment }: Pick<Ready, 'environment'>): Hand['environment'] =>
  Object.keys(environment).length > 0 ? environment : undefined

/** Takes answers in, each as its asker's. */
export const learn = (
  state: HostState,
  answers: ReadonlyMap<Probe, Answer>,
  hand: AskedAs,
): void => {
  const of = (hangs: boolean): ReadonlyMap<Probe, Answer> =>
    new Map([...answers].filter(([{ kind }]) => hangsOnEnvironment(kind) === hangs))
  for (const part of [of(false), of(true)]) {
    const [first] = part.keys()
    if (first) state.learn(part, askerOf(hand, first))
  }
}

export type PerformOptions = {
  readonly signal: AbortSignal
  /** Seconds after which the host ends it. */
  readonly seconds?: number
  readonly onText: (text: string, from: 'out' | 'err') => void
}

/** `stamp` is the ending of backups' names; `late`: the host ended it at its limit. */
export type Performed = Outcome & { readonly late: boolean; readonly stamp: string }

/** A step's acts as a script; `stamp` is the ending of backups' names. */
export type Composed = {
  readonly script: string
  readonly mark: string
  readonly stamp: string
  readonly stdin?: NonNullable<SendOptions['stdin']>
  read(reply: { out: string; err: string; ms: number }): Outcome
}

export type Told = {
  readonly rc: number
  readonly out: string
  readonly err: string
  readonly late: boolean
  readonly ms: number
}

export type Target = {
  readonly name: string
  readonly address: Address
  readonly state: HostState
  /** The shell of a user, opened when it is first wanted. */
  hand(become: Become | undefined): Promise<Hand>
  /** The shell of a user, if it is open. */
  open(become: Become | undefined): Hand | undefined
  /** Learns the answers; false when the host had to end the questions after so many seconds. */
  ask(probes: readonly Probe[], hand: Hand, seconds?: number): Promise<boolean>
  /** What changes are as one script, and how its reply is read. */
  compose(changes: readonly Change[], asks: readonly Probe[], hand: Hand): Composed
  /** Runs a script; both streams come back as one character a byte. */
  tell(script: string, hand: Hand, how?: SendOptions): Promise<Told>
  /** What a script prints, byte for byte. */
  read(script: string, hand: Hand): Promise<{ rc: number; bytes: Uint8Array; err: string }>
  perform(
    changes: readonly Change[],
    asks: readonly Probe[],
    hand: Hand,
    how: PerformOptions,
  ): Promise<Performed>
  /** Works on the host one at a time: two hosts may delegate to the same one. */
  lock<T>(work: () => Promise<T>): Promise<T>
}

/** A target; nothing is opened yet. */
export const newTarget = (name: string, address: Address, world: World): Target => {
  const state = world.stateOf(name)
  const { bound } = world
  const hands = new Map<string, Hand>()
  let last: Promise<unknown> = Promise.resolve()
  const mark = (): string => Buffer.from(world.edges.random(8)).toString('hex')
  const userOf = (become: Become | undefined): string =>
    become ? `${become.method} ${become.user}` : ''

  const send = async (
    hand: Pick<Hand, 'session'>,
    script: string,
    how: SendOptions = {},
  ): Promise<Told> => {
    const began = world.edges.clock.monotonic()
    const reply = await bound(() => hand.session.send(script, { signal: world.signal, ...how }))
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
    return {
      rc: reply.rc,
      out: text(reply.out),
      err: text(reply.err),
      late: reply.late === true,
      ms: world.edges.clock.monotonic() - began,
    }
  }

  const greet = async (become: Become | undefined): Promise<Hand> => {
    const session = await bound(() => world.edges.transport.open(address, become))
    const sign = mark()
    const { out } = await send({ session }, helloScript(sign))
    return { session, facts: readHello(out, sign), user: userOf(become) }
  }

  /** What ran has ended by now. */
  const ended = (outcome: Outcome): Outcome => {
    const at = world.edges.clock.wall()
    return { ...outcome, outputs: outcome.outputs.map(output => ({ ...output, at })) }
  }

  const compose: Target['compose'] = (changes, asks, hand) => {
    const of = batches(asks)
    const { facts, environment = {} } = hand
    const told = { mark: mark(), stamp: stamp(world.edges.clock.wall()), facts, environment }
    const { script, streams } = performScript(changes, of, told)
    return {
      script,
      mark: told.mark,
      stamp: told.stamp,
      ...(streams.length > 0 && { stdin: stream(world, streams) }),
      read: reply => ended(readOutcome(changes, of, told, reply)),
    }
  }

  return {
    name,
    address,
    state,
    hand: async become => {
      const hand = hands.get(userOf(become)) ?? (await greet(become))
      hands.set(hand.user, hand)
      return hand
    },
    open: become => hands.get(userOf(become)),
    ask: async (probes, hand, seconds) => {
      const of = batches(probes)
      const sign = mark()
      const { out, ms, late } = await send(
        hand,
        askScript(of, sign, hand.facts, hand.environment),
        {
          ...(seconds !== undefined && { seconds }),
        },
      )
      if (late) return false
      learn(state, readAnswers(of, sign, hand.facts, out), hand)
      world.emit({ type: 'host.asked', host: name, probes: probes.length, ms })
      return true
    },
    read: async (script, { session }) => {
      const { rc, out, err } = await bound(() => session.send(script, { signal: world.signal }))
      return { rc, bytes: out, err: Buffer.from(err).toString('utf8') }
    },
    compose,
    tell: (script, hand, how) => send(hand, script, how),
    perform: async (changes, asks, hand, how) => {
      const { script, mark: sign, stamp, stdin, read } = compose(changes, asks, hand)
      const onOut = liveOutput(sign, changes, how.onText)
      const reply = await send(hand, script, {
        signal: how.signal,
        ...(onOut && { onOut }),
        ...(how.seconds !== undefined && { seconds: how.seconds }),
        ...(stdin && { stdin }),
      })
      return { ...read(reply), late: reply.late, stamp }
    },
    lock: work => {
      const mine = last.then(work, work)
      last = mine.catch(() => {})
      return mine
    },
  }
}

/** The ending of a backup's name, as Ansible has it: pid aside, when it was made. */
const stamp = (wall: number): string =>
  `${Math.floor(wall / 1000) % 100000}.${new Date(wall).toISOString().slice(0, 19).replace('T', '@')}~`

const CHUNK = 2 ** 18

const stream = (world: World, streams: readonly { local: string; size: number }[]) => ({
  size: streams.reduce((sum, { size }) => sum + size, 0),
  chunks: (async function* () {
    for (const { local, size } of streams) {
      const { files } = world.edges
      const plain = files.read(local) ?? new Uint8Array()
      // A vaulted file that is to stay so has another length than what is in it.
      const bytes = plain.length === size ? plain : (files.read(local, 'raw') ?? plain)
      for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
    }
  })(),
})
