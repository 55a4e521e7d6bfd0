// Filters on dates.
import { strftime } from '../date-format.ts'
import { strptime } from '../date-read.ts'
import { momentParts } from '../dates.ts'
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { truth } from '../values.ts'

export const timeFilters: Filters = {
  to_datetime: {
    takes: ['string', 'format?'],
    run: ([text, format = '%Y-%m-%d %H:%M:%S']) => strptime(str(text), str(format)),
  },
  strftime: {
    takes: ['string_format', 'second?', 'utc?'],
    run: ([format, second = null, utc = false], { run }) => {
      const seconds = second === null ? run.edges.clock.wall() / 1000 : Number(str(second))
      if (Number.isNaN(seconds))
        throw typeProblem(`'${str(second)}' is no number of seconds since 1970`)
      const parts = momentParts(seconds, truth(utc) ? 'utc' : 'local')
      // Only datetime knows of microseconds.
      const plain = str(format).replace(/%([\s\S])/g, (all, letter) =>
        letter === 'f' ? '%%f' : all,
      )
      return strftime(plain, truth(utc) ? { ...parts, zone: 'GMT' } : parts)
    },
  },
}
