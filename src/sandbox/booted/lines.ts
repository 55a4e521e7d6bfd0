// How a process that was started and its starter talk: line by line, over one socket. The process ends with the socket until
// it was told to stay.
import type { Socket } from 'node:net'

/** What of a sandbox was started: it ends with us, however we end, until it is told to stay. */
export type Started = {
  readonly stay: () => Promise<void>
  /** Leaves it so, but does not keep us here for it. */
  readonly hang: () => void
}

export const startedBy = (link: Socket): Started => ({
  stay: () => letStay(link),
  hang: () => void link.unref(),
})

/** The first line; undefined when it ends without one. */
export const firstLine = (link: Socket): Promise<string | undefined> =>
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
const letStay = (link: Socket): Promise<void> =>
  new Promise(resolve =>
    link.write('stay\n', () => {
      link.destroy()
      resolve()
    }),
  )
