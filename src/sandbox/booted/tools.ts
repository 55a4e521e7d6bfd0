// Programs of the machine that make hosts: run to their end, with what went wrong as a sentence.
import { spawn } from 'node:child_process'
import { error, Mistake } from '../../base/diagnostic.ts'

export type Ended = { readonly code: number; readonly out: string; readonly err: string }

/** Runs a program to its end. */
export const attempt = async (
  argv: readonly string[],
  input = '',
  signal?: AbortSignal,
): Promise<Ended> => {
  const [command = '', ...words] = argv
  const child = spawn(command, words, {
    cwd: '/',
    stdio: 'pipe',
    signal,
    env: { ...process.env, PATH: toolPath(), LC_ALL: 'C.UTF-8' },
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ code: code ?? 255, ...said }))
  })
}

/** The same, for what has to succeed. */
export const run = async (argv: readonly string[], input = ''): Promise<string> => {
  const { code, out, err } = await attempt(argv, input)
  if (code === 0) return out
  throw new Mistake(
    error('sandbox/failed', `${argv.join(' ')} ended with ${code}: ${err.trim() || 'no word'}`),
  )
}

/** Where programs are looked for: those for root, too. */
export const toolPath = (env: NodeJS.ProcessEnv = process.env): string =>
  `${env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`
