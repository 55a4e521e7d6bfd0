// YAML text → plain values that carry their places. Scalars mean what PyYAML takes them for (YAML 1.1: yes and no,
// 0644 in octal), for that is what every playbook was written against. Mistakes are collected, never thrown.
import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Scalar } from 'yaml'
import { error, warning, type Diagnostic } from '../base/diagnostic.ts'
import type { Source, Span } from '../base/source.ts'
import { setPlaces } from '../base/span.ts'
import { dict } from '../base/value.ts'
import { plainScalar } from './scalar.ts'
import { sealedValue, unsafeValue } from './sealed-value.ts'
import { documentsOf } from './yaml-documents.ts'
import { MOST_ALIASED, tooMany } from './yaml-limits.ts'

export type ReadYaml = {
  /** The value; undefined for an empty text or one that could not be read. */
  readonly value: unknown
  /** The place of the whole value. */
  readonly span: Span
  readonly diagnostics: readonly Diagnostic[]
}

type Reading = {
  readonly source: Source
  readonly document: Document
  readonly diagnostics: Diagnostic[]
  readonly anchors: Map<Node, { readonly value: unknown; readonly size: number }>
  /** Values so far, each alias counted as all that it stands for; and those that aliases stand for. */
  size: number
  aliased: number
}

/** Reads a text that is one document. */
export const readYaml = (source: Source): ReadYaml => {
  const [first, second] = readDocuments(source)
  if (!first)
    return { value: undefined, span: { file: source.file, from: 0, to: 0 }, diagnostics: [] }
  return second && second.value !== null && second.value !== undefined
    ? { ...first, diagnostics: [...first.diagnostics, secondDocument(second)] }
    : first
}

const secondDocument = ({ span }: ReadYaml): Diagnostic =>
  error('yaml/documents', 'a second document begins here; a file holds one', {
    span: { ...span, to: Math.min(span.to, span.from + 1) },
    hint: 'take out the "---" above it, or move it into a file of its own',
  })

/** Reads every document of a text. */
export const readDocuments = (source: Source): readonly ReadYaml[] => {
  const documents = documentsOf(source)
  if (!('code' in documents)) return documents.map(document => readOne(source, document))
  const whole = { file: source.file, from: 0, to: source.text.length }
  return [{ value: undefined, span: whole, diagnostics: [documents] }]
}

const readOne = (source: Source, document: Document): ReadYaml => {
  const span = spanOf(source, document.contents)
  const [problem] = document.errors
  if (problem) return { value: undefined, span, diagnostics: [syntaxError(source, problem)] }
  const reading: Reading = {
    source,
    document,
    diagnostics: [],
    anchors: new Map(),
    size: 0,
    aliased: 0,
  }
  const value = document.contents ? convert(reading, document.contents as Node) : undefined
  return { value, span, diagnostics: reading.diagnostics }
}

const spanOf = (source: Source, node: unknown): Span => {
  const range = (node as Node | null)?.range
  return { file: source.file, from: range?.[0] ?? 0, to: range?.[1] ?? 0 }
}

const convert = (reading: Reading, node: Node): unknown => {
  if (isAlias(node)) return convertAlias(reading, node)
  const before = reading.size++
  const read = isMap(node)
    ? convertMap(reading, node)
    : isSeq(node)
      ? convertSeq(reading, node)
      : convertScalar(reading, node)
  const made = node.tag === '!unsafe' ? unsafeValue(read, spanOf(reading.source, node)) : read
  if (node.anchor !== undefined)
    reading.anchors.set(node, { value: made, size: reading.size - before })
  return made
}

/** The very value of the anchor. */
const convertAlias = (
  reading: Reading,
  node: Node & { resolve(document: Document): Node | undefined },
): unknown => {
  const target = node.resolve(reading.document)
  const found = target && reading.anchors.get(target)
  if (found) {
    const before = reading.aliased
    reading.size += found.size
    reading.aliased += found.size
    if (reading.aliased <= MOST_ALIASED) return found.value
    if (before <= MOST_ALIASED) reading.diagnostics.push(tooMany(spanOf(reading.source, node)))
    return null
  }
  reading.diagnostics.push(
    error('yaml/alias', 'the alias points to no anchor before it', {
      span: spanOf(reading.source, node),
    }),
  )
  return null
}

const convertSeq = (reading: Reading, node: Node & { items: unknown[] }): unknown[] => {
  const list: unknown[] = []
  const values = new Map<string, Span>()
  for (const item of node.items) {
    values.set(String(list.length), spanOf(reading.source, item))
    list.push(convert(reading, item as Node))
  }
  return setPlaces(list, { self: spanOf(reading.source, node), keys: new Map(), values })
}

const convertMap = (
  reading: Reading,
  node: Node & { items: { key: unknown; value: unknown }[] },
): unknown => {
  const own = dict()
  const merged: unknown[] = []
  const keys = new Map<string, Span>()
  const values = new Map<string, Span>()
  for (const { key, value } of node.items) {
    const name = keyText(reading, key)
    if (name === undefined) continue
    const made = value === null ? null : convert(reading, value as Node)
    if (name === '<<' && isScalar(key) && key.type === 'PLAIN') {
      merged.push(...(Array.isArray(made) ? made : [made]))
      continue
    }
    const first = keys.get(name)
    const span = spanOf(reading.source, key)
    if (first)
      reading.diagnostics.push(
        warning('yaml/duplicate-key', `the key "${name}" stands here twice; the last one counts`, {
          span,
          related: [{ message: 'the first one', span: first }],
        }),
      )
    keys.set(name, span)
    values.set(name, value === null ? span : spanOf(reading.source, value))
    own[name] = made
  }
  // YAML's merge key: the nearest wins, what the mapping says itself wins over all.
  const whole = dict()
  for (const part of merged.reverse()) Object.assign(whole, part)
  return setPlaces(Object.assign(whole, own), { self: spanOf(reading.source, node), keys, values })
}

const keyText = (reading: Reading, key: unknown): string | undefined => {
  if (isScalar(key)) return key.type === 'PLAIN' ? (key.source ?? '') : String(key.value)
  const span = spanOf(reading.source, key)
  const isTemplate =
    reading.source.text.startsWith('{', span.from - 1) &&
    reading.source.text.startsWith('{', span.from)
  reading.diagnostics.push(
    isTemplate
      ? unquoted({ ...span, from: span.from - 1 })
      : error('yaml/key', 'a key must be a plain text', { span }),
  )
  return undefined
}

const unquoted = (span: Span): Diagnostic =>
  error('yaml/unquoted-template', 'a value that begins with {{ must be in quotes', {
    span,
    hint: 'write "{{ … }}"',
  })

const convertScalar = (reading: Reading, node: Node): unknown => {
  if (!isScalar(node)) return null
  const text = String(node.value ?? '')
  switch (node.tag) {
    case undefined:
      return node.type === 'PLAIN' ? plainScalar(node.source ?? text) : text
    case 'tag:yaml.org,2002:str':
    case '!unsafe':
      return text
    case 'tag:yaml.org,2002:int':
    case 'tag:yaml.org,2002:float':
    case 'tag:yaml.org,2002:bool':
    case 'tag:yaml.org,2002:null':
      return plainScalar(text)
    case '!vault':
    case '!vault-encrypted':
      return sealed(reading, node, text)
    default: {
      const span = tagSpan(reading.source, node)
      const written = reading.source.text.slice(span.from, span.to)
      reading.diagnostics.push(error('yaml/tag', `the tag ${written} is not known here`, { span }))
      return null
    }
  }
}

const sealed = (reading: Reading, node: Scalar, text: string): unknown => {
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
  const found = sealedValue(reading.source, text, { ...spanOf(reading.source, node), isBlock })
  if (found.problem) reading.diagnostics.push(found.problem)
  return found.sealed
}

/** The tag before a node, as it was written. */
const tagSpan = (source: Source, node: Node): Span => {
  const span = spanOf(source, node)
  const last = source.text.lastIndexOf('!', span.from - 1)
  if (last === -1) return span
  const from = source.text[last - 1] === '!' ? last - 1 : last
  const end = source.text.slice(from).search(/\s/)
  return { file: source.file, from, to: end === -1 ? span.from : from + end }
}

const syntaxError = (
  source: Source,
  problem: { message: string; pos: [number, number] },
): Diagnostic => {
  const [from, to] = problem.pos
  const span = { file: source.file, from, to: Math.max(to, from + 1) }
  const line =
    source.text.slice(source.text.lastIndexOf('\n', from - 1) + 1).split('\n', 1)[0] ?? ''
  if (/:\s+\{\{/.test(line)) {
    const at = source.text.lastIndexOf('\n', from - 1) + 1 + line.search(/\{\{/)
    return unquoted({ file: source.file, from: at, to: at + 2 })
  }
  const [sentence = ''] = problem.message.split('\n')
  const hint = line.includes('\t')
    ? 'YAML is indented by blanks, not by tabs'
    : /:\s.*[^\s"']:\s/.test(line)
      ? 'a text with ": " in it must be in quotes'
      : undefined
  return error('yaml/syntax', lowerFirst(sentence), { span, hint })
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
