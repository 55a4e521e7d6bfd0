// What tests of faults share: booted hosts, the program as people start it, and what to ask of both.
import type { Test } from 'tap'
import { bootedHosts, type BootedHosts, type BootedWish } from '../support/booted.ts'
import { desk, endsIn, eventsIn, type Desk, type Ended, type Running } from '../support/program.ts'

/** A silent host is found out after three seconds instead of some thirty. */
const IMPATIENT = '-o ServerAliveInterval=1 -o ServerAliveCountMax=2'

export type FaultyHosts = BootedHosts & {
  readonly work: Desk
  /** Starts a run of this playbook. */
  readonly start: (site: string) => Running
  readonly run: (site: string) => Promise<Ended>
  /** Waits until a script on a host's console succeeds, and gives what it printed. */
  readonly until: (host: string, script: string) => Promise<string>
}

/** Hosts to which things may happen, and the program on the way to them. */
export const faultyHosts = async (t: Test, wish: BootedWish): Promise<FaultyHosts> => {
  const booted = await bootedHosts(t, wish)
  const patience = { all: { vars: { ansible_ssh_extra_args: IMPATIENT } } }
  const work = desk({ 'patience.yml': JSON.stringify(patience) })
  t.teardown(() => work.remove())
  const start = (site: string): Running => {
    work.write({ 'site.yml': site })
    const words = ['-i', booted.inventory, '-i', 'patience.yml', '--output', 'jsonl']
    return work.start(['run', 'site.yml', ...words])
  }
  const until = async (host: string, script: string): Promise<string> => {
    for (;;) {
      const { code, out } = await booted.exec(host, ['sh', '-c', script]).catch(() => OFF)
      if (code === 0) return out
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
  return { ...booted, work, start, run: site => start(site).ended, until }
}

const OFF = { code: 1, out: '', err: '' }

/** sh: succeeds when a command line on the host holds the pattern, which does not find itself. */
export const runs = (pattern: string): string =>
  `{ for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <"$f" 2>/dev/null; echo; done | grep '[${pattern[0]}]${pattern.slice(1)}' >/dev/null; }`

const PLACES = ['/tmp', '/var/tmp', '/root', '/dev/shm', '/run']

/** sh: succeeds when the host has no session of ours any more, and nothing of ours lies about. */
export const CLEAN = `! ${runs('sshd: root')} && ! { ls -d ${PLACES.map(place => `${place}/.mokplay*`).join(' ')} 2>/dev/null | grep -q .; }`

/** A host that failed gives one sentence: no second line, no stack, nothing of ours inside. */
export const SENTENCE = /^(?!.*(\bat \S+:\d|undefined|\[object|mok_))[^\n]{10,250}$/

/** How a host's last task ended, after it was held against what everybody may expect of a reason. */
export const endOf = (t: Test, { out, err }: Ended, host: string) => {
  const end = endsIn(out)[host]
  t.match(end?.reason, SENTENCE, `one sentence: ${end?.reason ?? err}`)
  return end
}

/** The hosts in the order in which their tasks ended. */
export const order = ({ out }: Ended): readonly string[] =>
  eventsIn(out).flatMap(event => (event.type === 'task.end' ? [event.host] : []))
