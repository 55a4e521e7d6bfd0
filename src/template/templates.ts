// Templates as the house sees them: texts in, values out. Each distinct text is read once and kept.
import { Mistake } from '../base/diagnostic.ts'
import { Sealed } from '../base/sealed.ts'
import type { Span } from '../base/source.ts'
import { placesOf, placeOfValue, setPlaces } from '../base/span.ts'
import { findUnknown, isUnknown, UnknownRead } from '../base/unknown.ts'
import { isDict } from '../base/value.ts'
import type { FileOptions, NameUse, Scope, Templates } from '../model/template.ts'
import { expression, type Eval } from './evaluate.ts'
import { statement } from './execute.ts'
import { blocksOf, runProgram, type LoadProgram, type Program } from './inherit.ts'
import { leaving, lone, reprinted } from './leave.ts'
import { runWith } from './lookups/index.ts'
import { dictChangers } from './methods-dict.ts'
import { listChangers } from './methods-list.ts'
import { mistakeOf } from './mistakes.ts'
import { nameUses } from './names.ts'
import { parse } from './parse.ts'
import { reread } from './reread.ts'
import { Frame, newRun, type Edges, type Origin, type RenderFile } from './run.ts'
import { walk, type Node } from './tree.ts'
import { vaultedBy } from './vaulted.ts'
import { known, truth } from './values.ts'

export type { Edges } from './run.ts'
export { parseHeader } from './header.ts'

type Compiled =
  | { readonly kind: 'value'; readonly value: Eval; readonly tree: Node; readonly changes: boolean }
  | { readonly kind: 'text'; readonly program: Program; readonly tree: Node }

const MARKS = /\{\{|\{%|\{#/
const CHANGERS: ReadonlySet<string> = new Set([...dictChangers, ...listChangers])
const KEPT = 20_000

const isChanging = (tree: Node): boolean => {
  for (const node of walk(tree)) {
    if (['Include', 'Import', 'FromImport', 'Extends'].includes(node.typename)) return true
    if (
      node.typename === 'LookupVal' &&
      node.val.typename === 'Literal' &&
      CHANGERS.has(String(node.val.value))
    )
      return true
  }
  return false
}

const withoutNewline = (text: string): string => (text.endsWith('\n') ? text.slice(0, -1) : text)
const newlinesOf = (text: string): number => text.length - text.replace(/\n+$/, '').length

/**
 * As many newlines at the end as the template has, even where a tag swallowed them: Ansible's own
 * rule.
 */
const keepNewlines = (source: string, made: string): string =>
  made + '\n'.repeat(Math.max(0, newlinesOf(source) - newlinesOf(made)))

const flagOf = (value: unknown): boolean => /^(?:true|yes|on|1)$/i.test(String(value))

/** The templates of one run of mokplay. */
export const createTemplates = (edges: Edges): Templates => {
  const texts = new Map<string, Compiled>()
  const expressions = new Map<string, Compiled>()
  const files = new Map<string, Program>()
  const vaulted = vaultedBy(edges.vault)
  const isNative = flagOf(edges.setting?.('DEFAULT_JINJA2_NATIVE'))

  const keep = <T>(cache: Map<string, T>, key: string, make: () => T): T => {
    const found = cache.get(key)
    if (found !== undefined) return found
    const made = make()
    if (cache.size >= KEPT) cache.clear()
    cache.set(key, made)
    return made
  }

  const compileValue = (tree: Node): Compiled => ({
    kind: 'value',
    value: expression(tree),
    tree,
    changes: isChanging(tree),
  })

  const programOf = (tree: Node, origin: Origin): Program => ({
    origin,
    act: statement(tree),
    blocks: blocksOf(tree),
    changes: isChanging(tree),
  })

  const compileText = (text: string): Compiled => {
    // The newline at the end is no part of the template: `"{{ x }}\n"` of a YAML block is a lone
    // expression.
    const tree = parse(withoutNewline(text), {
      trimBlocks: true,
      lstripBlocks: false,
      plainBackslashes: true,
      bare: false,
    })
    const alone = lone(tree)
    if (alone) return compileValue(alone)
    return {
      kind: 'text',
      program: programOf(tree, { text, file: undefined, find: undefined }),
      tree,
    }
  }

  const textOf = (text: string): Compiled => keep(texts, text, () => compileText(text))
  const expressionOf = (text: string): Compiled =>
    keep(expressions, text, () =>
      compileValue(
        parse(text, { trimBlocks: true, lstripBlocks: false, plainBackslashes: false, bare: true }),
      ),
    )

  const readLone = (text: string): Node | undefined => {
    // What came from a host may look like a template, and be none.
    try {
      const compiled = MARKS.test(text) ? textOf(text) : undefined
      return compiled?.kind === 'value' ? compiled.tree : undefined
    } catch {
      return undefined
    }
  }

  const fileProgram = (text: string, options: FileOptions): Program => {
    const { trimBlocks = true, lstripBlocks = false, marks = {} } = options
    const key = JSON.stringify([options.file, trimBlocks, lstripBlocks, marks]) + text
    // `find` differs from call to call, so it is taken from the options of this very call.
    const program = keep(files, key, () => {
      const tree = parse(withoutNewline(text.replaceAll('\r\n', '\n')), {
        trimBlocks,
        lstripBlocks,
        tags: marks,
        plainBackslashes: false,
        bare: false,
      })
      return programOf(tree, { text, file: options.file, find: undefined })
    })
    return { ...program, origin: { ...program.origin, find: options.find } }
  }

  const load: LoadProgram = (file, frame) => {
    const options = {
      ...frame.run.options,
      file: file.file,
      ...(frame.origin.find && { find: frame.origin.find }),
    }
    try {
      return fileProgram(file.text, options)
    } catch (error) {
      throw mistakeOf(error, file.text, { file: file.file, from: 0, to: file.text.length })
    }
  }

  const guard = <T>(text: string, at: Span | undefined, act: () => T): T | unknown => {
    try {
      return act()
    } catch (error) {
      if (error instanceof UnknownRead) return error.unknown
      throw error instanceof Mistake ? error : mistakeOf(error, text, at)
    }
  }

  const evaluate = (compiled: Compiled, text: string, scope: Scope, bare = false): unknown => {
    const changes = compiled.kind === 'value' ? compiled.changes : compiled.program.changes
    const run = newRun(edges, scope, renderFile, { changes })
    if (compiled.kind === 'text') {
      compiled.program.act(new Frame(run, compiled.program.origin))
      return reread(keepNewlines(text, run.out.join('')))
    }
    const made = leaving(compiled.value(new Frame(run, { text, file: undefined, find: undefined })))
    const value = isNative || bare ? made : reprinted(made, compiled.tree, scope, readLone)
    return typeof value === 'string' && text.endsWith('\n') ? keepNewlines(text, value) : value
  }

  const renderFile: RenderFile = (text, scope, options, parent) =>
    guard(text, { file: options.file, from: 0, to: text.length }, () => {
      const program = fileProgram(text, options)
      const inherited = parent && { budget: parent.budget, depth: parent.depth + 1 }
      const run = newRun(edges, scope, renderFile, {
        options,
        changes: program.changes,
        ...inherited,
      })
      runProgram(program, new Frame(run, program.origin), load)
      const made = run.out.join('')
      return (options.keepTrailingNewline ?? true) ? keepNewlines(text, made) : made
    })

  const render = (text: string, scope: Scope, at?: Span): unknown =>
    MARKS.test(text) ? guard(text, at, () => evaluate(textOf(text), text, scope)) : text

  const deep = (value: unknown, scope: Scope, at?: Span): unknown => {
    if (typeof value === 'string') return render(value, scope, at)
    if (value instanceof Sealed) return vaulted.ready(value)
    if (isUnknown(value) || !isTemplate(value)) return value
    const places = placesOf(value)
    const place = (key: string | number): Span | undefined =>
      placeOfValue(value, key) ?? places?.self ?? at
    if (Array.isArray(value)) {
      const items = value.map((part, index) => deep(part, scope, place(index)))
      return places ? setPlaces(items, places) : items
    }
    const made = Object.create(null) as Record<string, unknown>
    for (const [key, part] of Object.entries(value as object))
      made[key] = deep(part, scope, place(key))
    return places ? setPlaces(made, places) : made
  }

  return {
    render,
    deep: (value, scope, at, how) =>
      how === 'closed' ? deep(value, scope, at) : vaulted.open(deep(value, scope, at)),
    isTemplate,
    expression: (text, scope, at) =>
      guard(text, at, () => vaulted.open(evaluate(expressionOf(text), text, scope, true))),
    file: (text, scope, options) => renderFile(text, scope, options),
    truth: value => {
      if (isUnknown(value)) return value
      return guard('', undefined, () => truth(known(value)))
    },
    namesIn: (text, kind, at) => {
      if (kind === 'text' && !MARKS.test(text)) return []
      const uses = guard(text, at, () =>
        nameUses((kind === 'text' ? textOf(text) : expressionOf(text)).tree),
      )
      return uses as readonly NameUse[]
    },
    lookup: (name, terms, options, scope) => {
      const unknown = findUnknown(terms) ?? findUnknown(options)
      if (unknown) return unknown
      return guard('', undefined, () =>
        runWith(name, terms, options, newRun(edges, scope, renderFile)),
      )
    },
  }
}

/** Data is never changed once it is there: it is searched once. */
const searched = new WeakMap<object, boolean>()

/** Whether a value's texts hold any template. */
const isTemplate = (value: unknown): boolean => {
  if (typeof value === 'string') return MARKS.test(value)
  if (value instanceof Sealed) return true
  if (!Array.isArray(value) && !isDict(value)) return false
  const known = searched.get(value)
  if (known !== undefined) return known
  const found = Array.isArray(value)
    ? value.some(isTemplate)
    : Object.values(value).some(isTemplate)
  searched.set(value, found)
  return found
}
