// Asks a server while everything waits: templates are synchronous, so a process of its own does it.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Fetch } from '../../model/edge.ts'

const ASKER = fileURLToPath(new URL('./fetch-program.js', import.meta.url))
const MOST = 64 * 2 ** 20

export const fetchNow: Fetch = request => {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [ASKER], {
    input: JSON.stringify(request),
    encoding: 'utf8',
    maxBuffer: MOST,
    timeout: (request.seconds + 5) * 1000,
  })
  if (error) return { problem: error.message }
  return status === 0
    ? (JSON.parse(stdout) as ReturnType<Fetch>)
    : { problem: stderr.trim().split('\n').at(-1) ?? '' }
}
