// Marks in a stream of bytes: what lies between two marks of a request is its output, all else is
// noise. Knows nothing of who writes them.

/** A line of our own: the word after the nonce, and the rest. */
export type Mark = { readonly word: string; readonly rest: readonly string[] }

/** No mark is longer; a line that is was not written by the loop. */
const LONGEST = 200

/**
 * Cuts marks out of one stream, however its chunks fall. Bytes are handed on as soon as they can be
 * no mark. A newline may begin one: `onLine` says at once that a line is whole, either way.
 */
export class Cutter {
  readonly #needle: Buffer
  readonly #onBytes: (bytes: Uint8Array) => void
  readonly #onMark: (mark: Mark) => void
  readonly #onLine: () => void
  #held: Buffer = Buffer.alloc(0)

  constructor(
    nonce: string,
    onBytes: (bytes: Uint8Array) => void,
    onMark: (mark: Mark) => void,
    onLine: () => void = () => {},
  ) {
    this.#needle = Buffer.from(`\n${nonce} `)
    this.#onBytes = onBytes
    this.#onMark = onMark
    this.#onLine = onLine
  }

  push(chunk: Uint8Array): void {
    let bytes =
      this.#held.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
        : Buffer.concat([this.#held, chunk])
    for (;;) {
      const at = bytes.indexOf(this.#needle)
      if (at === -1) break
      const end = bytes.indexOf(0x0a, at + 1)
      if (end === -1 && bytes.length - at < LONGEST) return this.#hold(bytes, at)
      this.#give(bytes.subarray(0, at))
      if (end === -1) return this.#hold(bytes, bytes.length)
      const [word = '', ...rest] = bytes
        .toString('latin1', at + this.#needle.length, end)
        .split(' ')
      bytes = bytes.subarray(end + 1)
      this.#onMark({ word, rest })
    }
    this.#hold(bytes, bytes.length - this.#promising(bytes))
    if (this.#held.length > 0) this.#onLine()
  }

  #give(bytes: Buffer): void {
    if (bytes.length > 0) this.#onBytes(bytes)
  }

  #hold(bytes: Buffer, from: number): void {
    this.#give(bytes.subarray(0, from))
    this.#held = bytes.subarray(from)
  }

  /** How many of the last bytes could be the beginning of a mark. */
  #promising(bytes: Buffer): number {
    const from = bytes.lastIndexOf(0x0a)
    const tail = from === -1 ? 0 : bytes.length - from
    if (tail === 0 || tail >= this.#needle.length) return 0
    return this.#needle.subarray(0, tail).equals(bytes.subarray(from)) ? tail : 0
  }
}
