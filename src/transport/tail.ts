// The last bytes of a stream that nobody reads, kept for error messages.

export class Tail {
  readonly #most: number
  #bytes: Buffer = Buffer.alloc(0)

  constructor(most: number) {
    this.#most = most
  }

  push(bytes: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes.subarray(-this.#most)]).subarray(-this.#most)
  }

  get text(): string {
    return this.#bytes.toString()
  }
}
