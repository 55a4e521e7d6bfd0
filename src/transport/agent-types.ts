// Which sorts of keys an ssh agent holds: also those that ssh2 knows nothing of, and so never tells.
import { connect } from 'node:net'
import { typeOf } from './trust.ts'

const REQUEST = Buffer.from([0, 0, 0, 1, 11])
const ANSWER = 12
const MOST = 2 ** 18
const MILLISECONDS = 2000

const KNOWN = new Map<string, Promise<readonly string[]>>()

/** Types as they stand in keys, `ssh-ed25519-cert-v01@openssh.com`; none where there is no agent. Asked once a socket. */
export const agentTypes = (socket: string): Promise<readonly string[]> => {
  const types = KNOWN.get(socket) ?? ask(socket)
  KNOWN.set(socket, types)
  return types
}

const ask = (path: string): Promise<readonly string[]> =>
  new Promise(resolve => {
    const socket = connect({ path })
    let bytes = Buffer.alloc(0)
    const finish = (types: readonly string[]): void => {
      socket.destroy()
      resolve(types)
    }
    socket.setTimeout(MILLISECONDS, () => finish([]))
    socket.on('error', () => finish([]))
    socket.on('close', () => finish([]))
    socket.on('data', chunk => {
      bytes = Buffer.concat([bytes, chunk])
      if (bytes.length > MOST) finish([])
      else if (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE(0)) finish(read(bytes))
    })
    socket.write(REQUEST)
  })

/** Length, kind, count; then a key and a comment each. */
const read = (bytes: Buffer): readonly string[] => {
  if (bytes[4] !== ANSWER) return []
  const types: string[] = []
  for (let at = 9; at + 4 <= bytes.length;) {
    const key = bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at))
    types.push(typeOf(key))
    at += 4 + key.length
    at += at + 4 <= bytes.length ? 4 + bytes.readUInt32BE(at) : 0
  }
  return types
}
