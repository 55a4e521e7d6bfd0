// The syntax tree: nunjucks' node types by their names, and those that it lacks. A place is an
// offset (`colno`); `end` is known for the nodes made here.

type At = { readonly lineno: number; readonly colno: number; readonly end?: number }

export type Arguments = {
  readonly list: readonly (Node | Spread)[]
  readonly named: readonly { readonly name: string; readonly value: Node }[]
  readonly more: Node | undefined
}
export type Spread = At & { readonly typename: 'Spread'; readonly value: Node }

export type Name = At & { readonly typename: 'Symbol'; readonly value: string }
export type Literal = At & { readonly typename: 'Literal'; readonly value: unknown }
export type Call = At & {
  readonly typename: 'FunCall'
  readonly name: Node
  readonly args: Arguments
}
export type Filter = At & {
  readonly typename: 'Filter'
  readonly name: string
  readonly value: Node
  readonly args: Arguments
}
export type Test = At & {
  readonly typename: 'Test'
  readonly name: string
  readonly value: Node
  readonly args: Arguments
}
export type BinaryName = 'Add' | 'Sub' | 'Mul' | 'Div' | 'FloorDiv' | 'Mod' | 'Pow'
export type Comparison = '==' | '!=' | '<' | '>' | '<=' | '>=' | 'in' | 'not in'

export type Expression =
  | Name
  | Literal
  | Call
  | Filter
  | Test
  | (At & { readonly typename: 'Array' | 'Tuple' | 'Concat'; readonly children: readonly Node[] })
  | (At & { readonly typename: 'Dict'; readonly pairs: readonly (readonly [Node, Node])[] })
  | (At & {
      readonly typename: 'LookupVal'
      readonly target: Node
      readonly val: Node
      readonly dot: boolean
    })
  | (At & {
      readonly typename: 'Slice'
      readonly target: Node
      readonly parts: readonly (Node | undefined)[]
    })
  | (At & {
      readonly typename: 'InlineIf'
      readonly body: Node
      readonly cond: Node
      readonly else_: Node | undefined
    })
  | (At & {
      readonly typename: 'And' | 'Or' | BinaryName
      readonly left: Node
      readonly right: Node
    })
  | (At & { readonly typename: 'Not' | 'Neg' | 'Pos'; readonly target: Node })
  | (At & {
      readonly typename: 'Compare'
      readonly expr: Node
      readonly ops: readonly { readonly type: Comparison; readonly expr: Node }[]
    })

export type Parameter = { readonly name: string; readonly other: Node | undefined }

export type Macro = At & {
  readonly typename: 'Macro'
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly body: Node
}
export type For = At & {
  readonly typename: 'For'
  readonly name: Node
  readonly arr: Node
  readonly test: Node | undefined
  readonly recursive: boolean
  readonly body: Node
  readonly else_: Node | undefined
}
export type Block = At & {
  readonly typename: 'Block'
  readonly name: string
  readonly scoped: boolean
  /** Whoever extends the template has to write it. */
  readonly required: boolean
  readonly body: Node
}

export type Statement =
  | (At & { readonly typename: 'NodeList' | 'Root' | 'Output'; readonly children: readonly Node[] })
  | (At & { readonly typename: 'TemplateData'; readonly value: string })
  | (At & {
      readonly typename: 'If'
      readonly cond: Node
      readonly body: Node
      readonly else_: Node | null
    })
  | For
  | Macro
  | Block
  | (At & { readonly typename: 'Set'; readonly target: Node; readonly value: Node })
  | (At & {
      readonly typename: 'SetBlock'
      readonly target: Node
      readonly filter: Node | undefined
      readonly body: Node
    })
  | (At & { readonly typename: 'FilterBlock'; readonly filter: Node; readonly body: Node })
  /** Stands for the text of a block where a filter is applied to it. */
  | (At & { readonly typename: 'Hole' })
  | (At & { readonly typename: 'CallBlock'; readonly call: Call; readonly caller: Macro })
  | (At & {
      readonly typename: 'With'
      readonly pairs: readonly (readonly [Node, Node])[]
      readonly body: Node
    })
  | (At & { readonly typename: 'Do'; readonly value: Node })
  | (At & { readonly typename: 'Leave'; readonly how: 'break' | 'continue' })
  | (At & { readonly typename: 'Escape'; readonly on: Node; readonly body: Node })
  | (At & { readonly typename: 'Extends'; readonly template: Node })
  | (At & {
      readonly typename: 'Include'
      readonly template: Node
      readonly ignoreMissing: boolean
      readonly withContext: boolean
    })
  | (At & {
      readonly typename: 'Import'
      readonly template: Node
      readonly target: string
      readonly withContext: boolean
    })
  | (At & {
      readonly typename: 'FromImport'
      readonly template: Node
      readonly names: readonly (readonly [string, string])[]
      readonly withContext: boolean
    })

export type Node = Expression | Statement

const childrenOfArguments = (args: Arguments): Node[] => [
  ...args.list.map(arg => (arg.typename === 'Spread' ? arg.value : arg)),
  ...args.named.map(arg => arg.value),
  ...(args.more ? [args.more] : []),
]

const present = (nodes: readonly (Node | undefined | null)[]): Node[] =>
  nodes.filter(node => node !== undefined && node !== null)

/** The direct parts of a node, in the order of the text. */
export const childrenOf = (node: Node): Node[] => {
  switch (node.typename) {
    case 'Symbol':
    case 'Literal':
    case 'TemplateData':
    case 'Hole':
    case 'Leave':
      return []
    case 'NodeList':
    case 'Root':
    case 'Output':
    case 'Array':
    case 'Tuple':
    case 'Concat':
      return [...node.children]
    case 'FunCall':
      return [node.name, ...childrenOfArguments(node.args)]
    case 'Filter':
    case 'Test':
      return [node.value, ...childrenOfArguments(node.args)]
    case 'Dict':
      return node.pairs.flat()
    case 'LookupVal':
      return [node.target, node.val]
    case 'Slice':
      return present([node.target, ...node.parts])
    case 'InlineIf':
    case 'If':
      return present([node.cond, node.body, node.else_])
    case 'Compare':
      return [node.expr, ...node.ops.map(op => op.expr)]
    case 'Not':
    case 'Neg':
    case 'Pos':
      return [node.target]
    case 'Macro':
      return present([...node.parameters.map(parameter => parameter.other), node.body])
    case 'For':
      return present([node.arr, node.name, node.test, node.body, node.else_])
    case 'Block':
      return [node.body]
    case 'Escape':
      return [node.on, node.body]
    case 'Do':
      return [node.value]
    case 'Set':
      return [node.value, node.target]
    case 'SetBlock':
      return present([node.body, node.filter, node.target])
    case 'FilterBlock':
      return [node.filter, node.body]
    case 'CallBlock':
      return [node.call, node.caller]
    case 'With':
      return [...node.pairs.flat(), node.body]
    case 'Extends':
    case 'Include':
    case 'Import':
    case 'FromImport':
      return [node.template]
    default:
      return [node.left, node.right]
  }
}

/** Every node below and including one. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const child of childrenOf(node)) yield* walk(child)
}

/** The widest place of a node and its parts. */
export const placeOf = (node: Node): { from: number; to: number } => {
  let from = node.colno
  let to = node.end ?? node.colno + 1
  if (node.end === undefined)
    for (const child of childrenOf(node)) {
      const inner = placeOf(child)
      from = Math.min(from, inner.from)
      to = Math.max(to, inner.to)
    }
  return { from, to }
}
