// A script's standard input, in pieces that the loop can stop between.
import type { SendOptions } from '../model/edge.ts'
import { type Channel, write } from './channel.ts'

/** Each piece costs the host three forks, and a cancel waits for the piece under way. */
const PIECE = 512 * 1024

/**
 * Sends all of it, until `enough`. Throws when the source breaks off or is not of the size it was
 * said to be.
 */
export const feed = async (
  channel: Channel,
  stdin: NonNullable<SendOptions['stdin']>,
  enough: () => boolean,
): Promise<void> => {
  let sent = 0
  for await (const piece of pieces(stdin.chunks)) {
    if (enough()) return
    sent += piece.length
    // In one write: a cancel may not fall between a piece and its size.
    await write(channel, Buffer.concat([Buffer.from(`data ${piece.length}\n`), piece]))
  }
  if (enough()) return
  if (sent !== stdin.size)
    throw new Error(`the input was to have ${stdin.size} bytes and had ${sent}`)
  await write(channel, 'eof\n')
}

async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    size += chunk.length
    if (size < PIECE) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}
