// The two engines at work on a module's cases, and what each task came to.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { eventsOf, runMokplay } from '../support/run-mokplay.ts'

export type Results = ReadonlyMap<string, Readonly<Record<string, unknown>>>

/** Writes a playbook's folder. */
export const writeFolder = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, text.startsWith('#!') ? { mode: 0o755 } : {})
  }
}

/** Return values by the name of the task. */
export const byMokplay = async (folder: string): Promise<Results> => {
  const words = ['run', join(folder, 'site.yml'), '-i', join(folder, 'hosts.yml')]
  const ran = await runMokplay(folder, [...words, '--output', 'jsonl'])
  const found = new Map<string, Readonly<Record<string, unknown>>>()
  for (const event of eventsOf(ran))
    if (event.type === 'task.end')
      found.set(event.name, { ...event.result.vars, status: event.result.status })
  if (found.size === 0) throw new Error(`mokplay ran nothing: ${ran.err}${ran.out}`)
  return found
}

/** The same by the real one. */
export const byAnsible = async (folder: string): Promise<Results> => {
  const { out, err } = await collect(
    'ansible-playbook',
    [join(folder, 'site.yml'), '-i', join(folder, 'hosts.yml')],
    {
      ...process.env,
      ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json',
      ANSIBLE_PIPELINING: '1',
      ANSIBLE_LOCAL_TEMP: join(folder, 'tmp'),
      ANSIBLE_SSH_CONTROL_PATH_DIR: join(folder, 'cp'),
      ANSIBLE_DEPRECATION_WARNINGS: '0',
      ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
      ANSIBLE_NOCOWS: '1',
    },
  )
  type Told = {
    plays: { tasks: { task: { name: string }; hosts: Record<string, Record<string, unknown>> }[] }[]
  }
  let told: Told
  try {
    told = JSON.parse(out.slice(out.indexOf('{\n'))) as Told
  } catch {
    throw new Error(`ansible-playbook gave no results: ${err}${out.slice(0, 2000)}`)
  }
  const tasks = told.plays.flatMap(play => play.tasks)
  return new Map(tasks.map(({ task, hosts }) => [task.name, hosts['twin'] ?? {}]))
}

/** What a program printed. */
export const collect = (
  program: string,
  argv: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ out: string; err: string; code: number }> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString('utf8')))
    child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString('utf8')))
    child.once('error', reject)
    child.once('close', code => resolve({ out, err, code: code ?? -1 }))
  })
