// Which of two versions is newer, as dpkg decides it: [epoch:]upstream[-revision].

/** Below, at or above zero, as the first is older, the same or newer. */
export const compareDeb = (a: string, b: string): number => {
  const [one, other] = [partsOf(a), partsOf(b)]
  return (
    one.epoch - other.epoch ||
    compareText(one.upstream, other.upstream) ||
    compareText(one.revision, other.revision)
  )
}

const partsOf = (text: string): { epoch: number; upstream: string; revision: string } => {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/s.exec(text)!
  const dash = rest.lastIndexOf('-')
  return {
    epoch: Number(epoch),
    upstream: dash === -1 ? rest : rest.slice(0, dash),
    revision: dash === -1 ? '' : rest.slice(dash + 1),
  }
}

/** Text and numbers in turn, letters before all other signs, ~ before even the end. */
const compareText = (a: string, b: string): number => {
  const pieces = (text: string): string[] => text.match(/\D+|\d+/g) ?? []
  const [left, right] = [withText(pieces(a)), withText(pieces(b))]
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [one = '', other = ''] = [left[index], right[index]]
    const order = index % 2 === 0 ? compareSigns(one, other) : Number(one || 0) - Number(other || 0)
    if (order !== 0) return order
  }
  return 0
}

/** Begins with a text, be it an empty one. */
const withText = (pieces: string[]): string[] =>
  /^\d/.test(pieces[0] ?? '') ? ['', ...pieces] : pieces

const rank = (sign: string | undefined): number => {
  if (sign === '~') return -1
  if (sign === undefined) return 0
  return /[A-Za-z]/.test(sign) ? sign.charCodeAt(0) : sign.charCodeAt(0) + 256
}

const compareSigns = (a: string, b: string): number => {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const order = rank(a[index]) - rank(b[index])
    if (order !== 0) return order
  }
  return 0
}
