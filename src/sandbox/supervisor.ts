// The process that listens for all hosts of one sandbox. Each connection is handed to an sshd inside the host, which
// owns the socket from then on; where there is no sshd, ssh2's server in this process speaks for it.
// Run as `node supervisor.js DIR`. SIGHUP makes it look which hosts there are now.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { CLEAN_ENV, enterArgv, initOf } from './enter.ts'
import { ownLine } from './identity.ts'
import { hostNames, hostPlace, place } from './place.ts'
import { readSettings } from './settings.ts'
import { standIn } from './stand-in.ts'

const dir = process.argv[2] ?? ''
const { sshd } = readSettings(dir)
const listening = new Map<string, Server>()

const withSshd =
  (host: string, program: string) =>
  (socket: Socket): void => {
    const init = initOf(dir, host)
    if (init === undefined) return void socket.destroy()
    const log = openSync(hostPlace(dir, host).sshLog, 'a', 0o600)
    const [command, ...args] = enterArgv(init, [program, '-i', '-e', '-f', '/etc/ssh/sshd_config'])
    const child = spawn(command, args, { env: CLEAN_ENV, cwd: '/', stdio: [socket, socket, log] })
    child.on('error', () => {})
    closeSync(log)
    socket.destroy()
  }

const listen = (host: string, port: number): void => {
  const server = createServer(
    { pauseOnConnect: sshd !== undefined, noDelay: true },
    sshd === undefined ? standIn(dir, host) : withSshd(host, sshd),
  )
  server.once('error', (problem: NodeJS.ErrnoException) => {
    if (port !== 0 && problem.code === 'EADDRINUSE') listen(host, 0)
    else console.error(`${host}: cannot listen: ${problem.message}`)
  })
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    const { port: file } = hostPlace(dir, host)
    if (typeof address !== 'object' || address === null) return
    writeFileSync(`${file}.new`, `${address.port} ${process.pid}\n`)
    renameSync(`${file}.new`, file)
  })
  listening.set(host, server)
}

/** A host keeps its port for as long as it can. */
const lastPort = (host: string): number => {
  try {
    return Number.parseInt(readFileSync(hostPlace(dir, host).port, 'utf8'), 10) || 0
  } catch {
    return 0
  }
}

const look = (): void => {
  const hosts = new Set(hostNames(dir))
  for (const [host, server] of listening) {
    if (hosts.has(host)) continue
    server.close()
    listening.delete(host)
  }
  for (const host of hosts) if (!listening.has(host)) listen(host, lastPort(host))
}

process.on('SIGHUP', look)
process.on('uncaughtException', problem => console.error(problem))
writeFileSync(`${place(dir).supervisor}.new`, ownLine())
renameSync(`${place(dir).supervisor}.new`, place(dir).supervisor)
look()
// With no host to listen for, it still waits for the first.
setInterval(() => {}, 2 ** 30)
