// Passwords for OpenSSH, which asks a program for them: one of ours, a few lines of sh that hand the question on to us by
// a pipe in a folder of our own. No password stands in an argument, a variable or a file.
import { execFile } from 'node:child_process'
import { constants, openSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Address } from '../model/inventory.ts'
import { subjectOf } from './questions.ts'

const SCRIPT = `#!/bin/sh
# Asks the mokplay that made this folder. What is only told (touch the key) is answered by nobody.
[ "$SSH_ASKPASS_PROMPT" = none ] && exec sleep 60
d=\${0%/*}; umask 077; mkfifo "$d/$$" || exit 1
printf '%s %s\\n' $$ "$(printf %s "$1" | tr '\\n' ' ')" >"$d/ask"
IFS= read -r a <"$d/$$"; rm "$d/$$"
[ -n "$a" ] && printf '%s\\n' "$a"
`

/** What was asked and could not be answered. */
export type Asked = {
  readonly env: Readonly<Record<string, string>>
  readonly vain: readonly string[]
  stop(): void
}

/** Answers the questions of one ssh, each once. */
export const askpass = async (address: Address, folder: string): Promise<Asked> => {
  const script = join(folder, 'askpass')
  const pipe = join(folder, 'ask')
  writeFileSync(script, SCRIPT, { mode: 0o700 })
  await promisify(execFile)('mkfifo', ['-m', '600', pipe])
  // For writing too: else it would end with the first who asked.
  const fd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
  const questions = new Socket({ fd, readable: true, writable: false })
  questions.on('error', () => {})
  const vain: string[] = []
  const answered = new Set<string>()
  let rest = ''
  questions.on('data', chunk => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [, pid = '', question = ''] = /^(\d+) (.*)$/.exec(line) ?? []
      const answer = answered.has(question) ? undefined : answerTo(question, address)
      answered.add(question)
      if (answer === undefined) vain.push(question.trim())
      if (pid !== '') writeFile(join(folder, pid), `${answer ?? ''}\n`).catch(() => {})
    }
  })
  return {
    env: {
      SSH_ASKPASS: script,
      SSH_ASKPASS_REQUIRE: 'force',
      DISPLAY: process.env['DISPLAY'] ?? ':',
    },
    vain,
    stop: () => void questions.destroy(),
  }
}

/** Whether there is anything to answer with. */
export const hasAnswers = (address: Address): boolean =>
  (address.password ?? address.keyPassphrase) !== undefined ||
  (address.jump !== undefined && hasAnswers(address.jump))

/** `me@web1's password:`, `(me@web1) Password:`, `Enter passphrase for key '/x':`. */
const answerTo = (question: string, address: Address): string | undefined => {
  if (/passphrase for/i.test(question)) return passphrases(address)[0]
  if (!/password[^:]*: *$/i.test(question) || subjectOf(question) !== 'password') return undefined
  const [, user, host] = /^\(?([^@\s(]*)@([^)\s]+?)(?:'s|\))/.exec(question) ?? []
  const all = ways(address)
  // A host on the way may have the same name as the one behind it, seen from there.
  const whose = all.find(way => way.host === host && (way.user ?? userInfo().username) === user)
  return (whose ?? (all.length === 1 ? address : undefined))?.password
}

/** The address and its jump hosts. */
const ways = (address: Address): readonly Address[] => [
  address,
  ...(address.jump ? ways(address.jump) : []),
]

const passphrases = (address: Address): readonly string[] =>
  ways(address).flatMap(({ keyPassphrase }) => (keyPassphrase === undefined ? [] : [keyPassphrase]))
