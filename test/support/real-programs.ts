// Ansible's own programs, asked by tests: one Python for all questions.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './root.ts'

export type Said = { readonly code: number; readonly out: string }
export type Real = {
  /** What `words` print in a folder that is home and working folder. */
  ask(
    folder: string,
    words: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Said>
  end(): void
}

/** Why there is nobody to ask, or false. */
export const noReal = (): string | false =>
  existsSync('/usr/bin/ansible-inventory') ? false : 'Ansible is not installed'

/** Starts it. */
export const startReal = (): Real => {
  const child = spawn('/usr/bin/python3', [join(root, 'test/cli/beside/ask.py')], {
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', ANSIBLE_NOCOLOR: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const waiting = new Map<number, (said: Said) => void>()
  createInterface({ input: child.stdout }).on('line', line => {
    const { id, ...said } = JSON.parse(line) as Said & { readonly id: number }
    waiting.get(id)?.(said)
    waiting.delete(id)
  })
  let last = 0
  return {
    ask: (folder, words, env = {}) =>
      new Promise(resolve => {
        const id = ++last
        waiting.set(id, resolve)
        child.stdin.write(`${JSON.stringify({ id, folder, words, env })}\n`)
      }),
    end: () => void child.stdin.end(),
  }
}
