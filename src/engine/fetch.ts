// Bringing a file of a host to the controller, piece by piece, so that its size does not matter. What arrives is
// held against the digest that was promised before it takes its place.
import { createHash } from 'node:crypto'
import { quote } from '../base/shell.ts'
import type { Op, Output } from '../model/change.ts'
import type { World } from './world.ts'

/** Bytes of one request. */
const PIECE = 8 * 2 ** 20
const BLOCK = 2 ** 20

/** Text for a message of a failed fetch; empty when it went well. */
export const fetchFile = async (
  world: World,
  send: (script: string) => Promise<{ rc: number; bytes: Uint8Array; err: string }>,
  op: Extract<Op, { op: 'fetch' }>,
): Promise<Output> => {
  const { clock, save } = world.edges
  const began = clock.monotonic()
  const done = (err: string): Output => ({
    rc: err === '' ? 0 : 1,
    out: '',
    err,
    ms: clock.monotonic() - began,
  })
  if (!save) return done('this run may not write files on the controller')
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    const digest = createHash('sha256')
    for (let at = 0; at < op.size; at += PIECE) {
      const { rc, bytes, err } = await send(
        `dd if=${quote(op.path)} bs=${BLOCK} skip=${at / BLOCK} count=${PIECE / BLOCK} 2>/dev/null || { cat <${quote(op.path)} >/dev/null; exit 1; }`,
      )
      if (rc !== 0) throw new Unfetched(err.trim() || `${op.path} cannot be read`)
      digest.update(bytes)
      yield bytes
    }
    if (digest.digest('hex') !== op.sha256)
      throw new Unfetched(`${op.path} changed while it was brought here: run again`)
  }
  try {
    await save(op.to, pieces())
    return done('')
  } catch (problem) {
    if (problem instanceof Unfetched) return done(problem.message)
    if (problem instanceof Error && 'code' in problem)
      return done(`${op.to} cannot be written on the controller: ${problem.message}`)
    throw problem
  }
}

class Unfetched extends Error {}
