// A plain text in the user's editor: in a folder and a file that are the user's alone, overwritten and removed however
// it ends. The text counts only when the editor ends well.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { error, Mistake } from '../../base/diagnostic.ts'
import { shellWords } from '../../base/shlex.ts'
import { Cancelled } from '../../model/edge.ts'
import { shredFolder } from './write.ts'

/** They end us while the editor is open; Ctrl-C is the editor's own. */
const ENDING = ['SIGTERM', 'SIGHUP'] as const

type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** What the user made of a text. `name` tells the editor what sort of file it is. */
export const edited = async (
  plain: Uint8Array,
  name: string,
  editor: string | undefined,
): Promise<Buffer> => {
  // From before there is a plain text until we end, which is soon: one that comes late must not end us half-way.
  process.on('SIGINT', ignore)
  const folder = mkdtempSync(join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), 'mokplay-vault-'))
  try {
    chmodSync(folder, 0o700)
    const path = join(folder, basename(name))
    writeFileSync(path, plain, { mode: 0o600, flag: 'wx' })
    const command = editor === undefined || editor.trim() === '' ? 'vi' : editor
    const words = [...shellWords(command).words.map(({ text }) => text), path]
    judge(await run(words), words[0] ?? '')
    return readFileSync(path)
  } finally {
    shredFolder(folder)
  }
}

const ignore = (): void => {}

const run = ([program = '', ...words]: readonly string[]): Promise<Ended> =>
  new Promise((resolve, reject) => {
    let ending: NodeJS.Signals | undefined
    const pass = (signal: NodeJS.Signals): void => {
      ending = signal
      child.kill(signal)
    }
    for (const signal of ENDING) process.on(signal, pass)
    const child = spawn(program, words, { stdio: 'inherit' })
    const done = (): void => {
      for (const signal of ENDING) process.off(signal, pass)
    }
    child.on('error', problem => {
      done()
      reject(wrong(`the editor "${program}" cannot be started: ${problem.message}`))
    })
    child.on('close', (code, signal) => {
      done()
      resolve({ code, signal: ending ?? signal })
    })
  })

const judge = ({ code, signal }: Ended, program: string): void => {
  if (signal !== null && ['SIGINT', ...ENDING].includes(signal)) throw new Cancelled()
  if (signal !== null) throw wrong(`the editor "${program}" was ended by ${signal}`)
  if (code !== 0) throw wrong(`the editor "${program}" ended with code ${code}`)
}

const wrong = (message: string): Mistake =>
  new Mistake(
    error('vault/editor', message, { hint: 'nothing was changed; EDITOR names the editor' }),
  )
