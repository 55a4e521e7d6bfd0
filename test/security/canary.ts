// Secrets that are looked for in all that is written, in every shape that programs give a text.

/** Shapes of a text: as it is, in base64 at any offset, for URLs, JSON, shells, in hex. */
const shapes = (text: string): string[] => {
  const bytes = Buffer.from(text)
  const inside = [0, 1, 2].map(shift => {
    const whole = Buffer.concat([
      Buffer.alloc(shift),
      bytes,
      Buffer.alloc((3 - ((shift + bytes.length) % 3)) % 3),
    ]).toString('base64')
    return whole.slice(shift === 0 ? 0 : 4, -4)
  })
  const ascii = [...text]
    .map(letter =>
      letter > '~' ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
    )
    .join('')
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    JSON.stringify(JSON.stringify(text)).slice(3, -3),
    ascii,
    JSON.stringify(ascii).slice(1, -1).replaceAll('\\\\u', '\\u'),
    encodeURIComponent(text),
    encodeURIComponent(text).replaceAll("'", '%27').replaceAll('%20', '+'),
    text.replaceAll("'", `'\\''`),
    text.replaceAll("'", `'"'"'`),
    bytes.toString('hex'),
    ...inside,
  ]
}

/** The secrets that a text holds, each with the words around it. */
export const leaks = (text: string, secrets: readonly string[]): string[] => {
  const small = text.toLowerCase()
  return secrets.flatMap(secret =>
    [...new Set(shapes(secret))].flatMap(shape => {
      const at = small.indexOf(shape.toLowerCase())
      return at === -1
        ? []
        : [`${secret}: …${text.slice(Math.max(0, at - 150), at + shape.length + 20)}`]
    }),
  )
}
