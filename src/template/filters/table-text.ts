// Filters between texts and tables: CSV and INI of community.general.
import { dict, isDict } from '../../base/value.ts'
import { readCsv, type CsvStyle } from '../csv.ts'
import type { Filters } from '../plugin.ts'
import { keyText, str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { iterate, truth, typeName } from '../values.ts'

const STYLES: Readonly<Record<string, CsvStyle>> = {
  excel: { delimiter: ',', skipBlanks: false, strict: false },
  'excel-tab': { delimiter: '\t', skipBlanks: false, strict: false },
  unix: { delimiter: ',', skipBlanks: false, strict: false },
}

const fromCsv = (text: string, style: CsvStyle, names: readonly string[] | undefined): unknown => {
  const rows = readCsv(text.replace(/^\ufeff/, ''), style).filter(row => row.length > 0)
  const keys = names ?? rows.shift() ?? []
  return rows.map(row => {
    const made = dict(keys.map((key, at) => [key, row[at] ?? null] as const))
    if (row.length > keys.length) made['None'] = row.slice(keys.length)
    return made
  })
}

/** Sections and their options, names as they are written; values may go on in indented lines. */
const fromIni = (text: string): Record<string, unknown> => {
  const made = dict()
  const shared = dict()
  let section: Record<string, unknown> | undefined
  let last: string | undefined
  text.split('\n').forEach((line, index) => {
    const bare = line.trim()
    if (bare === '' || /^[#;]/.test(bare)) return
    if (/^\s/.test(line) && section && last !== undefined) {
      section[last] = `${str(section[last])}\n${bare}`
      return
    }
    const head = /^\[(.+)\]/.exec(bare)?.[1]
    const option = /^(.*?)\s*[=:]\s*(.*)$/.exec(bare)
    if (head !== undefined) {
      if (Object.hasOwn(made, head)) throw typeProblem(`from_ini: section "${head}" stands twice`)
      section = head === 'DEFAULT' ? shared : (made[head] = dict())
      last = undefined
    } else if (section && option) {
      last = option[1]!
      section[last] = option[2]!
    } else throw typeProblem(`from_ini cannot read line ${index + 1}: a [section] or name = value`)
  })
  const all = Object.keys(shared).length > 0 ? { DEFAULT: shared, ...made } : made
  return dict(
    Object.entries(all as Record<string, Record<string, unknown>>).map(([name, options]) => [
      name,
      dict(Object.entries({ ...shared, ...options })),
    ]),
  )
}

const toIni = (value: unknown): string => {
  if (!isDict(value)) throw typeProblem(`to_ini wants a dict, not '${typeName(value)}'`)
  if (Object.keys(value).length === 0) throw typeProblem('to_ini wants a dict with sections')
  return Object.entries(value)
    .map(([name, options]) => {
      if (!isDict(options))
        throw typeProblem(`to_ini: section "${name}" wants a dict, not '${typeName(options)}'`)
      const lines = Object.entries(options).map(
        ([key, part]) => `${key} = ${str(part).replaceAll('\n', '\n\t')}\n`,
      )
      return `[${name}]\n${lines.join('')}\n`
    })
    .join('')
}

export const tableTextFilters: Filters = {
  from_csv: {
    takes: ['data', 'dialect?', 'fieldnames?', 'delimiter?', 'skipinitialspace?', 'strict?'],
    run: ([data, dialect = 'excel', names = null, by = null, skip = null, strict = null]) => {
      if (!Object.hasOwn(STYLES, str(dialect)))
        throw typeProblem(`from_csv knows the dialects ${Object.keys(STYLES).join(', ')}`)
      if (by !== null && str(by).length !== 1)
        throw typeProblem(`from_csv wants one character for delimiter, not '${str(by)}'`)
      const base = STYLES[str(dialect)]!
      return fromCsv(
        str(data),
        {
          delimiter: by === null ? base.delimiter : str(by),
          skipBlanks: skip === null ? base.skipBlanks : truth(skip),
          strict: strict === null ? base.strict : truth(strict),
        },
        names === null ? undefined : iterate(names).map(keyText),
      )
    },
  },
  from_ini: {
    takes: ['obj'],
    run: ([value]) => {
      if (typeof value === 'string') return fromIni(value)
      throw typeProblem(`from_ini wants a text, not '${typeName(value)}'`)
    },
  },
  to_ini: { takes: ['obj'], run: ([value]) => toIni(value) },
}
