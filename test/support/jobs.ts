// Playbooks with background tasks on light hosts: what each task came to, and waiting for what happens on a host.
import { join } from 'node:path'
import type { Result } from '../../src/model/event.ts'
import type { LightHosts } from './light-hosts.ts'
import { eventsOf, inFolder, runMokplay, type Ran } from './run-mokplay.ts'

export type Played = Ran & {
  /** The results of a task, host by host as they ended. */
  readonly of: (task: string) => readonly Result[]
  /** The values of its first result. */
  readonly vars: (task: string) => Readonly<Record<string, unknown>>
}

/** Runs tasks on the hosts of a pattern. */
export const playOn = (
  { inventory }: LightHosts,
  tasks: string,
  how: {
    readonly hosts?: string
    readonly args?: readonly string[]
    readonly files?: Readonly<Record<string, string>>
  } = {},
): Promise<Played> =>
  inFolder(
    {
      ...how.files,
      'site.yml': `- hosts: ${how.hosts ?? 'host1'}\n  gather_facts: false\n  tasks:\n${tasks.replace(/^(?=.)/gm, '    ')}\n`,
    },
    async folder => {
      const words = ['run', join(folder, 'site.yml'), '-i', inventory, '--output', 'jsonl']
      return played(await runMokplay(folder, [...words, ...(how.args ?? [])]))
    },
  )

export const played = (ran: Ran): Played => {
  const of = (task: string): readonly Result[] =>
    eventsOf(ran).flatMap(event =>
      event.type === 'task.end' && event.name === task ? [event.result] : [],
    )
  return { ...ran, of, vars: task => of(task)[0]?.vars ?? {} }
}

/** Looks on a host until a command there succeeds; the test's own limit ends it. */
export const until = async (hosts: LightHosts, host: string, test: string): Promise<void> => {
  while ((await hosts.shows(host, `${test} && echo so`)).trim() !== 'so')
    await new Promise(resolve => setTimeout(resolve, 100))
}
