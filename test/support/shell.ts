// Asks this very machine through a real shell: what the questions' scripts are tested against.
import { spawnSync } from 'node:child_process'
import { askScript, batches, readAnswers } from '../../src/host/ask.ts'
import { performScript, readOutcome, type Outcome } from '../../src/host/perform.ts'
import type { Answer, Change } from '../../src/model/change.ts'
import type { Facts, Probe } from '../../src/model/module.ts'
import { someFacts } from './facts.ts'
import { lacks } from './programs.ts'

/** The shells that hosts may have, as far as this machine has them. */
export const shells = ([['dash'], ['bash'], ['busybox', 'sh']] as const).filter(
  ([name]) => !lacks(name),
)

/** Runs a script; output as one character a byte. */
export const sh = (
  script: string,
  shell: readonly string[] = ['sh'],
): { rc: number; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(shell[0]!, [...shell.slice(1)], {
    input: Buffer.from(script),
    encoding: 'latin1',
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
    maxBuffer: 2 ** 28,
  })
  return { rc: status ?? 255, out: stdout, err: stderr }
}

/** Answers of this machine, in the order of the questions. */
export const askHere = (
  probes: readonly Probe[],
  shell: readonly string[] = ['sh'],
  facts: Facts = someFacts,
): Answer[] => {
  const of = batches(probes)
  const { out } = sh(askScript(of, 'mark', facts), shell)
  const answers = readAnswers(of, 'mark', facts, out)
  return probes.map(probe => {
    const found = [...answers].find(([asked]) => asked.kind === probe.kind && asked.id === probe.id)
    return found?.[1] ?? { failed: 'not asked' }
  })
}

/** Does a step's changes on this very machine, and asks its subjects again. */
export const performHere = (
  changes: readonly Change[],
  shell: readonly string[] = ['sh'],
): Outcome => {
  const asks = batches(
    changes.filter(change => change.subject.kind !== 'deed').map(change => change.subject),
  )
  const how = { mark: 'mark', stamp: '1.2026-11-21@00:00:00~', facts: someFacts }
  const { script } = performScript(changes, asks, how)
  const { out, err } = sh(script, shell)
  return readOutcome(changes, asks, how, { out, err, ms: 1 })
}
