// Values that may not reach an event. They are known by value, so that no path out has to remember them.
import { isDict } from './value.ts'

/** Shorter lines and codes of a secret are found everywhere by chance. */
const LINE = 8

/** What stands where a secret stood. */
export const HIDDEN = '********'

/** A set of secret texts, and what takes them out of anything that is about to be shown. */
export class Secrets {
  readonly #texts = new Set<string>()
  readonly #forms = new Set<string>()
  #pattern: RegExp | undefined

  /**
   * Takes a text as secret, and its longer lines: diffs and streams show them one at a time. Texts under 4
   * characters would blot out half the output: they are left alone.
   */
  add(text: string): void {
    if (text.length < 4 || this.#texts.has(text)) return
    this.#texts.add(text)
    const lines = text.includes('\n') ? text.split('\n').filter(line => line.length >= LINE) : []
    for (const part of [text, ...lines]) for (const form of forms(part)) this.#forms.add(form)
    this.#pattern = undefined
  }

  get size(): number {
    return this.#forms.size
  }

  /** A text without secrets. */
  scrub(text: string): string {
    if (this.#forms.size === 0) return text
    this.#pattern ??= new RegExp(
      [...this.#forms]
        .sort((a, b) => b.length - a.length)
        .map(form => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('|'),
      // Programs write hex and %2f in either case.
      'gi',
    )
    return text.replace(this.#pattern, HIDDEN)
  }

  /** Plain data without secrets, in keys too; the same object when there was none in it. */
  scrubAll<T>(value: T): T {
    return this.#forms.size === 0 ? value : (this.#walk(value) as T)
  }

  #walk(value: unknown): unknown {
    if (typeof value === 'string') return this.scrub(value)
    if (Array.isArray(value)) {
      const walked = value.map(item => this.#walk(item))
      return walked.every((item, index) => item === value[index]) ? value : walked
    }
    if (!isDict(value)) return value
    let same = true
    const walked = Object.entries(value).map(([key, part]) => {
      const pair = [this.scrub(key), this.#walk(part)] as const
      same &&= pair[0] === key && pair[1] === part
      return pair
    })
    return same ? value : Object.fromEntries(walked)
  }
}

/** The shapes in which a secret turns up: plain, JSON-escaped, URL-encoded, quoted for a shell, base64, hex. */
const forms = (text: string): string[] => {
  const json = JSON.stringify(text).slice(1, -1)
  const ascii = json.replace(
    /[^ -~]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const url = encodeURIComponent(text)
  const strict = url.replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16)}`)
  const quoted = [`'\\''`, `'"'"'`].map(quote => text.replaceAll("'", quote))
  const bytes = Buffer.from(text)
  const coded = [...[0, 1, 2].flatMap(shift => base64(bytes, shift)), bytes.toString('hex')]
  return [
    text,
    json,
    ascii,
    url,
    strict,
    strict.replaceAll('%20', '+'),
    ...quoted,
    ...coded.filter(form => form.length >= LINE),
  ]
}

/** What stays of a text's base64 wherever the text stands in a longer one, in both alphabets. */
const base64 = (bytes: Buffer, shift: number): string[] => {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url')
  const part = whole.slice(Math.ceil((shift * 4) / 3), Math.floor(((shift + bytes.length) * 4) / 3))
  return [part, part.replaceAll('-', '+').replaceAll('_', '/')]
}
