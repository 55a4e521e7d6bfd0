// The few members of Python's numbers that playbooks use.
import { callable } from './arguments.ts'
import { Float } from '../base/value.ts'
import { integer, isFloat, float } from './values.ts'

/** A member of a number, or undefined. */
export const numberMember = (value: number | bigint | Float | boolean, name: string): unknown => {
  if (name === 'is_integer' && isFloat(value))
    return callable(name, [], () => Number.isInteger(Number(value)))
  if (name === 'bit_length' && !isFloat(value))
    return callable(name, [], () => {
      const size = BigInt(value as number | bigint)
      return size === 0n ? 0 : (size < 0n ? -size : size).toString(2).length
    })
  if (name === 'real')
    return isFloat(value)
      ? float(Number(value))
      : integer(BigInt(value as number | bigint | boolean))
  return undefined
}
