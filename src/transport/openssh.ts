// Connections by the system's ssh, for what ours lacks: certificates, security keys, Kerberos and all that its
// configuration can ask for. One ssh logs in and stays; each shell is a small one that goes through it.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import { askpass, hasAnswers, type Asked } from './askpass.ts'
import { asChannel, asStream, type Program, speaks, start } from './child.ts'
import type { Connection } from './connection.ts'
import { within } from './deadline.ts'
import { noAnswer, place } from './dial.ts'
import { explainOpenssh } from './openssh-error.ts'
import { masterWords, READY, sessionWords } from './openssh-options.ts'
import type { Tools } from './options.ts'
import { Tail } from './tail.ts'

/**
 * Its input is ours: when we are gone, however it happened, it ends, and its folder goes. What dash sends to the
 * background has no input of its own: hence 3.
 */
const LEASH =
  'exec 3<&0; { cat <&3; kill $$; rm -rf "$0"; } >/dev/null 2>&1 & exec "$@" </dev/null 3<&-'

/** Milliseconds in which all programs of a connection that is lost have ended. */
const MOMENT = 500

/** A socket's name has little room, and ssh adds to it. */
const MOST_PATH = 60

/** Logs in by the system's ssh. */
export const connectOpenssh = async (
  address: Address,
  user: string,
  tools: Tools,
): Promise<Connection> => {
  const { openssh } = address
  if (openssh?.master !== undefined) return connectionAt(openssh.master, address, user, tools)
  const base = tmpdir().length > MOST_PATH ? '/tmp' : tmpdir()
  const folder = mkdtempSync(join(base, 'mokplay-ssh-'))
  chmodSync(folder, 0o700)
  const tidy = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const asked = hasAnswers(address) ? await askpass(address, folder) : undefined
    const socket = join(folder, 's')
    const words = masterWords(address, socket, asked !== undefined, tools)
    const agent = address.agent === undefined ? {} : { SSH_AUTH_SOCK: address.agent }
    const master = await start(['/bin/sh', '-c', LEASH, folder, ...words], {
      ...agent,
      ...asked?.env,
    })
    void master.closed.then(() => {
      asked?.stop()
      tidy()
    })
    await loggedIn(master, address, tools, asked)
    return connectionAt(socket, address, user, tools, master)
  } catch (error) {
    tidy()
    throw error
  }
}

const loggedIn = async (
  master: Program,
  address: Address,
  tools: Tools,
  asked: Asked | undefined,
): Promise<void> => {
  const { child, ended, closed } = master
  const said = new Tail(4096)
  const heard = new Tail(256)
  child.stderr.on('data', chunk => said.push(chunk))
  void ended.then(() => child.stdin.destroy())
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', chunk => {
      heard.push(chunk)
      if (heard.text.includes(READY)) resolve()
    })
    void closed.then(() => reject(explainOpenssh(said.text, asked?.vain ?? [], address)))
  })
  try {
    // Its own limit is for the connection alone; each host on the way has as long.
    await within(tools, 2 * secondsOf(address), ready, () => noAnswer(address))
  } catch (error) {
    child.stdin.destroy()
    throw error
  }
}

const secondsOf = ({ timeout, jump }: Address): number => timeout + (jump ? secondsOf(jump) : 0)

/** What can be done at the socket of one that is logged in: ours, or one that the user keeps open. */
const connectionAt = (
  socket: string,
  address: Address,
  user: string,
  tools: Tools,
  master?: Program,
): Connection => {
  let lost: Lost | undefined
  let isOver = false
  let finish = (): void => {}
  const closed = new Promise<void>(resolve => (finish = resolve))
  const lose = (): Lost => {
    lost ??= new Lost('lost', `the connection to ${place(address)} was lost`)
    finish()
    return lost
  }
  void master?.ended.then(() => (isOver ? finish() : lose()))
  const begin = (words: readonly string[]): Promise<Program> =>
    start([...sessionWords(address, socket), ...words])
  return {
    user,
    closed,
    lost: () => lost,
    end: () => {
      isOver = true
      lost ??= new Lost('lost', `the connection to ${place(address)} was closed`)
      if (master) master.child.stdin.destroy()
      else finish()
    },
    exec: async line => {
      const program = await begin(['--', address.host, line])
      const isIn = await within(tools, tools.limits.channel, opened(program), () => {
        program.child.kill()
        return new Lost(
          'timeout',
          `${place(address)} opened no channel within ${tools.limits.channel} s`,
        )
      })
      if (isIn === 'refused') return undefined
      // That the connection is gone is said by its own ssh, and that may be a moment later.
      if (isIn === 'silent' && master) await Promise.race([master.ended, tools.clock.sleep(MOMENT)])
      if (isIn === 'gone' || lost) throw lost ?? lose()
      return asChannel(program, { kills: true })
    },
    forward: async to => {
      const through = to.host.includes(':') ? `[${to.host}]:${to.port}` : `${to.host}:${to.port}`
      const program = await begin(['-W', through, '--', address.host])
      return within(
        tools,
        tools.limits.channel + to.timeout,
        asStream(program, said => noWay(address, to, said)),
        () => noWay(address, to, ''),
      )
    },
  }
}

const noWay = (from: Address, to: Address, said: string): Lost =>
  new Lost(
    'unreachable',
    `${place(from)} lets no connection through to ${place(to)}${said.trim() === '' ? '' : `: ${said.trim().split('\n').at(-1)}`}`,
  )

/** What becomes of a session: its program speaks, the host grants no more of them, or there is no connection. */
const opened = async (program: Program): Promise<'in' | 'refused' | 'gone' | 'silent'> => {
  const { stdout, stderr } = program.child
  const [out, err] = [speaks(stdout), speaks(stderr)]
  // One that has come to its end tells nothing of the other one.
  if (!(await Promise.race([out, err])) && !(await out) && !(await err)) return 'silent'
  const chunk = stderr.read() as Buffer | null
  if (chunk) stderr.unshift(chunk)
  const said = chunk?.toString() ?? ''
  if (/^mux_client\S+ session request failed|open refused|open failed/m.test(said)) return 'refused'
  if (/^(?:mux_client|Control socket|Connection closed by)/m.test(said)) return 'gone'
  return 'in'
}
