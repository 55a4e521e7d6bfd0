// The arguments of a task, in all the forms Ansible takes: a mapping, `name=value` pairs, free text, `args:`.
import { error } from '../base/diagnostic.ts'
import { Unsafe } from '../base/sealed.ts'
import type { Span } from '../base/source.ts'
import { setPlaces } from '../base/span.ts'
import { dict, isDict } from '../base/value.ts'
import type { Located } from '../model/playbook.ts'
import type { Loading } from './loading.ts'
import { mergeMappings } from './places.ts'
import { unsafeValue } from './sealed-value.ts'
import { describe, hasTemplate } from './shapes.ts'
import { equalsAt, joinWords, plainValue, splitWords, type Word } from './split-words.ts'

/** What must be known of a module to read its arguments. */
export type Form = {
  readonly name: string
  readonly freeForm?: string
  /** Names that a pair may have beside free text; any, where there is no free text. */
  readonly names: readonly string[]
}

type Args = Record<string, unknown>

/** Modules whose text is a command line: only these pairs in it are arguments, all else is the command's own. */
const COMMANDS = new Set(['command', 'shell', 'raw', 'script', 'expect'])
const COMMAND_PAIRS = new Set([
  'creates',
  'removes',
  'chdir',
  'executable',
  'stdin',
  'stdin_add_newline',
  'strip_empty_ends',
  'warn',
])

/** Arguments from what stands under the module's name and under `args:`; undefined when they cannot be read. */
export const readArgs = (
  loading: Loading,
  form: Form,
  value: Located,
  extra?: Located,
): Args | undefined => {
  const own = ownArgs(loading, form, value)
  if (!extra || extra.value === null) return own
  if (isDict(extra.value)) return own && mergeMappings([extra.value, own])
  if (hasTemplate(extra.value)) return own && mergeMappings([fromVariable(extra), own])
  loading.report(
    error('args/type', `"args" takes a mapping of arguments, not ${describe(extra.value)}`, {
      span: extra.span,
    }),
  )
  return undefined
}

/** Stands for arguments that a variable holds: only the run can tell them. */
export const VARIABLE_ARGS = '_variable_params'

const fromVariable = ({ value, span }: Located): Args =>
  setPlaces(dict([[VARIABLE_ARGS, value]]), {
    self: span,
    keys: new Map([[VARIABLE_ARGS, span]]),
    values: new Map([[VARIABLE_ARGS, span]]),
  })

const ownArgs = (loading: Loading, form: Form, { value, span }: Located): Args | undefined => {
  if (value === null || value === undefined) return dict()
  if (isDict(value)) return value
  if (typeof value === 'string') return textArgs(loading, form, value, span)
  if (value instanceof Unsafe) {
    const read = textArgs(loading, form, value.text, span)
    return read && (unsafeValue(read, span) as Args)
  }
  loading.report(
    error('args/type', `"${form.name}" takes a mapping of arguments, not ${describe(value)}`, {
      span,
      hint: form.freeForm && !Array.isArray(value) ? 'put the text in quotes' : undefined,
    }),
  )
  return undefined
}

/** Arguments from one line of text. */
export const textArgs = (
  loading: Loading,
  form: Form,
  text: string,
  span: Span,
): Args | undefined => {
  const words = splitWords(text)
  if (!words) {
    loading.report(
      error('args/unbalanced', 'the arguments hold a quote or a {{ block that does not end', {
        span,
        hint: form.freeForm
          ? `write the text under "${form.freeForm}:" of a mapping`
          : 'write the arguments as a mapping',
      }),
    )
    return undefined
  }
  const args = dict()
  const keys = new Map<string, Span>()
  const values = new Map<string, Span>()
  const free: Word[] = []
  for (const word of words) {
    const at = equalsAt(word.text)
    const name = at === -1 ? '' : word.text.slice(0, at).trim()
    if (name === '' || !isPair(form, name)) {
      free.push(word)
      continue
    }
    args[name] = plainValue(word.text.slice(at + 1).trim())
    const whole = wordSpan(loading, span, word)
    keys.set(name, { ...whole, to: Math.min(whole.to, whole.from + name.length) })
    values.set(name, { ...whole, from: Math.min(whole.to, whole.from + at + 1) })
  }
  const [first] = free
  if (first && !form.freeForm) {
    const place = wordSpan(loading, span, first)
    const said = joinWords(free)
    const own = setPlaces(args, { self: span, keys, values })
    if (hasTemplate(said)) return mergeMappings([fromVariable({ value: said, span: place }), own])
    noFreeText(loading, form, said, place)
    return undefined
  }
  if (first && form.freeForm) {
    args[form.freeForm] = joinWords(free).replaceAll('\\=', '=')
    const place = words.length === free.length ? span : wordSpan(loading, span, first)
    keys.set(form.freeForm, place)
    values.set(form.freeForm, place)
  }
  return setPlaces(args, { self: span, keys, values })
}

const isPair = (form: Form, name: string): boolean => {
  if (hasTemplate(name)) return false
  if (COMMANDS.has(form.name)) return COMMAND_PAIRS.has(name)
  return form.freeForm === undefined || form.names.includes(name)
}

const noFreeText = (loading: Loading, form: Form, text: string, span: Span): void =>
  loading.report(
    error('args/free-form', `"${form.name}" takes no free text, only name=value`, {
      span,
      hint: form.names[0] ? `for example ${form.names[0]}=${text.split(/\s/, 1)[0]}` : undefined,
    }),
  )

/** The place of a word inside a text, where the text was written as it reads. */
const wordSpan = (loading: Loading, span: Span, word: Word): Span => {
  const written = loading.sources.get(span.file)?.text.slice(span.from, span.to)
  const around = written?.indexOf(word.text) ?? -1
  if (!written || around === -1) return span
  // A quoted or block text begins a little later than its span: the first match at or after the word's offset.
  const at = Math.max(written.indexOf(word.text, word.from), around)
  return { file: span.file, from: span.from + at, to: span.from + at + word.text.length }
}
