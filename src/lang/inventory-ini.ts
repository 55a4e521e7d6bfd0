// An inventory in Ansible's INI form: `[group]` with a host a line, `[group:children]`, `[group:vars]`.
// One pass over the lines; groups may be named before they are declared.
import { didYouMean, error, warning } from '../base/diagnostic.ts'
import { shellWords, type Word } from '../base/shlex.ts'
import type { Span } from '../base/source.ts'
import { setPlaces } from '../base/span.ts'
import { dict } from '../base/value.ts'
import type { Reading } from './inventory-draft.ts'
import { addGroupVars, addHosts } from './inventory-hosts.ts'
import { pythonLiteral } from './python-literal.ts'

const SECTION = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/
const GROUP_NAME = /^([^:\]\s]+)\s*(?:#.*)?$/
const KINDS = ['hosts', 'children', 'vars']

type Section = {
  readonly group: string
  readonly kind: string
  /** Of a [group:vars]: one set of variables for all its lines. */
  readonly vars: Record<string, unknown>
  readonly keys: Map<string, Span>
  readonly values: Map<string, Span>
}
type Line = { readonly text: string; readonly from: number }

/** What was named but not declared yet. */
type Pending = {
  /** Child → the groups that want it, and where they said so. */
  readonly children: Map<string, { parent: string; span: Span }[]>
  /** Group of a [group:vars] → its place. */
  readonly vars: Map<string, Span>
}

/** Reads a whole INI inventory. */
export const readInventoryIni = (reading: Reading): void => {
  const pending: Pending = { children: new Map(), vars: new Map() }
  let section: Section | undefined = sectionOf('ungrouped', 'hosts')
  for (const line of linesOf(reading.source.text)) {
    if (line.text.startsWith('[') && isHeader(line.text)) {
      closeSection(reading, section)
      section = readHeader(reading, pending, line)
      continue
    }
    if (section?.kind === 'hosts') readHostLine(reading, section.group, line)
    if (section?.kind === 'vars') readVarLine(reading, section, line)
    if (section?.kind === 'children') readChildLine(reading, pending, section.group, line)
  }
  closeSection(reading, section)
  reportPending(reading, pending)
}

const sectionOf = (group: string, kind: string): Section => ({
  group,
  kind,
  vars: dict(),
  keys: new Map(),
  values: new Map(),
})

const closeSection = (reading: Reading, section: Section | undefined): void => {
  if (!section || section.keys.size === 0) return
  const { group, vars, keys, values } = section
  const self = { file: reading.source.file, from: 0, to: 0 }
  addGroupVars(reading, group, setPlaces(vars, { self, keys, values }))
}

/** Lines that say something, without the blanks around them. */
function* linesOf(text: string): Generator<Line> {
  let start = 0
  for (const raw of text.split('\n')) {
    const trimmed = raw.trim()
    if (trimmed !== '' && !/^[#;]/.test(trimmed))
      yield { text: trimmed, from: start + raw.indexOf(trimmed) }
    start += raw.length + 1
  }
}

/** A host may begin with a range; what ends with ] or has no ] at all is meant as a header. */
const isHeader = (text: string): boolean =>
  SECTION.test(text) || text.endsWith(']') || !text.includes(']')

const spanOf = (reading: Reading, line: Line, from = 0, to = line.text.length): Span => ({
  file: reading.source.file,
  from: line.from + from,
  to: line.from + to,
})

const readHeader = (reading: Reading, pending: Pending, line: Line): Section | undefined => {
  const { draft, diagnostics } = reading
  const [, written, kind = 'hosts'] = SECTION.exec(line.text) ?? []
  const span = spanOf(reading, line)
  if (written === undefined) {
    diagnostics.push(
      error(
        'inventory/header',
        `the header "${line.text}" must be [group], [group:children] or [group:vars]`,
        {
          span,
          hint: headerHint(line.text),
        },
      ),
    )
    return undefined
  }
  if (!KINDS.includes(kind)) {
    diagnostics.push(
      error(
        'inventory/section-kind',
        `the section [${written}:${kind}] must be one of ${KINDS.join(', ')}`,
        {
          span: spanOf(reading, line, written.length + 2, written.length + 2 + kind.length),
          hint: didYouMean(kind, KINDS),
        },
      ),
    )
    return undefined
  }
  const group = draft.nameOf(written)
  if (kind === 'vars' && !draft.groups.has(group) && !pending.children.has(group))
    pending.vars.set(group, span)
  draft.addGroup(group, spanOf(reading, line, 1, 1 + written.length))
  if (kind !== 'vars') {
    pending.vars.delete(group)
    for (const { parent, span: at } of pending.children.get(group) ?? [])
      draft.addChild(parent, group, at)
    pending.children.delete(group)
  }
  return sectionOf(group, kind)
}

const headerHint = (text: string): string | undefined => {
  if (!text.includes(']')) return 'close it with ]'
  return /\s/.test(text) ? 'write it without blanks' : undefined
}

const readHostLine = (reading: Reading, group: string, line: Line): void => {
  const { diagnostics } = reading
  const { words, problem, cutAt } = shellWords(line.text, { comments: true })
  if (problem !== undefined) {
    diagnostics.push(error('inventory/quotes', problem, { span: spanOf(reading, line) }))
    return
  }
  if (cutAt !== undefined)
    diagnostics.push(
      warning('inventory/comment', 'the # begins a comment, though it stands inside a word', {
        span: spanOf(reading, line, cutAt, cutAt + 1),
        hint: 'put the value in quotes, or a blank before the #',
      }),
    )
  const [name, ...rest] = words
  if (!name) return
  const span = spanOf(reading, line, name.from, name.to)
  const vars = assignments(reading, line, rest)
  if (!vars || !isHostName(reading, name.text, span)) return
  addHosts(reading, name.text, group, vars, span)
}

const isHostName = (reading: Reading, name: string, span: Span): boolean => {
  if (name === '---') {
    reading.diagnostics.push(
      error('inventory/yaml-in-ini', '"---" begins a YAML file, but this one is read as INI', {
        span,
        hint: 'name the file .yml',
      }),
    )
    return false
  }
  if (!name.endsWith(':')) return true
  reading.diagnostics.push(
    error(
      'inventory/host-colon',
      `the host "${name}" ends with a colon, which stands before a port`,
      {
        span,
        hint: 'leave the colon out; a file in YAML must be named .yml',
      },
    ),
  )
  return false
}

/** `key=value` words as variables; undefined when one of them is something else. */
const assignments = (
  reading: Reading,
  line: Line,
  words: readonly Word[],
): Record<string, unknown> | undefined => {
  const vars = dict()
  const keys = new Map<string, Span>()
  const values = new Map<string, Span>()
  for (const word of words) {
    const equals = word.text.indexOf('=')
    const span = spanOf(reading, line, word.from, word.to)
    if (equals < 1) {
      const isSplit = word.text === '=' || words[words.indexOf(word) + 1]?.text.startsWith('=')
      reading.diagnostics.push(
        error(
          'inventory/host-line',
          `"${word.text}" must be a variable of the host, as key=value`,
          {
            span,
            hint: isSplit ? 'write key=value without blanks' : 'write each host on its own line',
          },
        ),
      )
      return undefined
    }
    const key = word.text.slice(0, equals)
    keys.set(key, { ...span, to: span.from + equals })
    values.set(key, { ...span, from: span.from + equals + 1 })
    vars[key] = valueOf(word.text.slice(equals + 1))
  }
  return setPlaces(vars, { self: spanOf(reading, line), keys, values })
}

/** A Python literal, else the text itself. */
const valueOf = (text: string): unknown => {
  const literal = pythonLiteral(text)
  return literal ? literal.value : text
}

const readVarLine = (reading: Reading, section: Section, line: Line): void => {
  const equals = line.text.indexOf('=')
  if (equals < 1) {
    const span = spanOf(reading, line)
    reading.diagnostics.push(
      error('inventory/var-line', `"${line.text}" must be a variable of the group, as key=value`, {
        span,
        hint: /^\w+\s*:/.test(line.text) ? 'key: value is the YAML form' : undefined,
      }),
    )
    return
  }
  const key = line.text.slice(0, equals).trim()
  const written = line.text.slice(equals + 1).trim()
  section.vars[key] = valueOf(written)
  section.keys.set(key, spanOf(reading, line, 0, key.length))
  section.values.set(key, spanOf(reading, line, line.text.length - written.length))
}

const readChildLine = (reading: Reading, pending: Pending, group: string, line: Line): void => {
  const written = GROUP_NAME.exec(line.text)?.[1]
  if (written === undefined) {
    reading.diagnostics.push(
      error(
        'inventory/child-line',
        `"${line.text}" must be the name of a group, alone on its line`,
        {
          span: spanOf(reading, line),
        },
      ),
    )
    return
  }
  const span = spanOf(reading, line, 0, written.length)
  const child = reading.draft.nameOf(written)
  if (reading.draft.groups.has(child)) {
    reading.draft.addChild(group, child, span)
    return
  }
  const wants = pending.children.get(child) ?? []
  wants.push({ parent: group, span })
  pending.children.set(child, wants)
}

const reportPending = (reading: Reading, pending: Pending): void => {
  const { draft, diagnostics } = reading
  const known = [...draft.groups.keys()].filter(
    name => !pending.vars.has(name) && !pending.children.has(name),
  )
  for (const [group, span] of pending.vars)
    diagnostics.push(
      error(
        'inventory/vars-of-unknown-group',
        `[${group}:vars] is for a group that is declared nowhere`,
        {
          span,
          hint: didYouMean(group, known) ?? `declare it as [${group}]`,
        },
      ),
    )
  for (const [child, wants] of pending.children)
    for (const { parent, span } of wants)
      diagnostics.push(
        error(
          'inventory/unknown-child',
          `[${parent}:children] names "${child}", which is declared nowhere`,
          {
            span,
            hint: draft.hosts.has(child)
              ? `"${child}" is a host: hosts stand in [${parent}]`
              : (didYouMean(child, known) ?? `declare it as [${child}]`),
          },
        ),
      )
}
