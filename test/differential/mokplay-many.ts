// mokplay, many times, in one process: a job is a line of JSON on stdin, its answer one on stdout, as many.ts has it.
// One after another, since a process has only one working directory.
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { runMokplay } from '../support/run-mokplay.ts'
import type { Job } from './many.ts'

const own = { ...process.env }

const run = async ({ folder, home, words, env, seconds }: Job): Promise<number> => {
  process.chdir(folder)
  for (const name of Object.keys(process.env)) if (!(name in own)) delete process.env[name]
  Object.assign(process.env, own, env, { HOME: home, PWD: folder })
  const ran = await runMokplay(folder, words, { home, signal: AbortSignal.timeout(seconds * 1000) })
  const lines = ran.out.split(/^/m)
  const isEvent = (line: string): boolean => line.startsWith('{"seq":')
  writeFileSync(`${folder}.out`, lines.filter(line => !isEvent(line)).join(''))
  writeFileSync(`${folder}.err`, ran.err)
  writeFileSync(`${folder}.events`, lines.filter(isEvent).join(''))
  return ran.code
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, ...job } = JSON.parse(line) as Job & { id: number }
  process.stdout.write(`${JSON.stringify({ id, code: await run(job) })}\n`)
}
