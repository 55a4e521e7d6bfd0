// `facts SUBSETS`: what Ansible's setup gathers, in one script of few processes, without Python.
import type { CollectorName } from '../../base/fact-subsets.ts'
import type { Probe } from '../../model/module.ts'
import { devices } from '../facts/devices.ts'
import { gatherScript, readGathered, type Collector } from '../facts/gathered.ts'
import { machine } from '../facts/hardware.ts'
import { FACT_PATH, localFacts } from '../facts/local.ts'
import { mountFacts } from '../facts/mounts.ts'
import { network } from '../facts/network.ts'
import { distribution, lsb, platform } from '../facts/platform.ts'
import { python } from '../facts/python.ts'
import { dateTime, env, user } from '../facts/session.ts'
import {
  apparmor,
  chroot,
  cmdline,
  dns,
  fips,
  loadAverage,
  pkgManager,
  selinux,
  serviceManager,
  sshKeys,
} from '../facts/system.ts'
import { virtual } from '../facts/virtual.ts'
import { known, type Kind } from '../kind.ts'

type Ask = { readonly path?: string; readonly seconds?: number }
type Facts = Readonly<Record<string, unknown>>

/** What each collector is made of. Some of Ansible's need programs of their own, and are empty here. */
const collectorsOf = (
  name: CollectorName,
  { path = FACT_PATH, seconds = 10 }: Ask,
): readonly Collector[] => {
  const table: Readonly<Partial<Record<CollectorName, readonly Collector[]>>> = {
    platform: [platform],
    distribution: [distribution],
    python: [python],
    lsb: [lsb],
    selinux: [selinux],
    apparmor: [apparmor],
    chroot: [chroot],
    fips: [fips],
    pkg_mgr: [pkgManager],
    service_mgr: [serviceManager],
    cmdline: [cmdline],
    date_time: [dateTime],
    env: [env],
    loadavg: [loadAverage],
    ssh_pub_keys: [sshKeys],
    user: [user],
    virtual: [virtual],
    hardware: [machine, devices, mountFacts(seconds)],
    dns: [dns],
    network: [network],
    local: [localFacts(path)],
  }
  return table[name] ?? []
}

/** The collectors that a question asks for; they stand in its id, so that different choices are different questions. */
const asked = (probe: Probe<Facts>): readonly Collector[] => {
  const ask = (probe.ask ?? {}) as Ask
  return probe.id
    .split(' ')[0]!
    .split(',')
    .flatMap(name => collectorsOf(name as CollectorName, ask))
}

const OPEN = '\x1c'

export const factsKind: Kind<Facts> = {
  kind: 'facts',
  script: (probes, facts) =>
    probes.map(probe => `printf '\\034'\n${gatherScript(asked(probe), facts)}`).join('\n'),
  parse: (text, probes, facts) => {
    const replies = text.split(OPEN).slice(1)
    return probes.map((probe, index) => {
      const gathered = readGathered(replies[index] ?? '', facts)
      return known(
        Object.assign({}, ...asked(probe).map(collector => collector.facts(gathered))) as Facts,
      )
    })
  },
}
