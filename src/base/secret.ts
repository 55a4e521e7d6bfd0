// Values that may not reach an event. They are known by value, so that no path out has to remember them.
import { isDict } from './value.ts'

/** What stands where a secret stood. */
export const HIDDEN = '********'

/** A set of secret texts, and what takes them out of anything that is about to be shown. */
export class Secrets {
  readonly #forms = new Map<string, RegExp | undefined>()
  #pattern: RegExp | undefined

  /** Takes a text as secret. Texts under 4 characters would blot out half the output: they are left alone. */
  add(text: string): void {
    if (text.length < 4) return
    for (const form of forms(text)) this.#forms.set(form, undefined)
    this.#pattern = undefined
  }

  get size(): number {
    return this.#forms.size
  }

  /** A text without secrets. */
  scrub(text: string): string {
    if (this.#forms.size === 0) return text
    this.#pattern ??= new RegExp(
      [...this.#forms.keys()]
        .sort((a, b) => b.length - a.length)
        .map(form => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('|'),
      'g',
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

/** The shapes in which a secret turns up: plain, JSON-escaped, URL-encoded, base64. */
const forms = (text: string): string[] => {
  const json = JSON.stringify(text).slice(1, -1)
  const base64 = Buffer.from(text).toString('base64').replace(/=+$/, '')
  return [...new Set([text, json, encodeURIComponent(text), base64, text.replaceAll("'", `'\\''`)])]
}
