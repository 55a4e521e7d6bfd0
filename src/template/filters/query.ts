// json_query: JMESPath over the values of templates.
import { evaluate } from '../jmespath/evaluate.ts'
import { parseQuery } from '../jmespath/parse.ts'
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'

export const queryFilters: Filters = {
  json_query: {
    takes: ['data', 'expr'],
    run: ([value, query], { run }) =>
      evaluate(parseQuery(str(query)), value, amount => run.budget.spend(amount)),
  },
}
