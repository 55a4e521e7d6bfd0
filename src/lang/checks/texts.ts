// The texts of a construct that templates stand in, each with its place and what it is: a text, or a bare
// expression such as a condition.
import type { Source, Span } from '../../base/source.ts'
import { placeOfKey } from '../../base/span.ts'
import { isDict } from '../../base/value.ts'
import type { Keywords, Located, Task } from '../../model/playbook.ts'
import { keywordOf } from '../keywords.ts'
import { partsOf, valueSpan } from '../places.ts'
import { hasTemplate } from '../shapes.ts'

export type Written = {
  readonly text: string
  readonly span: Span
  readonly kind: 'text' | 'expression'
  /** What is undefined here does no harm: names of tasks. */
  readonly soft?: true
  /** What is undefined here is shown as such: a variable that `debug` looks at. */
  readonly mild?: true
  /** A condition in braces: works, but says the same thing twice. */
  readonly braces?: true
}

/** Texts with templates in a value, at any depth; aliases are read once. */
export const textsIn = (value: unknown, span: Span, seen = new Set<object>()): Written[] => {
  if (typeof value === 'string')
    return hasTemplate(value) ? [{ text: value, span, kind: 'text' }] : []
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  if (!Array.isArray(value) && !isDict(value)) return []
  return Object.entries(value).flatMap(([key, part]) => [
    ...(hasTemplate(key) && !Array.isArray(value)
      ? [{ text: key, span: placeOfKey(value, key) ?? span, kind: 'text' as const }]
      : []),
    ...textsIn(part, valueSpan(value, key, span), seen),
  ])
}

/** Conditions: bare expressions, or texts where they stand in braces. */
export const conditions = (located: Located): Written[] =>
  partsOf(located).flatMap(({ value, span }): Written[] => {
    if (typeof value !== 'string' || value.trim() === '') return []
    return hasTemplate(value)
      ? [{ text: value, span, kind: 'text', braces: true }]
      : [{ text: value, span, kind: 'expression' }]
  })

/** The texts of keywords; `vars` are definitions, and read where they are used. */
export const keywordTexts = (keywords: Keywords): Written[] =>
  Object.entries(keywords).flatMap(([name, located]) => {
    const keyword = keywordOf(name)
    if (!keyword || keyword.fixed || keyword.shape === 'vars' || keyword.shape === 'tasks')
      return []
    if (keyword.shape === 'conditions') return conditions(located)
    const texts = textsIn(located.value, located.span)
    // A label or a name that cannot be told yet is shown as it was written.
    return name === 'name' ? texts.map(text => ({ ...text, soft: true as const })) : texts
  })

/** The texts of a task: its keywords, its loop, its arguments, and its template file. */
export const taskTexts = (task: Task, template: Source | undefined): Written[] => [
  ...keywordTexts(task.keywords),
  ...loopTexts(task),
  ...argTexts(task),
  ...(template ? fileTexts(template) : []),
]

/** Names of files that with_first_found cannot make are passed over. */
const loopTexts = ({ loop }: Task): Written[] => {
  const texts = loop ? textsIn(loop.terms.value, loop.terms.span) : []
  return loop?.lookup === 'first_found' ? texts.map(one => ({ ...one, soft: true })) : texts
}

const argTexts = (task: Task): Written[] => {
  const args = { ...task.args }
  const written: Written[] = []
  const bare = task.module === 'assert' ? 'that' : task.module === 'debug' ? 'var' : undefined
  if (bare !== undefined && Object.hasOwn(args, bare)) {
    const span = valueSpan(task.args, bare, task.argsSpan)
    const mild = task.module === 'debug' && { mild: true as const }
    written.push(...conditions({ value: args[bare], span }).map(one => ({ ...one, ...mild })))
    delete args[bare]
  }
  for (const [name, value] of Object.entries(args)) {
    written.push(...textsIn(name, task.argsSpan))
    written.push(...textsIn(value, valueSpan(task.args, name, task.argsSpan)))
  }
  return written
}

/** A template file as one text. Files that bring in others, or use marks of their own, are left to the run. */
const fileTexts = (source: Source): Written[] =>
  /^#jinja2:/.test(source.text) || /\{%-?\+?\s*(?:include|import|from|extends)\b/.test(source.text)
    ? []
    : [
        {
          text: source.text,
          span: { file: source.file, from: 0, to: source.text.length },
          kind: 'text',
        },
      ]
