// What copy brings: the text of `content`, or a file of the controller.
import { Float, type Content, type LocalAnswer } from '../../src/kit/index.ts'

/** The text of `content`: data becomes JSON as Python prints it. */
export const textOfContent = (content: unknown): string => {
  if (typeof content === 'boolean') return content ? 'True' : 'False'
  return typeof content === 'object' && content !== null && !(content instanceof Float)
    ? json(content)
    : String(content)
}

const json = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(json).join(', ')}]`
  if (typeof value !== 'object' || value === null)
    return JSON.stringify(value ?? null).replace(
      /[\x7f-\uffff]/g,
      char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  if (value instanceof Float) return String(value)
  return `{${Object.entries(value)
    .map(([key, part]) => `${json(key)}: ${json(part)}`)
    .join(', ')}}`
}

/** A file of the controller: its text, or a stream where it has none. */
export const contentOf = (local: LocalAnswer): Content =>
  local.text ?? { local: local.path, sha256: local.sha256, size: local.size }
