// OpenSSH servers at the far end of a cable each: in a network of their own, on a switch of this machine. The rest of
// such a host is this machine's, so its processes and files can be looked at whatever becomes of the cable.
import { execFileSync } from 'node:child_process'
import type { Test } from 'tap'
import { lacks } from './programs.ts'
import { noSshd, startSshd, type Sshd } from './sshd.ts'

/** Why there can be no cables here, or false. */
export const noCables: string | false = noSshd || lacks('ip')

export type Wired = Sshd & {
  readonly host: string
  /** From here on nothing comes through, and nobody is told. */
  cut(): void
  heal(): void
}

/** Nobody else's: the tests that use it run one after another. */
const NET = '10.99.92'
const SWITCH = 'mokt-switch'

const ip = (line: string): void => void execFileSync('ip', line.split(' '), { stdio: 'pipe' })

/** Starts hosts that are taken down with the test. */
export const wiredHosts = async (t: Test, count: number): Promise<readonly Wired[]> => {
  ip(`link add ${SWITCH} type bridge`)
  t.teardown(() => ip(`link del ${SWITCH}`))
  ip(`addr add ${NET}.1/24 dev ${SWITCH}`)
  ip(`link set ${SWITCH} up`)
  const hosts: Wired[] = []
  for (let index = 0; index < count; index += 1) hosts.push(await wiredHost(t, index))
  return hosts
}

const wiredHost = async (t: Test, index: number): Promise<Wired> => {
  const [space, port, host] = [`mokt-${index}`, `mokt-port${index}`, `${NET}.${10 + index}`]
  ip(`netns add ${space}`)
  ip(`link add ${port} type veth peer name eth0 netns ${space}`)
  ip(`link set ${port} master ${SWITCH} up`)
  ip(`-n ${space} addr add ${host}/24 dev eth0`)
  ip(`-n ${space} link set eth0 up`)
  const sshd = await startSshd([], { host, inside: ['ip', 'netns', 'exec', space] })
  t.teardown(async () => {
    await sshd.stop()
    ip(`netns del ${space}`)
  })
  const cut = (): void => ip(`link set ${port} down`)
  const heal = (): void => ip(`link set ${port} up`)
  return { ...sshd, host, cut, heal }
}
