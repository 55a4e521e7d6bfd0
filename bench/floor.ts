// SSH's own cost: the same hosts, the same requests over the same transport, and no engine. Words: tape, port, hosts,
// known_hosts, key.
import { readFileSync } from 'node:fs'
import { clock, random } from '../src/cli/edges/node.ts'
import type { Address } from '../src/model/inventory.ts'
import { createTransport } from '../src/transport/transport.ts'
import { addressOfHost } from './fleet.ts'
import { readTape } from './tape.ts'

const [tapeFile = '', port = '', hosts = '', known = '', key = ''] = process.argv.slice(2)
const scripts = [...readTape(readFileSync(tapeFile, 'utf8')).keys()]
const transport = createTransport({ clock, random })
const work = async (index: number): Promise<void> => {
  const address: Address = {
    via: 'ssh',
    host: addressOfHost(index),
    port: Number(port),
    user: 'deploy',
    keyFiles: [key],
    checkHostKey: 'strict',
    knownHosts: [known],
    timeout: 60,
  }
  const session = await transport.open(address)
  for (const script of scripts) await session.send(script)
}
await Promise.all(Array.from({ length: Number(hosts) }, (_, index) => work(index)))
await transport.close()
