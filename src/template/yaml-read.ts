// YAML text → value for from_yaml, with PyYAML's idea of scalars (YAML 1.1: yes is true, 0644 is
// octal).
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Node } from 'yaml'
import { dict, isDict } from '../base/value.ts'
import { plainKind, plainValue } from '../base/yaml-plain.ts'
import { dateOf } from './date-read.ts'
import { keyText } from './print.ts'
import { Problem, typeProblem } from './problem.ts'
import { float, isInteger, isNumber } from './values.ts'

/** A text that says itself what it is. */
const tagged = (tag: string, text: string): unknown => {
  const value = plainValue(text)
  if (tag === 'float' && isNumber(value)) return float(Number(value))
  const fits =
    tag === 'int'
      ? isInteger(value)
      : tag === 'bool'
        ? typeof value === 'boolean'
        : tag === 'null' || tag === 'timestamp'
  if (!fits) throw typeProblem(`text is no YAML: nothing is known of !${tag} '${text}'`)
  return tag === 'null' ? null : tag === 'timestamp' ? dateOf(text) : value
}

const valueOf = (node: unknown, document: Document, budget: { left: number }): unknown => {
  if (--budget.left < 0) throw new Problem('template/budget', 'YAML grows too large')
  if (isAlias(node)) return valueOf(node.resolve(document), document, budget)
  if (isSeq(node)) return node.items.map(one => valueOf(one, document, budget))
  if (isMap(node)) {
    const made = dict()
    for (const { key, value } of node.items) {
      const name = valueOf(key, document, budget)
      const part = valueOf(value, document, budget)
      const isMerge = isScalar(key) && key.source === '<<'
      const sources = isMerge ? (Array.isArray(part) ? [...part].reverse() : [part]) : []
      if (sources.length > 0 && sources.every(isDict)) {
        for (const source of sources)
          for (const [inner, found] of Object.entries(source))
            if (!Object.hasOwn(made, inner)) made[inner] = found
      } else made[keyText(name)] = part
    }
    return made
  }
  if (!isScalar(node)) return null
  const tag = node.tag?.replace('tag:yaml.org,2002:', '')
  const text = node.source ?? ''
  if (tag !== undefined && tag !== 'str') return tagged(tag, String(node.value ?? ''))
  if (node.type !== 'PLAIN' || tag === 'str') return String(node.value ?? '')
  return plainKind(text) === 'timestamp' ? dateOf(text) : plainValue(text)
}

/** All documents of a text. */
export const fromYamlAll = (text: string): unknown[] => {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    logLevel: 'silent',
  })
  if (!Array.isArray(documents)) return []
  return documents.map(document => {
    const [error] = document.errors
    if (error)
      throw typeProblem(`text is no YAML: ${error.message.split('\n')[0]!.replace(/:$/, '')}`)
    return valueOf(document.contents as Node | null, document as Document, { left: 1_000_000 })
  })
}

/** The one document of a text. */
export const fromYaml = (text: string): unknown => {
  const all = fromYamlAll(text)
  if (all.length > 1) throw typeProblem('text has several YAML documents: use from_yaml_all')
  return all[0] ?? null
}
