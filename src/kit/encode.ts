// Text in other encodings than UTF-8, by Python's names for them.

/** The text itself where UTF-8 says the same, its bytes in the encoding else; undefined where that cannot be. */
export const encodeText = (encoding: string, text: string): string | Uint8Array | undefined => {
  const name = encoding.toLowerCase().replace(/[_\s]/g, '-')
  if (/^(utf-?8|u8)$/.test(name)) return text
  const ascii = /^[\0-\x7f]*$/.test(text)
  if (/^(us-)?ascii$/.test(name)) return ascii ? text : undefined
  if (/^(latin-?1|iso-?8859-1|l1)$/.test(name))
    return ascii ? text : /^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined
  if (name === 'utf-16-le') return Buffer.from(text, 'utf16le')
  // Python's utf-16 begins with a mark of its byte order.
  if (name === 'utf-16') return Buffer.from(`\ufeff${text}`, 'utf16le')
  return undefined
}
