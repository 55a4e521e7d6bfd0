// Variables and `~` in the words of a command, as Ansible expands them: by the environment of the host's user, in
// which only the host's shell can look. Unknown variables stay as they are written.
import { quote } from '../../src/kit/index.ts'

const VARIABLE = /\$(?:(\w+)|\{([^}]*)\})/g

/** The words as they are to be run: through a shell that does nothing but expand, where there is something to. */
export const expanding = (words: readonly string[]): readonly string[] => {
  const scripts = words.map(script)
  return scripts.every(each => each === undefined)
    ? words
    : [
        '/bin/sh',
        '-c',
        `exec ${scripts.map((each, index) => each ?? quote(words[index]!)).join(' ')}`,
      ]
}

/** One word as sh; nothing where it has nothing to expand. */
const script = (word: string): string | undefined => {
  const home = /^~[A-Za-z0-9_.-]*(?=\/|$)/.exec(word)?.[0] ?? ''
  const rest = word.slice(home.length)
  const pieces: string[] = []
  let at = 0
  for (const match of rest.matchAll(VARIABLE)) {
    const name = match[1] ?? match[2]!
    // The shell knows no other names; 1 and its like would be its own arguments.
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) continue
    pieces.push(
      literal(rest.slice(at, match.index)),
      `"\${${name}-\\$${match[1] === undefined ? `{${name}\\}` : name}}"`,
    )
    at = match.index + match[0].length
  }
  if (home === '' && pieces.length === 0) return undefined
  return home + [...pieces, literal(rest.slice(at))].join('')
}

const literal = (text: string): string => (text === '' ? '' : quote(text))
