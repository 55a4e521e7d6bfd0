// A ProxyCommand that is no more than a jump: `ssh -W %h:%p bastion`, in whatever order. Text in, words out.
import { shellWords } from './shlex.ts'

/** The words of the ssh that goes to the jump host, without its name and its -W; undefined for any other command. */
export const tunnelOf = (command: string): readonly string[] | undefined => {
  if (/[;&|<>`$()\n]/.test(command)) return undefined
  const { words, problem } = shellWords(command.replace(/^\s*exec\s+/, ''))
  const [program = '', ...rest] = words.map(word => word.text)
  if (problem !== undefined || !/^(?:\S*\/)?ssh$/.test(program)) return undefined
  const at = rest.findIndex(word => word.startsWith('-W'))
  const isApart = rest[at] === '-W'
  const target = isApart ? rest[at + 1] : rest[at]?.slice(2)
  if (at === -1 || !/^\[?%h\]?:%p$/.test(target ?? '')) return undefined
  rest.splice(at, isApart ? 2 : 1)
  return rest
}
