// JSON as Python prints it, for output that scripts compare and people see on a terminal.
import { jsonText } from '../base/json-text.ts'
import { inertJson } from './harmless.ts'

/** What is no plain data says itself how it is told. */
const told = (value: unknown): unknown =>
  typeof value === 'object' &&
  value !== null &&
  'toJSON' in value &&
  typeof value.toJSON === 'function'
    ? (value.toJSON() as unknown)
    : null

/** JSON on one line, or with so many blanks for each level; keys are sorted. */
export const pythonJson = (value: unknown, indent = 0): string =>
  inertJson(jsonText(value, { sortKeys: true, other: told, ...(indent > 0 && { indent }) }))
