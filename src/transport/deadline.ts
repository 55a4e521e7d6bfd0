// Waiting with an end. Every await on something outside goes through here.
import type { Clock } from '../model/edge.ts'

/** What `work` gives, or the error of `late` after so many seconds, or that of `signal`. */
export const within = async <T>(
  clock: Clock,
  seconds: number,
  work: Promise<T>,
  late: () => Error,
): Promise<T> => {
  const timer = new AbortController()
  const expiry = clock.sleep(seconds * 1000, timer.signal).then(
    () => {
      if (!timer.signal.aborted) throw late()
      return new Promise<never>(() => {})
    },
    () => new Promise<never>(() => {}),
  )
  try {
    return await Promise.race([work, expiry])
  } finally {
    timer.abort()
  }
}

/** Calls `act` after so many seconds, unless the returned function was called before. */
export const after = (clock: Clock, seconds: number, act: () => void): (() => void) => {
  const timer = new AbortController()
  clock.sleep(seconds * 1000, timer.signal).then(
    () => {
      if (!timer.signal.aborted) act()
    },
    () => {},
  )
  return () => timer.abort()
}
