// Whether somebody waits for an answer, by what a stream has said so far. Programs ask in any language and by any
// words; what they have in common is a last line that does not end, but for a colon or question mark. Pure.

export type Question = {
  readonly text: string
  /** It asks for a password beyond doubt; else it is one only if nothing follows. */
  readonly isSure: boolean
}

/** ESC sequences: colours, titles. */
const ESCAPES = /\u001b(\[[0-9;?]*[A-Za-z]|\][^\u0007\u001b]*(\u0007|\u001b\\))/g

/** The question a stream ends with; `prompt` are the words we asked for. */
export const question = (said: string, prompt: string | undefined): Question | undefined => {
  const last =
    said
      .replaceAll(ESCAPES, '')
      .split(/[\r\n]/)
      .at(-1) ?? ''
  const text = last.trim()
  // sudo-rs wraps what it was told into words of its own.
  const isOurs = prompt !== undefined && text.includes(prompt)
  const isSure = (isOurs && /[:：]$/.test(text)) || /pass(word|code|phrase).*[:：]$/i.test(text)
  return isSure || /[:：?？]$/.test(text) ? { text, isSure } : undefined
}
