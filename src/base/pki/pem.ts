// PEM: bytes as text between two lines.

/** The bytes of the first block of this name; undefined where there is none. */
export const pemBytes = (text: string, name: RegExp | string): Uint8Array | undefined => {
  const label = typeof name === 'string' ? name : name.source
  const found = new RegExp(`-----BEGIN (?:${label})-----([\\s\\S]*?)-----END`).exec(text)
  return found === null ? undefined : Buffer.from(found[1]!.replace(/\s+/g, ''), 'base64')
}

/** Bytes as a block of this name. */
export const pemText = (name: string, bytes: Uint8Array): string => {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${name}-----\n${lines.join('\n')}\n-----END ${name}-----\n`
}
