// Text surgery, offered to modules under one name. Pure: a text in, a text out.
import { withBlock } from './blocks.ts'
import { iniSection, iniSections, withIniSection } from './ini.ts'
import { keyValue } from './key-value.ts'
import { linesOf, withLine, withoutLines } from './lines.ts'
import { pattern } from './pattern.ts'
import { replaceIn } from './replace.ts'

export const edit = {
  /** A pattern of an argument, as Python means it. */
  pattern,
  /** A text's lines, with their ends. */
  lines: linesOf,
  /** One line put in or replaced. */
  line: withLine,
  /** Lines taken out. */
  withoutLines,
  /** A marked block put in, replaced or taken out. */
  block: withBlock,
  /** All matches of a pattern replaced. */
  replace: replaceIn,
  /** `name = value` in a file of such lines. */
  key: keyValue,
  /** Sections of an ini file: their names, one's values, one put in or taken out. */
  iniSections,
  iniSection,
  withIniSection,
} as const
