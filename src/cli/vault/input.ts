// Standard input, read to its end. By its number: what is no file or pipe has no path that could be opened.
import { readSync } from 'node:fs'

const CHUNK = 2 ** 16
/** Between two looks at an input that has nothing yet and does not wait by itself. */
const PAUSE = 20

/** All bytes of the input. */
export const readStandardInput = (): Buffer => {
  const chunks: Buffer[] = []
  for (;;) {
    const chunk = Buffer.alloc(CHUNK)
    const size = readSome(chunk)
    if (size === 0) return Buffer.concat(chunks)
    if (size !== undefined) chunks.push(chunk.subarray(0, size))
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
  }
}

/** How many bytes came; undefined when there are none yet. */
const readSome = (chunk: Buffer): number | undefined => {
  try {
    return readSync(0, chunk)
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException
    if (code === 'EAGAIN') return undefined
    if (code === 'EOF') return 0
    throw problem
  }
}
