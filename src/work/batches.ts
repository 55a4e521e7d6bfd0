// serial: how many hosts a play takes at once.

/** Hosts in batches. Sizes are numbers or percentages of all hosts; the last one serves for the rest. */
export const cutBatches = (
  hosts: readonly string[],
  serial: readonly (number | string)[],
): readonly (readonly string[])[] => {
  const sizes = serial.map(size => sizeOf(size, hosts.length)).filter(size => size > 0)
  if (hosts.length === 0 || sizes.length === 0) return hosts.length === 0 ? [] : [hosts]
  const batches: string[][] = []
  for (let at = 0; at < hosts.length;) {
    const size = sizes[Math.min(batches.length, sizes.length - 1)]!
    batches.push(hosts.slice(at, at + size))
    at += size
  }
  return batches
}

/** A percentage is rounded down, but never to none. */
const sizeOf = (size: number | string, all: number): number => {
  const percent = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(String(size))
  return percent
    ? Math.max(1, Math.floor((Number(percent[1]) / 100) * all))
    : Math.floor(Number(size)) || 0
}
