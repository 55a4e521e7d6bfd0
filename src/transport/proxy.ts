// A host behind a command of the controller: ssh's ProxyCommand. Knows nothing of what the command does.
import { userInfo } from 'node:os'
import type { Duplex } from 'node:stream'
import { Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import { asStream, start } from './child.ts'
import { within } from './deadline.ts'
import type { Tools } from './options.ts'

/** Starts the command; there is a stream when the host has begun to speak. */
export const dialCommand = async (
  address: Address,
  command: string,
  tools: Pick<Tools, 'clock' | 'signal'>,
): Promise<Duplex> => {
  const program = await start(['/bin/sh', '-c', `exec ${expand(command, address)}`])
  const stream = asStream(program, said => silent(address, command, said))
  try {
    return await within(tools, address.timeout, stream, () => silent(address, command, ''))
  } catch (error) {
    program.child.kill('SIGHUP')
    throw error
  }
}

const silent = ({ host, port, timeout }: Address, command: string, said: string): Lost => {
  const last = said.trim().split('\n').at(-1)?.slice(0, 200)
  const how = last ? `it said: ${last}` : `nothing came within ${timeout} s`
  return new Lost(
    'unreachable',
    `the ProxyCommand "${command}" brought no connection to ${host} port ${port}: ${how}`,
  )
}

/** ssh's tokens. Names that a shell could take for more than words do not come this far. */
const expand = (command: string, address: Address): string => {
  const tokens: Readonly<Record<string, string>> = {
    '%': '%',
    h: address.host,
    n: address.openssh?.words.at(-1) ?? address.host,
    p: String(address.port),
    r: address.user ?? userInfo().username,
  }
  return command.replaceAll(/%([%hnpr])/g, (_, letter: string) => tokens[letter] ?? '')
}
