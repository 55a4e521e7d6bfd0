// Runs a playbook in this process: what a test sees of a run is its events, and what went over the wire.
import { mkdtempSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { thisShell } from '../../src/cli/shell.ts'
import {
  apply,
  checkProject,
  createTransport,
  openProject,
  plan,
  recordOf,
  type RunEvent,
} from '../../src/index.ts'
import type { RunRecord } from '../../src/model/event.ts'

export type Wire = { connect: number; open: number; send: number }
export type Done = {
  readonly record: RunRecord
  readonly events: readonly RunEvent[]
  readonly wire: Wire
  readonly recap: RunRecord['recap']
}

/** Writes files into a fresh folder; returns it. */
export const folder = (files: Readonly<Record<string, string>>): string => {
  const dir = mkdtempSync(join(tmpdir(), 'mokplay-test-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  return dir
}

type How = { readonly check?: boolean; readonly inventory?: string; readonly forks?: number }

/** Runs `site.yml` of a folder on the inventory beside it, or on another one. */
export const runFolder = async (
  dir: string,
  { check = false, inventory = join(dir, 'hosts.yml'), forks = 20 }: How = {},
): Promise<Done> => {
  const { edges, home } = thisShell()
  const project = await openProject(
    { playbook: join(dir, 'site.yml'), inventory: [inventory] },
    edges,
  )
  const wrong = checkProject(project).filter(({ severity }) => severity === 'error')
  if (wrong.length > 0) throw new Error(wrong.map(project.frameOf).join('\n'))
  const wire: Wire = { connect: 0, open: 0, send: 0 }
  const transport = createTransport({
    clock: edges.clock,
    random: edges.random,
    count: (_address, what) => void wire[what]++,
  })
  const events: RunEvent[] = []
  const options = {
    check,
    diff: true,
    forks,
    select: { tags: [], skip: [] },
    become: {},
    address: { home },
    verbosity: 0,
  }
  try {
    await (check ? plan : apply)(project, {
      edges: { ...edges, transport },
      options,
      reporters: [{ on: event => void events.push(event) }],
    })
  } finally {
    await transport.close()
  }
  const record = recordOf(events)
  return { record, events, wire, recap: record.recap }
}

/** Numbers that only the host gives out. */
const GIVEN = /^[ug]id: /

/** What a run did or would do: tasks in order, by host, with their diffs, but for numbers that only the run can tell. */
export const changesOf = (record: RunRecord): readonly unknown[] =>
  record.plays.flatMap(play =>
    play.tasks.map(task => ({
      task: task.name,
      hosts: Object.entries(task.results)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([host, { status, diffs, items }]) => ({
          host,
          status,
          diffs: (items ? items.flatMap(item => item.result.diffs) : diffs).map(diff => ({
            ...diff,
            lines: diff.lines.filter(line => !GIVEN.test(line)),
          })),
        })),
    })),
  )
