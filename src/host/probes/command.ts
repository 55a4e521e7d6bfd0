// `command`: a program that only looks. Each is a process of its own: there is no other way.
import { assignments, command, quote } from '../../base/shell.ts'
import type { CommandAnswer } from '../../model/answers.ts'
import type { Probe } from '../../model/module.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

type Ask = {
  argv: readonly string[]
  if?: string
  env?: Readonly<Record<string, string>>
  seconds?: number
}

const ask = (probe: Probe<CommandAnswer>): Ask => probe.ask as unknown as Ask

const one = (probe: Probe<CommandAnswer>): string => {
  const { argv, if: path, env = {}, seconds } = ask(probe)
  // stderr is printed first, since its length tells where it ends.
  const limit =
    seconds === undefined
      ? ''
      : `$(command -v timeout >/dev/null && echo timeout ${Math.ceil(seconds)}) `
  const run = [
    `exec 3>&1`,
    `err=$( { out=$(${assignments(env)}${limit}${command(argv)} </dev/null); rc=$?; printf 'R %s %s\\n%s\\n' "$rc" "\${#out}" "$out" >&3; } 2>&1 )`,
    `printf 'E %s\\n%s\\n' "\${#err}" "$err"`,
  ].join('\n')
  if (path === undefined) return run
  return `if [ -e ${quote(path)} ] || [ -h ${quote(path)} ]; then\n${run}\nelse printf 'A\\n'; fi`
}

export const commandKind: Kind<CommandAnswer> = {
  kind: 'command',
  script: probes => probes.map(one).join('\n'),
  parse: (text, probes) => {
    let at = 0
    const line = (): string => {
      const end = text.indexOf('\n', at)
      const found = text.slice(at, end === -1 ? text.length : end)
      at = end === -1 ? text.length : end + 1
      return found
    }
    const piece = (length: number): string => {
      const found = text.slice(at, at + length)
      at += length + 1
      return utf8(found)
    }
    return probes.map(() => {
      const head = line()
      if (head === 'A') return absent
      const result = /^R (\d+) (\d+)$/.exec(head)
      if (!result) return failed('the program did not answer')
      const out = piece(Number(result[2]))
      const noise = /^E (\d+)$/.exec(line())
      return known({ rc: Number(result[1]), out, err: noise ? piece(Number(noise[1])) : '' })
    })
  },
  show: answer => answer.out,
}
