// A list of tasks and blocks → items. What is wrong with one of them is collected, and the others are read on.
import { error } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { Block, Item, Keywords, Located } from '../model/playbook.ts'
import { importForm } from './action.ts'
import { readKeywords, unknownKeyword } from './keyword-check.ts'
import type { Loading, Spot } from './loading.ts'
import { firstLine, keySpan, partsOf, valueSpan } from './places.ts'
import { describe } from './shapes.ts'
import { loadTask } from './task.ts'

type Raw = Readonly<Record<string, unknown>>

/** The items of a list, such as `tasks:` or a task file; null is an empty list. */
export const loadItems = (
  loading: Loading,
  { value, span }: Located,
  spot: Spot,
): readonly Item[] => {
  if (value === null || value === undefined) return []
  if (!Array.isArray(value)) {
    loading.report(notAList(value, span))
    return []
  }
  return value.flatMap((part: unknown, index) =>
    loadItem(loading, part, valueSpan(value, index, span), spot),
  )
}

const notAList = (value: unknown, span: Span) =>
  error('task/not-a-list', `a list of tasks was expected, not ${describe(value)}`, {
    span,
    hint: isDict(value) ? 'begin each task with "- "' : undefined,
  })

const loadItem = (loading: Loading, raw: unknown, span: Span, spot: Spot): readonly Item[] => {
  const line = firstLine(span, loading.sources.get(span.file)?.text ?? '')
  if (!isDict(raw)) {
    loading.report(notATask(loading, raw, line))
    return []
  }
  const deeper = { ...spot, depth: spot.depth + 1 }
  if (Object.hasOwn(raw, 'block')) return loadBlock(loading, raw, span, deeper)
  if (isPlay(raw)) {
    loading.report(
      error('task/is-a-play', 'a play stands where a task was expected', {
        span: keySpan(raw, 'hosts', line),
        hint: 'plays stand in the playbook itself; another playbook is brought in by "import_playbook"',
      }),
    )
    return []
  }
  const orphan = ['rescue', 'always'].find(key => Object.hasOwn(raw, key))
  if (orphan !== undefined) {
    loading.report(
      error('block/no-block', `"${orphan}" needs a "block" beside it`, {
        span: keySpan(raw, orphan, line),
        hint: 'put the tasks to watch under "block:"',
      }),
    )
    return []
  }
  return loadTask(loading, raw, span, deeper)
}

const isPlay = (raw: Raw): boolean =>
  Object.hasOwn(raw, 'hosts') &&
  ['tasks', 'roles', 'pre_tasks', 'post_tasks', 'gather_facts'].some(key => Object.hasOwn(raw, key))

const notATask = (loading: Loading, raw: unknown, span: Span) => {
  const word = typeof raw === 'string' ? (raw.split(/\s/, 1)[0] ?? '') : ''
  const isModule =
    word !== '' &&
    (loading.edges.modules.find(word) !== undefined || importForm(word) !== undefined)
  return error('task/shape', `a task must be a mapping, not ${describe(raw)}`, {
    span,
    hint: isModule
      ? `write a colon after the module: "${word}: …"`
      : 'a task is a module and its arguments, as "module: arguments"',
  })
}

const loadBlock = (loading: Loading, raw: Raw, span: Span, spot: Spot): readonly Item[] => {
  const line = keySpan(raw, 'block', span)
  if (!loading.enter(line, spot.depth)) return []
  if (spot.kind === 'handler') {
    loading.report(
      error('handler/block', 'a block cannot be a handler', {
        span: line,
        hint: 'write a handler for each task',
      }),
    )
    return []
  }
  const { keywords, others } = readKeywords(loading, raw, 'block', span)
  for (const key of others) strayInBlock(loading, key, keySpan(raw, key, span))
  const { block: body, rescue, always, ...rest } = keywords
  const inside = insideOf(spot, rest)
  const part = (located: Located | undefined): readonly Item[] =>
    located ? loadItems(loading, located, inside) : []
  const made: Block = {
    kind: 'block',
    keywords: rest,
    items: part(body),
    rescue: part(rescue),
    always: part(always),
    origin: 'block',
    span,
  }
  return [made]
}

const strayInBlock = (loading: Loading, key: string, span: Span): void => {
  if (loading.edges.modules.find(key) || importForm(key) || key.startsWith('with_'))
    loading.report(
      key.startsWith('with_')
        ? error('block/loop', 'a block cannot be looped', {
            span,
            hint: 'put its tasks into a file, and loop over "include_tasks"',
          })
        : error('block/module', `"${key}" is a module; beside "block" stand keywords only`, {
            span,
            hint: 'move it into the list under "block:"',
          }),
    )
  else unknownKeyword(loading, key, 'block', span)
}

/** The texts of a keyword that is a text or a list of them. */
export const namesIn = (located: Located): readonly string[] =>
  partsOf(located).map(({ value }) => String(value))

/** The spot below a construct with these keywords. */
export const insideOf = (spot: Spot, keywords: Keywords): Spot => {
  const vars = keywords['vars']?.value
  const deciding = ['when', 'tags'].flatMap(name =>
    keywords[name] ? [`${name} ${JSON.stringify(keywords[name].value)}`] : [],
  )
  return {
    ...spot,
    conditions: [spot.conditions, ...deciding].filter(Boolean).join('\n'),
    ...(keywords['collections'] && { collections: namesIn(keywords['collections']) }),
    vars: isDict(vars) ? [...spot.vars, vars] : spot.vars,
  }
}
