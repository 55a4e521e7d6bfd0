// Waiting with an end. Every await on something outside goes through here.
import type { Clock } from '../model/edge.ts'
import { Cancelled } from '../model/edge.ts'

type Edges = { readonly clock: Clock; readonly signal?: AbortSignal }

/**
 * What `work` gives, or the error of `late` after so many seconds, or Cancelled. The work itself
 * goes on.
 */
export const within = async <T>(
  { clock, signal }: Edges,
  seconds: number,
  work: Promise<T>,
  late: () => Error,
): Promise<T> => {
  let expire = (): void => {}
  const expiry = new Promise<never>((_, reject) => {
    expire = () => reject(late())
  })
  const stop = after(clock, seconds, expire)
  try {
    return await unlessStopped(Promise.race([work, expiry]), signal)
  } finally {
    stop()
  }
}

/** What `work` gives, or Cancelled as soon as `signal` says so. */
export const unlessStopped = async <T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> => {
  if (!signal) return work
  let stop = (): void => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new Cancelled())
    signal.addEventListener('abort', stop)
  })
  if (signal.aborted) stop()
  try {
    return await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Calls `act` after so many seconds, unless the returned function was called before. */
export const after = (clock: Clock, seconds: number, act: () => void): (() => void) => {
  const timer = new AbortController()
  const ring = (): void => {
    if (!timer.signal.aborted) act()
  }
  clock.sleep(seconds * 1000, timer.signal).then(ring, () => {})
  return () => timer.abort()
}
