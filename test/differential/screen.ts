// What an engine printed, without what two runs cannot share: times, process numbers, names made by chance.

const APART: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+/g, 'TIME'],
  [/"delta": "[^"]*"/g, '"delta": "TIME"'],
  [/\b0:00:\d\d\.\d{6}\b/g, 'TIME'],
]

/** The text that must be the same. */
export const screenOf = (text: string): string =>
  APART.reduce((left, [from, to]) => left.replace(from, to), text)

/** Warnings on the error stream, each on one line: where they are broken is compared on the screen. */
export const warningsOf = (text: string): string =>
  text
    .split(/\n{2,}/)
    .filter(part => part.startsWith('[WARNING]'))
    .map(part => `${part.replace(/\s+/g, ' ')}\n`)
    .join('')
