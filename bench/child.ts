// Runs programs of ours in processes of their own, and tells what they used.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** CPU in milliseconds, peak memory in KiB, and what it printed. */
export type Used = { readonly cpu: number; readonly rss: number; readonly out: string }

/** A compiled file beside this one, or the program's own. */
export const program = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Runs `node WORDS` to its end. Throws where it fails. */
export const measured = async (
  folder: string,
  words: readonly string[],
  flags: readonly string[] = [],
): Promise<Used> => {
  const usage = join(folder, 'usage.json')
  const child = spawn(process.execPath, [...flags, '--import', program('usage.js'), ...words], {
    env: { ...process.env, MOKPLAY_USAGE: usage },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk))
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0)
    throw new Error(
      `node ${words.join(' ')} ended with ${code}\n${out.slice(-2000)}${err.slice(-2000)}`,
    )
  return { ...(JSON.parse(readFileSync(usage, 'utf8')) as { cpu: number; rss: number }), out }
}

/** The middle one of several runs, by CPU. */
export const median = async (times: number, act: () => Promise<Used>): Promise<Used> => {
  const all: Used[] = []
  for (let turn = 0; turn < times; turn++) all.push(await act())
  return all.sort((a, b) => a.cpu - b.cpu)[Math.floor(times / 2)]!
}
