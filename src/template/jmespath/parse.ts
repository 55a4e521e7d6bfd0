// JMESPath's grammar, by its library. The library's own evaluation is not used: it knows JavaScript's values alone.
import jmespath from 'jmespath'
import { typeProblem } from '../problem.ts'

type Comparison = 'EQ' | 'NE' | 'LT' | 'LTE' | 'GT' | 'GTE'
type Nodes = readonly Query[]

/** A parsed query. */
export type Query =
  | { readonly type: 'Field'; readonly name: string }
  | { readonly type: 'Index'; readonly value: number }
  | { readonly type: 'Slice'; readonly children: readonly (number | null)[] }
  | { readonly type: 'Literal'; readonly value: unknown }
  | { readonly type: 'Comparator'; readonly name: Comparison; readonly children: Nodes }
  | { readonly type: 'Function'; readonly name: string; readonly children: Nodes }
  | {
      readonly type: 'MultiSelectHash'
      readonly children: readonly { readonly name: string; readonly value: Query }[]
    }
  | { readonly type: 'Identity' | 'Current' }
  | {
      readonly type:
        | 'Subexpression'
        | 'IndexExpression'
        | 'Projection'
        | 'ValueProjection'
        | 'FilterProjection'
        | 'Flatten'
        | 'MultiSelectList'
        | 'OrExpression'
        | 'AndExpression'
        | 'NotExpression'
        | 'Pipe'
        | 'ExpressionReference'
      readonly children: Nodes
    }

// Its types leave out all but search().
const { compile } = jmespath as unknown as { compile(text: string): Query }

export const parseQuery = (text: string): Query => {
  try {
    return compile(text)
  } catch (error) {
    throw typeProblem(
      `json_query cannot read "${text}": ${(error as Error).message}`,
      'names with other signs than letters, digits and _ stand in double quotes, texts in single ones',
    )
  }
}
