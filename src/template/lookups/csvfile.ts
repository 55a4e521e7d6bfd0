// `csvfile`: a column of the row whose first column is the key.
import { readCsv } from '../csv.ts'
import { str } from '../print.ts'
import { Problem, typeProblem } from '../problem.ts'
import { inline } from './inline.ts'
import type { Lookup } from './lookup.ts'
import { textOfFile } from './search.ts'

const KNOWN = ['file', 'col', 'delimiter', 'default', 'encoding']

export const csvfile: Lookup = {
  run: (terms, given, run) =>
    terms.flatMap(term => {
      const { key, options } = inline('csvfile', term, given, KNOWN)
      const { file = 'ansible.csv', col = '1', encoding = 'utf-8' } = options
      if (key === '') throw typeProblem('csvfile wants the key of a row')
      const sign = str(options['delimiter'] ?? 'TAB')
      const delimiter = sign === 'TAB' || sign === '\\t' ? '\t' : sign
      if (delimiter.length !== 1)
        throw typeProblem(`csvfile: the delimiter is one character, not '${delimiter}'`)
      const text = textOfFile(str(file), 'files', run, str(encoding))
      const row = readCsv(text, { delimiter, skipBlanks: false, strict: false }).find(
        ([first]) => first === key,
      )
      if (!row) return options['default'] === undefined ? [] : [options['default']]
      const index = Number(str(col))
      const found = row.at(index)
      if (!Number.isInteger(index) || found === undefined)
        throw new Problem(
          'template/type',
          `csvfile: the row "${key}" of ${str(file)} has no column ${str(col)}`,
          { hint: `it has ${row.length}, counted from 0` },
        )
      return [found]
    }),
}
