// One request as the loop on the host reads it, and the reply it gathers. No I/O.
import type { Reply, SendOptions } from '../model/edge.ts'
import { Overflow } from '../model/edge.ts'
import { Cutter, type Mark } from './wire.ts'

/** The bytes that start a script. */
export const requestBytes = (nonce: string, script: string, how: SendOptions): Buffer => {
  if (script.includes('\0')) throw new RangeError('a script cannot hold a NUL byte')
  const body = Buffer.from(script === '' ? ':' : script)
  const limit = how.seconds === undefined ? 0 : Math.max(1, Math.ceil(how.seconds))
  const head = `run ${nonce} ${body.length} ${how.stdin ? 1 : 0} ${limit}\n`
  return Buffer.concat([Buffer.from(head), body, Buffer.from(`${nonce}\n`)])
}

type Side = {
  open: boolean
  done: boolean
  /** Who watches was told of a newline that is still held back. */
  ahead: boolean
  readonly cutter: Cutter
  readonly chunks: Uint8Array[]
}

const NEWLINE = Buffer.from('\n')

/** Collects both streams of one request; what lies outside its marks is noise. */
export class Gathering {
  readonly out: Side
  readonly err: Side
  /** The job's group is gone after a cancel. */
  gone = false
  /** Something the job started still runs, and may write into what comes next. */
  left = false
  #rc = -1
  #late = false
  #size = 0
  readonly #hooks: GatheringHooks

  constructor(nonce: string, hooks: GatheringHooks) {
    this.#hooks = hooks
    this.out = this.#side(nonce, 'out')
    this.err = this.#side(nonce, 'err')
  }

  get done(): boolean {
    return this.out.done && this.err.done
  }

  reply(): Reply {
    const reply = {
      rc: this.#rc,
      out: Buffer.concat(this.out.chunks),
      err: Buffer.concat(this.err.chunks),
    }
    return this.#late ? { ...reply, late: true } : reply
  }

  #side(nonce: string, name: 'out' | 'err'): Side {
    const chunks: Uint8Array[] = []
    const cutter = new Cutter(
      nonce,
      bytes => this.#bytes(name, bytes),
      mark => this.#mark(name, mark),
      () => this.#line(name),
    )
    return { open: false, done: false, ahead: false, cutter, chunks }
  }

  #bytes(name: 'out' | 'err', bytes: Uint8Array): void {
    if (!this[name].open) return this.#hooks.onNoise(bytes)
    this.#size += bytes.length
    if (this.#size > this.#hooks.most) {
      this[name].chunks.length = 0
      return this.#hooks.onOverflow(
        new Overflow(`it wrote more than ${this.#hooks.most} bytes and was ended`),
      )
    }
    this[name].chunks.push(bytes)
    const news = this[name].ahead ? bytes.subarray(1) : bytes
    this[name].ahead = false
    if (news.length > 0) this.#hooks.onOut?.(news, name)
  }

  /** Whoever watches sees a line when it ends, not when the next one begins. */
  #line(name: 'out' | 'err'): void {
    const side = this[name]
    if (!side.open || side.ahead) return
    side.ahead = true
    this.#hooks.onOut?.(NEWLINE, name)
  }

  #mark(name: 'out' | 'err', mark: Mark): void {
    const side = this[name]
    side.ahead = false
    if (mark.word === '<') side.open = true
    if (mark.word === 'gone') this.gone = true
    if (mark.word === '>') {
      side.open = false
      side.done = true
      if (name === 'out') this.#end(mark.rest)
    }
    this.#hooks.onMark()
  }

  #end([rc = '', how = '']: readonly string[]): void {
    this.#rc = Number(rc)
    this.#late = how.startsWith('late')
    this.left = how.endsWith('+left')
  }
}

export type GatheringHooks = {
  /** Bytes that one reply may have. */
  readonly most: number
  readonly onMark: () => void
  readonly onNoise: (bytes: Uint8Array) => void
  readonly onOverflow: (error: Overflow) => void
  readonly onOut: SendOptions['onOut']
}
