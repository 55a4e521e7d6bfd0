// Numbers as people write them: file modes, sizes, durations.

/** A moment, in milliseconds, as Python prints it: `2026-01-31 08:15:00.250000`, of UTC. */
export const momentText = (ms: number): string =>
  `${new Date(ms).toISOString().replace('T', ' ').slice(0, -1)}000`

/** Bits of a symbolic mode's letters. */
const WHO: Record<string, number> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 }
const PERMISSION: Record<string, number> = { r: 0o444, w: 0o222, x: 0o111, s: 0o6000, t: 0o1000 }

/** A numeric mode of its octal text (`0644`, `644`, `u=rw` is not one); undefined otherwise. */
export const parseOctal = (text: string): number | undefined =>
  /^(0o?)?[0-7]{1,5}$/i.test(text)
    ? Number.parseInt(text.replace(/^0o/i, ''), 8) & 0o7777
    : undefined

/** `0644`, four digits. */
export const modeText = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, '0')

/**
 * A mode from octal or symbolic text (`u=rw,g-w,o+X`), applied to what the file has.
 * `umask` counts where no one of u, g, o, a is named, as chmod has it.
 */
export const applyMode = (
  text: string,
  current: number,
  how: { directory: boolean; umask?: number },
): number | undefined => {
  const octal = parseOctal(text)
  if (octal !== undefined) return octal
  let mode = current & 0o7777
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause.trim())
    if (!match) return undefined
    const named = match[1] ?? ''
    const who =
      named === ''
        ? 0o7777 & ~(how.umask ?? 0)
        : [...named].reduce((bits, letter) => bits | WHO[letter]!, 0)
    for (const [, operator, permissions] of match[2]!.matchAll(/([-+=])([ugo]|[rwxXst]*)/g)) {
      let bits = 0
      for (const letter of permissions!) {
        if (letter === 'X') bits |= how.directory || (mode & 0o111) !== 0 ? 0o111 : 0
        else if (letter in PERMISSION) bits |= PERMISSION[letter]!
        else {
          const triple = (mode >> ({ u: 6, g: 3, o: 0 }[letter] ?? 0)) & 7
          bits |= triple * 0o111
        }
      }
      const masked = bits & who
      if (operator === '+') mode |= masked
      else if (operator === '-') mode &= ~masked
      else {
        // chmod keeps a directory's set-id bits unless they are named.
        const cleared =
          (named === '' ? 0o7777 : who) &
          (how.directory && !permissions!.includes('s') ? 0o1777 : 0o7777)
        mode = (mode & ~cleared) | masked
      }
    }
  }
  return mode & 0o7777
}

const SIZES: Record<string, number> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
}

/** Bytes of `10M`, `1.5 GB`, `512`; undefined when it is no size. */
export const parseSize = (text: string): number | undefined => {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp]?)(?:i?b)?\s*$/i.exec(text)
  return match ? Math.round(Number(match[1]) * SIZES[match[2]!.toLowerCase()]!) : undefined
}

/** `1.2s`, `3m05s`: how long something took, in milliseconds. */
export const durationText = (ms: number): string => {
  if (ms < 1000) return `${Math.round(ms)}ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`
}
