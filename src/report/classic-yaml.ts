// Results as YAML: by Ansible's default callback with `result_format: yaml`, and by its callback `yaml`. More for the
// eye than to the letter: texts of several lines lose blanks at their ends, and tabs.
import { isDict } from '../base/value.ts'
import { yamlText } from '../base/yaml-text.ts'
import { inert } from './harmless.ts'

type Values = Readonly<Record<string, unknown>>

const OMITTED = '<omitted>'

/** What stands behind ` => `: the default callback's form. */
export const yamlResult = (values: Values): string =>
  `\n${indented(blockYaml(withoutLines(values), 4, 80), 4)}`

/** The same as the callback `yaml` has it: two words on the line, the rest below. */
export const yamlCallbackResult = ({ changed, skipped, ...values }: Values): string => {
  const heads = Object.entries({ changed, skipped }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${String(value)} `],
  )
  const rest = withoutLines(values)
  const below = Object.keys(rest).length === 0 ? '' : `\n${indented(blockYaml(rest, 2, 1000), 2)}`
  return heads.join('') + below
}

/** Lines that stand in the text already. */
const withoutLines = (values: Values): Values => ({
  ...values,
  ...('stdout' in values && 'stdout_lines' in values && { stdout_lines: OMITTED }),
  ...('stderr' in values && 'stderr_lines' in values && { stderr_lines: OMITTED }),
})

const indented = (text: string, by: number): string =>
  text.trimEnd().replace(/^(?=.)/gm, ' '.repeat(by))

const BREAK = /[\n\x85\u2028\u2029]/
const MARK = 'mokplay-block-'

/** YAML whose texts of several lines are blocks. */
const blockYaml = (values: Values, indent: number, width: number): string => {
  const blocks: string[] = []
  const marked = (value: unknown): unknown => {
    if (typeof value === 'string' && BREAK.test(value)) return `${MARK}${blocks.push(value) - 1}`
    if (Array.isArray(value)) return value.map(marked)
    if (!isDict(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, marked(part)]))
  }
  const text = yamlText(marked(values), { indent, width, flow: false })
  return text.replace(
    new RegExp(`^( *(?:- +)*)(.*?)${MARK}(\\d+)$`, 'gm'),
    (_, before: string, key: string, at: string) => {
      const column = key === '' ? before.trimEnd().length - 1 : before.length
      return `${before}${key}|-\n${indented(plain(blocks[Number(at)]!), column + indent)}`
    },
  )
}

/** A text that a block can hold. */
const plain = (text: string): string =>
  inert(text.trimEnd().replace(/\t/g, '        ').replace(/ +\n/g, '\n'))
