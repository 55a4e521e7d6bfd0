// Where vault commands put bytes: standard output, a pager, a file.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Shell } from '../shell.ts'
import { replaceFile } from './write.ts'

/** Byte for byte. */
const toOutput = (bytes: Uint8Array): void => void process.stdout.write(bytes)

/** Writes to a file, or to the output for `-`. */
export const put = (path: string, bytes: Uint8Array): void =>
  path === '-' ? toOutput(bytes) : replaceFile(path, bytes)

/** Shows a text: in a pager where somebody sits before it. */
export const show = async (plain: Buffer, { out }: Shell): Promise<void> => {
  const text = plain.at(-1) === 0x0a || plain.length === 0 ? plain : Buffer.concat([plain, NEWLINE])
  if (!out.isTTY) return toOutput(text)
  const pager = spawn(out.env('PAGER') ?? 'less -R', {
    shell: true,
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  pager.stdin.on('error', () => {})
  pager.stdin.end(text)
  await once(pager, 'close')
}

const NEWLINE = Buffer.from('\n')
