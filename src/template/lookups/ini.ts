// `ini`: values of files in sections, or of Java's properties.
import { readConfigText } from '../config-text.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { regexOf } from '../regex.ts'
import { truth } from '../values.ts'
import { inline } from './inline.ts'
import type { Lookup } from './lookup.ts'
import { textOfFile } from './search.ts'

const KNOWN = [
  'type',
  'file',
  'section',
  're',
  'encoding',
  'default',
  'case_sensitive',
  'allow_no_value',
  'allow_none',
]
const yes = (value: unknown): boolean =>
  typeof value === 'string' ? /^(?:y|yes|true|on|1|t)$/i.test(value) : truth(value ?? false)

export const ini: Lookup = {
  run: (terms, given, run) =>
    terms.flatMap(term => {
      const { key, options } = inline('ini', term, given, KNOWN)
      if (key === '') throw typeProblem('ini wants the name of a value')
      const { file = 'ansible.ini', encoding = 'utf-8', default: other = '' } = options
      const isProperties = options['type'] === 'properties'
      const section = isProperties ? 'java_properties' : str(options['section'] ?? 'global')
      const text = textOfFile(str(file), 'files', run, str(encoding))
      const config = readConfigText(isProperties ? `[${section}]\n${text}` : text, {
        file: str(file),
        caseSensitive: yes(options['case_sensitive']),
        allowNoValue: yes(options['allow_no_value'] ?? options['allow_none']),
      })
      if (yes(options['re'])) {
        const regex = regexOf(`(?:${key})`)
        return config
          .items(section)
          .filter(([name]) => {
            regex.lastIndex = 0
            return regex.exec(name)?.index === 0
          })
          .map(([, value]) => value)
          .filter(value => value !== null)
      }
      const found = config.get(section, key)
      return found === undefined ? [other] : found === null ? [] : [found]
    }),
}
