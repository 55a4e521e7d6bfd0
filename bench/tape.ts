// What a real sh said, by what it was asked. A run against the tape gets the very bytes that the host sent when the
// tape was made, without the host's cost. A question that is not on the tape is an error, never a guess.
import type { Reply, Session, Transport } from '../src/model/edge.ts'

type Taped = { readonly rc: number; readonly out: string; readonly err: string }

/** Script → reply, both with the random mark taken out, as latin1. */
export type Tape = Map<string, Taped>

const MARK = /\b[0-9a-f]{16}\b/
const BLANK = '<the mark of a request>'

const markIn = (script: string): string => MARK.exec(script)?.[0] ?? BLANK

/** A transport that passes everything on, and writes it down. */
export const recording = (inner: Transport, tape: Tape): Transport => ({
  open: async (address, become) => taping(await inner.open(address, become), tape),
  reset: address => inner.reset(address),
  close: () => inner.close(),
})

const taping = (inner: Session, tape: Tape): Session => ({
  send: async (script, how) => {
    const reply = await inner.send(script, how)
    const mark = markIn(script)
    const text = (bytes: Uint8Array): string =>
      Buffer.from(bytes).toString('latin1').replaceAll(mark, BLANK)
    tape.set(script.replaceAll(mark, BLANK), {
      rc: reply.rc,
      out: text(reply.out),
      err: text(reply.err),
    })
    return reply
  },
  close: () => inner.close(),
})

/** The reply to a script; throws where the tape has none. */
export const replyFrom = (tape: Tape, script: string): Reply => {
  const mark = markIn(script)
  const taped = tape.get(script.replaceAll(mark, BLANK))
  if (!taped)
    throw new Error(
      `the tape has no reply to a script that begins with ${JSON.stringify(script.slice(0, 200))}`,
    )
  const bytes = (text: string): Uint8Array => Buffer.from(text.replaceAll(BLANK, mark), 'latin1')
  return { rc: taped.rc, out: bytes(taped.out), err: bytes(taped.err) }
}

/** Hosts without a wire: every one of them answers from the tape, a moment later. */
export const replaying = (tape: Tape, onSend: () => void): Transport => ({
  open: () => Promise.resolve(session(tape, onSend)),
  reset: () => Promise.resolve(),
  close: () => Promise.resolve(),
})

const session = (tape: Tape, onSend: () => void): Session => ({
  send: script =>
    new Promise((resolve, reject) => {
      onSend()
      setImmediate(() => {
        try {
          resolve(replyFrom(tape, script))
        } catch (problem) {
          reject(problem as Error)
        }
      })
    }),
  close: () => Promise.resolve(),
})

export const tapeText = (tape: Tape): string => JSON.stringify([...tape])
export const readTape = (text: string): Tape => new Map(JSON.parse(text) as [string, Taped][])
