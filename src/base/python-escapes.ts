// Escapes in Python's texts: \n, \x41, \101 and their like.

/** What a letter stands for behind a backslash. */
// prettier-ignore
export const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\n': '',
}

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g

/** A text's value. Escapes that mean nothing stay; `strange` says what becomes of names and of codes of no letter. */
export const unescaped = (body: string, strange: (escape: string) => string = all => all): string =>
  body.replace(
    ESCAPE,
    (all: string, octal?: string, hex?: string, short?: string, long?: string, char?: string) => {
      if (char === 'N') return strange(all)
      if (char !== undefined) return ESCAPED[char] ?? all
      const code =
        octal === undefined ? Number.parseInt(hex ?? short ?? long!, 16) : Number.parseInt(octal, 8)
      return code <= 0x10ffff ? String.fromCodePoint(code) : strange(all)
    },
  )
