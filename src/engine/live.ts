// The lines of a running command, while it runs: what stands after the mark of an act whose output is for people.
import type { Change } from '../model/change.ts'

/** Takes chunks of a reply, and hands on the text of live acts without the marks. */
export const liveOutput = (
  mark: string,
  changes: readonly Change[],
  onText: (text: string, from: 'out' | 'err') => void,
): ((chunk: Uint8Array, from: 'out' | 'err') => void) | undefined => {
  const live = new Set(
    changes
      .flatMap(change =>
        change.ops.map(op => op.op === 'run' && op.live === true && !change.secret),
      )
      .flatMap((is, index) => (is ? [index] : [])),
  )
  if (live.size === 0) return undefined
  const streams = { out: reader(mark, live), err: reader(mark, live) }
  return (chunk, from) => {
    const text = streams[from](chunk)
    if (text !== '') onText(text, from)
  }
}

/** One stream: whole lines only, so that a mark is never cut in two. */
const reader = (mark: string, live: ReadonlySet<number>): ((chunk: Uint8Array) => string) => {
  const decoder = new TextDecoder()
  let rest = ''
  let isLive = false
  return chunk => {
    rest += decoder.decode(chunk, { stream: true })
    const shown: string[] = []
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      const at = line.indexOf(`\x1e${mark} `)
      if (isLive) shown.push(at === -1 ? line : line.slice(0, at))
      if (at === -1) continue
      const act = /^op (\d+)$/.exec(line.slice(at + mark.length + 2))
      isLive = act !== null && live.has(Number(act[1]))
      if (shown.at(-1) === '') shown.pop()
    }
    return shown.length === 0 ? '' : `${shown.join('\n')}\n`
  }
}
