// Two hundred hosts in one process: an SSH server whose shells speak the agent's protocol and answer from the tape.
// It behaves as the real sh did when the tape was made, and costs almost nothing. Words: the tape's file. Tells its
// parent its port and key, and on any message what it counted.
import { readFileSync } from 'node:fs'
import ssh2, { type Connection, type ServerChannel } from 'ssh2'
import { readTape, replyFrom } from './tape.ts'

const tape = readTape(readFileSync(process.argv[2] ?? '', 'utf8'))
const counted = { connections: 0, shells: 0, requests: 0 }

/** One shell: hello, then request after request. */
const shell = (channel: ServerChannel, line: string): void => {
  const hello = /echo ([0-9a-f]{8})""([0-9a-f]{8})/.exec(line)
  if (!hello) {
    channel.exit(0)
    return void channel.end()
  }
  counted.shells += 1
  channel.write(`\n${hello[1]}${hello[2]}\n`)
  let held = Buffer.alloc(0)
  channel.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk])
    for (let used = take(channel, held); used > 0; used = take(channel, held))
      held = held.subarray(used)
  })
  channel.once('end', () => {
    channel.exit(0)
    channel.end()
  })
}

/** How many bytes made a whole line or request; 0 while more must come. */
const take = (channel: ServerChannel, bytes: Buffer): number => {
  const end = bytes.indexOf(10)
  if (end === -1) return 0
  const [word, nonce = '', size = '0'] = bytes.toString('latin1', 0, end).split(' ')
  if (word !== 'run') return end + 1
  const whole = end + 1 + Number(size) + nonce.length + 1
  if (bytes.length < whole) return 0
  counted.requests += 1
  const reply = replyFrom(tape, bytes.toString('utf8', end + 1, end + 1 + Number(size)))
  channel.write(
    Buffer.concat([
      Buffer.from(`\n${nonce} <\n`),
      reply.out,
      Buffer.from(`\n${nonce} > ${reply.rc} done\n`),
    ]),
  )
  channel.stderr.write(
    Buffer.concat([Buffer.from(`\n${nonce} <\n`), reply.err, Buffer.from(`\n${nonce} >\n`)]),
  )
  return whole
}

const serve = (client: Connection): void => {
  counted.connections += 1
  client.on('error', () => {})
  client.on('authentication', attempt =>
    attempt.method === 'publickey' ? attempt.accept() : attempt.reject(['publickey']),
  )
  client.on('ready', () =>
    client.on('session', accept =>
      accept().on('exec', (acceptExec, _reject, { command }) => shell(acceptExec(), command)),
    ),
  )
}

const { private: hostKey } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
const server = new ssh2.Server({ hostKeys: [hostKey] }, serve)
server.listen(0, '0.0.0.0', () => {
  const key = ssh2.utils.parseKey(hostKey)
  if (key instanceof Error) throw key
  const { port } = server.address() as { port: number }
  process.send?.({ port, key: `${key.type} ${key.getPublicSSH().toString('base64')}` })
})
process.on('message', () => {
  process.send?.({ ...counted })
  Object.assign(counted, { connections: 0, shells: 0, requests: 0 })
})
process.once('disconnect', () => server.close(() => process.exit()))
