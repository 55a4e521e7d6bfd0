// The command line of a script: its first word is a file of the controller, all else is for the host's shell.
import { Refusal, shlexSplit } from '../../src/kit/index.ts'

/** The file, and the rest of the line as it was written. */
export const scriptOf = (line: string): { readonly src: string; readonly rest: string } => {
  const text = line.trim()
  // One word: plain signs, escaped ones, and quoted pieces.
  const [word = ''] = /^(?:[^\s'"\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+/.exec(text) ?? []
  const rest = text.slice(word.length)
  if (rest !== '' && !/^\s/.test(rest)) throw new Refusal('cmd', 'has a quote that is never closed')
  const [src = ''] = shlexSplit(word)
  if (src === '') throw new Refusal('cmd', 'must name a script')
  return { src, rest }
}
