// Arithmetic as Python has it: ints of any size, true division, floor division, and no mixing of
// texts and numbers.
import { Float } from '../base/value.ts'
import type { Budget } from './budget.ts'
import { formatPercent } from './format-percent.ts'
import { Problem, typeProblem } from './problem.ts'
import {
  float,
  integer,
  isFloat,
  isNumber,
  known,
  Thing,
  Callable,
  Tuple,
  tuple,
  typeName,
  View,
} from './values.ts'

type Num = number | bigint | Float | boolean

const bad = (sign: string, a: unknown, b: unknown): Problem => {
  const mixed = [a, b].some(side => typeof side === 'string') && [a, b].some(isNumber)
  return typeProblem(
    `'${sign}' does not work on '${typeName(a)}' and '${typeName(b)}'`,
    mixed && sign === '+'
      ? 'join as texts with ~, or turn the text into a number with | int'
      : undefined,
  )
}

const big = (value: Num): bigint => BigInt(value instanceof Float ? value.value : value)

type Whole = (a: bigint, b: bigint) => bigint
type Real = (a: number, b: number) => number

/** One operation on two numbers: by doubles where that is exact, else by bigints. */
const numeric = (a: Num, b: Num, real: Real, whole: Whole): unknown => {
  if (isFloat(a) || isFloat(b)) return float(real(Number(a), Number(b)))
  const quick = real(Number(a), Number(b))
  return Number.isSafeInteger(quick) && typeof a !== 'bigint' && typeof b !== 'bigint'
    ? quick
    : integer(whole(big(a), big(b)))
}

const repeat = (what: unknown, times: unknown, budget: Budget): unknown => {
  const count = Math.max(0, Number(times))
  if (typeof what === 'string') {
    budget.room(what.length * count)
    return what.repeat(count)
  }
  const items = what as unknown[]
  budget.room(items.length * count)
  const made: unknown[] = what instanceof Tuple ? new Tuple() : []
  for (let turn = 0; turn < count; turn++) for (const item of items) made.push(item)
  return made
}

const isSequence = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && !(value instanceof View))
const isWhole = (value: unknown): boolean => isNumber(value) && !isFloat(value)

/** Asks a thing (a date, a span of time) whether it knows the operation. */
const ofThing = (a: unknown, b: unknown, method: string): unknown => {
  const own = a instanceof Thing ? a.member(method) : undefined
  return own instanceof Callable ? own.call([b], new Map()) : undefined
}

export const add = (a: unknown, b: unknown, budget: Budget): unknown => {
  known(a)
  known(b)
  if (isNumber(a) && isNumber(b))
    return numeric(
      a,
      b,
      (x, y) => x + y,
      (x, y) => x + y,
    )
  if (typeof a === 'string' && typeof b === 'string') {
    budget.room(a.length + b.length)
    return a + b
  }
  if (Array.isArray(a) && Array.isArray(b) && isSequence(a) && isSequence(b)) {
    if (a instanceof Tuple !== b instanceof Tuple) throw bad('+', a, b)
    budget.room(a.length + b.length)
    return a instanceof Tuple ? tuple([...a, ...(b as unknown[])]) : [...a, ...(b as unknown[])]
  }
  const made = ofThing(a, b, '__add__')
  if (made !== undefined) return made
  throw bad('+', a, b)
}

export const subtract = (a: unknown, b: unknown): unknown => {
  known(a)
  known(b)
  if (isNumber(a) && isNumber(b))
    return numeric(
      a,
      b,
      (x, y) => x - y,
      (x, y) => x - y,
    )
  const made = ofThing(a, b, '__sub__')
  if (made !== undefined) return made
  throw bad('-', a, b)
}

export const multiply = (a: unknown, b: unknown, budget: Budget): unknown => {
  known(a)
  known(b)
  if (isNumber(a) && isNumber(b))
    return numeric(
      a,
      b,
      (x, y) => x * y,
      (x, y) => x * y,
    )
  if (isSequence(a) && isWhole(b)) return repeat(a, b, budget)
  if (isWhole(a) && isSequence(b)) return repeat(b, a, budget)
  throw bad('*', a, b)
}

const refuseZero = (b: Num): void => {
  if (Number(b) === 0) throw typeProblem('division by zero')
}

export const divide = (a: unknown, b: unknown): unknown => {
  known(a)
  known(b)
  if (!isNumber(a) || !isNumber(b)) throw bad('/', a, b)
  refuseZero(b)
  return float(Number(a) / Number(b))
}

export const floorDivide = (a: unknown, b: unknown): unknown => {
  known(a)
  known(b)
  if (!isNumber(a) || !isNumber(b)) throw bad('//', a, b)
  refuseZero(b)
  return numeric(
    a,
    b,
    (x, y) => Math.floor(x / y),
    (x, y) => {
      const rough = x / y
      return x % y !== 0n && x < 0n !== y < 0n ? rough - 1n : rough
    },
  )
}

export const modulo = (a: unknown, b: unknown, budget: Budget): unknown => {
  known(a)
  if (typeof a === 'string') return formatPercent(a, b, budget)
  known(b)
  if (!isNumber(a) || !isNumber(b)) throw bad('%', a, b)
  refuseZero(b)
  const real: Real = (x, y) => {
    const rest = x % y
    return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest
  }
  return numeric(a, b, real, (x, y) => {
    const rest = x % y
    return rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest
  })
}

export const power = (a: unknown, b: unknown, budget: Budget): unknown => {
  known(a)
  known(b)
  if (!isNumber(a) || !isNumber(b)) throw bad('**', a, b)
  if (!isFloat(a) && !isFloat(b) && Number(b) >= 0) {
    const digits = Math.log2(Math.abs(Number(a)) || 1) * Number(b)
    if (digits > 100_000)
      throw new Problem('template/budget', `${String(a)} ** ${String(b)} is too large`)
    budget.spend(Math.ceil(digits))
    return integer(big(a) ** big(b))
  }
  if (Number(a) === 0 && Number(b) < 0)
    throw typeProblem('zero cannot be raised to a negative power')
  const made = Number(a) ** Number(b)
  if (Number.isNaN(made)) throw typeProblem(`${String(a)} ** ${String(b)} is not a real number`)
  return float(made)
}

/** Unary minus and plus. */
export const signed = (value: unknown, sign: '-' | '+'): unknown => {
  known(value)
  if (!isNumber(value)) throw typeProblem(`'${sign}' does not work on '${typeName(value)}'`)
  if (isFloat(value)) return float(sign === '-' ? -Number(value) : Number(value))
  if (sign === '+') return typeof value === 'boolean' ? Number(value) : value
  return integer(-big(value))
}
