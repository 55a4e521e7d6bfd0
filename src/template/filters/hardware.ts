// Filters on hardware addresses.
import { HARDWARE_STYLES, hardwareText, readHardware } from '../ip/hardware.ts'
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { integer } from '../values.ts'

const hardware = (filter: string): Filters[string] => ({
  takes: ['value', 'query?'],
  run: ([value, asked = '']) => {
    const [text, query] = [str(value), str(asked)]
    const found = readHardware(text)
    if (!['', 'bool', 'int', ...HARDWARE_STYLES].includes(query))
      throw typeProblem(
        `${filter} has no query '${query}'`,
        `its queries: bool, int, ${HARDWARE_STYLES.join(', ')}`,
      )
    if (!found) {
      if (query === '' || query === 'bool') return null
      throw typeProblem(`'${text}' is no hardware address`)
    }
    if (query === '') return text
    if (query === 'bool') return true
    return query === 'int' ? integer(found.value) : hardwareText(found, query)
  },
})

export const hardwareFilters: Filters = {
  hwaddr: hardware('hwaddr'),
  macaddr: hardware('macaddr'),
}
