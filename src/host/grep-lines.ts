// What `grep -H '' -- PATH…` prints: every line of many files in one process, each with its path before it.

/** The lines of each path; paths of which nothing was printed are missing. */
export const grepLines = (
  text: string,
  paths: Iterable<string>,
): ReadonlyMap<string, readonly string[]> => {
  const asked = new Set(paths)
  const found = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const path = pathOf(line, asked)
    if (path === undefined) continue
    const lines = found.get(path)
    if (lines) lines.push(line.slice(path.length + 1))
    else found.set(path, [line.slice(path.length + 1)])
  }
  return found
}

/** Paths may hold colons themselves. */
const pathOf = (line: string, asked: ReadonlySet<string>): string | undefined => {
  for (let colon = line.indexOf(':'); colon !== -1; colon = line.indexOf(':', colon + 1))
    if (asked.has(line.slice(0, colon))) return line.slice(0, colon)
  return undefined
}
