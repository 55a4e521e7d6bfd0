// What a stream has said of late, once the noise before a certain word is over.

/** Bytes that are kept: no prompt and no complaint is longer. */
const MOST = 4096

export class Ear {
  readonly #start: string | undefined
  #bytes: Buffer = Buffer.alloc(0)
  #isOpen: boolean

  /** `start` is the word; without one everything counts. */
  constructor(start: string | undefined) {
    this.#start = start
    this.#isOpen = start === undefined
  }

  push(chunk: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk])
    const at = this.#isOpen || this.#start === undefined ? -1 : this.#bytes.indexOf(this.#start)
    if (at !== -1) {
      this.#isOpen = true
      this.#bytes = this.#bytes.subarray(at + (this.#start?.length ?? 0))
    }
    this.#bytes = this.#bytes.subarray(-MOST)
  }

  /** The word has been said. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  get text(): string {
    return this.#bytes.toString()
  }

  forget(): void {
    this.#bytes = Buffer.alloc(0)
  }
}
