// Jinja2's urlize: addresses in a text become links.

type Options = {
  readonly limit: number | undefined
  readonly rel: readonly string[]
  readonly target: string | undefined
  readonly schemes: readonly string[]
}

const W = '[\\p{L}\\p{N}_%-]'
const HEX = '[\\da-f]{0,4}:'
/** A scheme or www and a name, a name under one of the old top domains, or a scheme and an address. */
const WEB = new RegExp(
  '^(?:' +
    `(?:https?://|www\\.)(?:${W}+\\.)*(?:[a-z]{2,63}|xn--${W}{2,59})|` +
    `(?:${W}{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)|` +
    `https?://(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[(?:${HEX}){2}(?:${HEX}?){1,6}\\])` +
    ')(?::\\d{1,5})?(?:[/?#]\\S*)?$',
  'iu',
)
const MAIL = /^\S+@[\p{L}\p{N}_][\p{L}\p{N}_.-]*\.[\p{L}\p{N}_]+$/u

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('>', '&gt;')
    .replaceAll('<', '&lt;')
    .replaceAll("'", '&#39;')
    .replaceAll('"', '&#34;')

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '<': '>', '&lt;': '&gt;' }

const count = (text: string, part: string): number => text.split(part).length - 1

/** Brackets in front, and signs behind, that are not of the address. */
const trimmed = (word: string): readonly [head: string, middle: string, tail: string] => {
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? ''
  let middle = word.slice(head.length)
  let tail = ''
  const behind = /(?:[)>.,\n]|&gt;)+$/.exec(middle)
  if (behind) {
    tail = behind[0]
    middle = middle.slice(0, behind.index)
  }
  for (const [open, close] of Object.entries(CLOSING)) {
    // Brackets that are opened in the address are closed in it.
    const opened = count(middle, open)
    for (let left = opened - count(middle, close); left > 0; left--) {
      const at = tail.indexOf(close)
      if (at === -1) break
      middle += tail.slice(0, at + close.length)
      tail = tail.slice(at + close.length)
    }
  }
  return [head, middle, tail]
}

/** The links of a text as HTML; all else is escaped. */
export const urlize = (text: string, { limit, rel, target, schemes }: Options): string => {
  const attributes =
    (rel.length > 0 ? ` rel="${escape([...new Set(rel)].sort().join(' '))}"` : '') +
    (target === undefined ? '' : ` target="${escape(target)}"`)
  const shown = (url: string): string =>
    limit !== undefined && url.length > limit ? `${url.slice(0, limit)}...` : url
  const link = (url: string, name: string): string => `<a href="${url}"${attributes}>${name}</a>`
  const linked = (word: string): string => {
    const [head, middle, tail] = trimmed(word)
    if (WEB.test(middle)) {
      const url = /^https?:\/\//.test(middle) ? middle : `https://${middle}`
      return head + link(url, shown(middle)) + tail
    }
    const mail = middle.replace(/^mailto:/, '')
    if (middle.startsWith('mailto:') && MAIL.test(mail))
      return head + `<a href="${middle}">${mail}</a>` + tail
    if (
      middle.includes('@') &&
      !middle.startsWith('www.') &&
      !middle.includes(':') &&
      MAIL.test(middle)
    )
      return head + `<a href="mailto:${middle}">${middle}</a>` + tail
    if (schemes.some(scheme => middle !== scheme && middle.startsWith(scheme)))
      return head + link(middle, middle) + tail
    return head + middle + tail
  }
  return escape(text)
    .split(/(\s+)/)
    .map((word, index) => (index % 2 === 0 ? linked(word) : word))
    .join('')
}
