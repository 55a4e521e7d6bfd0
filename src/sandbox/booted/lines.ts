// How a process that was started and its starter talk: line by line, over one socket. The process ends with the socket until
// it was told to stay.
import type { Duplex } from 'node:stream'

/** The first line; undefined when it ends without one. */
export const firstLine = (link: Duplex): Promise<string | undefined> =>
  new Promise(resolve => {
    let text = ''
    const done = (line: string | undefined): void => {
      link.off('data', look)
      link.off('close', none)
      resolve(line)
    }
    const look = (chunk: Buffer): void => {
      text += chunk.toString()
      const [line, rest] = text.split('\n', 2)
      if (rest !== undefined) done(line)
    }
    const none = (): void => done(undefined)
    link.on('data', look)
    link.once('close', none)
  })

/** Tells it to outlive us, and hangs up. */
export const letStay = (link: Duplex): Promise<void> =>
  new Promise(resolve =>
    link.write('stay\n', () => {
      link.destroy()
      resolve()
    }),
  )
