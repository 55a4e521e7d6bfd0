// PLAYBOOK.retry: the names of hosts that a run did not get done, for the next one's --limit.
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { Recap } from '../model/event.ts'
import type { Settings } from './settings/load.ts'
import type { Shell } from './shell.ts'

/** Writes the file where the settings want one and hosts failed; says how to use it. */
export const writeRetryFile = async (
  playbook: string,
  recap: Recap,
  { get }: Settings,
  { edges, err }: Shell,
): Promise<void> => {
  const hosts = Object.keys(recap).filter(host => {
    const counts = recap[host]
    return counts && counts.failed + counts.unreachable > 0
  })
  if (!get('RETRY_FILES_ENABLED') || hosts.length === 0 || !edges.save) return
  const name = `${basename(playbook, extname(playbook))}.retry`
  const folder = get('RETRY_FILES_SAVE_PATH') ?? dirname(resolve(edges.cwd, playbook))
  const path = join(folder, name)
  await edges.save(path, chunksOf(hosts.map(host => `${host}\n`).join('')))
  err(`to do these hosts again: --limit @${path}\n`)
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
