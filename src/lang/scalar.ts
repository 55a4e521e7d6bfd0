// What a plain YAML scalar means in the files of a project.
import type { Float } from '../base/value.ts'
import { plainValue } from '../base/yaml-plain.ts'

/** The value of an unquoted scalar: null, boolean, number, or the text itself. */
export const plainScalar = (text: string): null | boolean | number | Float | string => {
  const value = plainValue(text)
  // Numbers that JavaScript cannot hold exactly stay texts: they are ids, and their digits matter.
  return typeof value === 'bigint' ? text : value
}
