// Numbers in the shapes that Python's format languages share: fixed, exponent, general, other
// bases.

/** Texts for what is no finite number; undefined for finite ones. */
export const notFinite = (value: number): string | undefined => {
  if (Number.isNaN(value)) return 'nan'
  if (Number.isFinite(value)) return undefined
  return value > 0 ? 'inf' : '-inf'
}

/** Rounds to so many decimals, ties by the exact binary value as C's printf does. */
export const fixed = (value: number, digits: number): string => {
  if (!Number.isFinite(value)) return notFinite(value)!
  if (Math.abs(value) >= 1e21)
    return `${BigInt(value)}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`
  const exact = value.toFixed(Math.min(digits, 100))
  // toFixed rounds exact ties away from zero; printf rounds them to even.
  const after = value
    .toFixed(Math.min(digits + 60, 100))
    .split('.')[1]!
    .slice(digits)
  if (digits > 20 || !/^50*$/.test(after)) return exact
  const down = Math.trunc(value * 10 ** digits)
  const even = down % 2 === 0 ? down : down + Math.sign(value)
  const text = (even / 10 ** digits).toFixed(digits)
  return value < 0 && !text.startsWith('-') ? `-${text}` : text
}

/** `1.5e+10` with at least two digits of exponent. */
export const exponent = (value: number, digits: number): string =>
  value.toExponential(Math.min(digits, 100)).replace(/e([-+])(\d)$/, 'e$10$2')

/** C's `%g`. */
export const general = (value: number, precision: number, keepZeros = false): string => {
  const digits = precision === 0 ? 1 : precision
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const power = Number(value.toExponential(Math.min(digits - 1, 100)).split('e')[1])
  const scientific = power < -4 || power >= digits
  const text = scientific ? exponent(value, digits - 1) : fixed(value, digits - 1 - power)
  if (keepZeros || !text.includes('.')) return text
  return scientific ? text.replace(/\.?0+e/, 'e') : text.replace(/\.?0+$/, '')
}

/** A real number by its conversion letter (f e g and their capitals). */
export const realText = (value: number, letter: string, precision: number): string => {
  const odd = notFinite(value)
  const lower = letter.toLowerCase()
  const text =
    odd ??
    (lower === 'f'
      ? fixed(value, precision)
      : lower === 'e'
        ? exponent(value, precision)
        : general(value, precision))
  return letter === lower ? text : text.toUpperCase()
}
