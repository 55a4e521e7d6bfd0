// Which of two versions is newer, as rpm decides it: [epoch:]version[-release].

type Evr = {
  readonly epoch: number
  readonly version: string
  readonly release: string | undefined
}

const evrOf = (text: string): Evr => {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/s.exec(text)!
  const dash = rest.lastIndexOf('-')
  return dash === -1
    ? { epoch: Number(epoch), version: rest, release: undefined }
    : { epoch: Number(epoch), version: rest.slice(0, dash), release: rest.slice(dash + 1) }
}

/** Below, at or above zero, as the first is older, the same or newer. A release that one lacks does not count. */
export const compareRpm = (a: string, b: string): number => {
  const [one, other] = [evrOf(a), evrOf(b)]
  if (one.epoch !== other.epoch) return one.epoch - other.epoch
  const byVersion = compareParts(one.version, other.version)
  if (byVersion !== 0 || one.release === undefined || other.release === undefined) return byVersion
  return compareParts(one.release, other.release)
}

/** Digits and letters in turn; ~ is older than the end, ^ newer than the end and older than anything else. */
const compareParts = (a: string, b: string): number => {
  const [left, right] = [partsOf(a), partsOf(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = comparePart(left[index], right[index])
    if (order !== 0) return order
  }
  return 0
}

const partsOf = (text: string): readonly string[] => text.match(/\d+|[A-Za-z]+|~|\^/g) ?? []

const comparePart = (a: string | undefined, b: string | undefined): number => {
  if (a === b) return 0
  if (a === '~' || b === '~') return a === '~' ? -1 : 1
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1
  if (a === '^' || b === '^') return a === '^' ? -1 : 1
  const [isNumber, isOtherNumber] = [/^\d/.test(a), /^\d/.test(b)]
  if (isNumber !== isOtherNumber) return isNumber ? 1 : -1
  if (!isNumber) return a < b ? -1 : 1
  const [long, short] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')]
  return long.length - short.length || (long < short ? -1 : long > short ? 1 : 0)
}
