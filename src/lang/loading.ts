// What one loading shares: the edges, what was read, what was found wrong, and how far it may go.
import { error, type Diagnostic } from '../base/diagnostic.ts'
import { source, type Source, type Span } from '../base/source.ts'
import type { Files } from '../model/edge.ts'
import type { ModuleTable } from '../model/module.ts'
import type { Item, Place } from '../model/playbook.ts'
import type { Scope, Templates } from '../model/template.ts'
import { readYaml } from './read-yaml.ts'
import { unlessSealed } from './vault-files.ts'

export type Edges = {
  readonly files: Files
  readonly modules: ModuleTable
  readonly templates: Templates
  /** What is known before any host is: extra vars and their like, for names of static imports. */
  readonly staticVars: Scope
  /** Folders of roles, besides those beside the playbook. */
  readonly rolesPath: readonly string[]
  /** Folders of collections, besides the one beside the playbook. */
  readonly collectionsPath?: readonly string[]
}

/** What an include would bring, as far as it can be told before the run. */
export type Included = { readonly items: readonly Item[]; readonly handlers: readonly Item[] }

/** What the files of a playbook tell of its variables, beside the tree itself. */
export type Ahead = {
  /** Mappings in files of variables that the playbook names. */
  readonly vars: Readonly<Record<string, unknown>>[]
  /** Sources of variables that only the run can tell. */
  readonly open: Span[]
  /** The text of a task's template file, by the task's id. */
  readonly templates: Map<string, Source>
}

/** Where in the unfolding a construct stands. */
export type Spot = {
  readonly place: Place
  readonly kind: 'task' | 'handler'
  /** Collections in which roles are looked for first. */
  readonly collections: readonly string[]
  /** Files and roles that are being unfolded right now, to see cycles. */
  readonly chain: readonly string[]
  /** Keywords that decide whether what stands here runs at all, as one text: see `once` in role.ts. */
  readonly conditions: string
  readonly depth: number
  /** Variables written above, the nearest last: for names of static imports. */
  readonly vars: readonly Readonly<Record<string, unknown>>[]
}

/** No playbook a person wrote comes near these; a bomb of anchors or imports does. */
const MOST_ITEMS = 50_000
const MOST_FILES = 10_000
const DEEPEST = 200
/** Bytes of a template that is looked into. */
const BIGGEST = 1_000_000

export type Yaml = { readonly value: unknown; readonly span: Span; readonly text: string }

export class Loading {
  readonly edges: Edges
  /** The folder of the playbook that is being read. */
  playbookDir: string
  /** The folder of the playbook that was begun with. */
  readonly topDir: string
  readonly diagnostics: Diagnostic[] = []
  readonly sources = new Map<string, Source>()
  /** What includes with plain names bring, by the id of their task. */
  readonly included = new Map<string, Included>()
  readonly ahead: Ahead = { vars: [], open: [], templates: new Map() }
  /** Tasks whose module is not known; nothing more can be said of them. */
  readonly faulty = new Set<string>()
  /** Handlers of the play's roles, in order; begun anew for each play. */
  roleHandlers: Item[] = []
  /** Uses of roles whose handlers are among them. */
  handledRoles = new Set<string>()
  /** Roles that this play runs already, by what makes them the same. */
  rolesSeen = new Set<string>()
  /** Files that were looked into for an include already. */
  readonly lookedInto = new Set<string>()

  /** Whether includes are read ahead of the run. */
  readonly looksInto: boolean

  readonly #prefix: string
  readonly #yaml = new Map<string, Yaml | undefined>()
  /** Files that no password opens, by what was said of them. */
  readonly #sealed = new Map<string, Diagnostic>()
  #maybe = 0
  #items = 0
  #tasks = 0
  #files = 0
  #stopped = false

  constructor(edges: Edges, playbookDir: string, how: { prefix?: string; looksInto: boolean }) {
    this.edges = edges
    this.playbookDir = playbookDir
    this.topDir = playbookDir
    this.looksInto = how.looksInto
    this.#prefix = how.prefix ?? ''
  }

  report(...found: readonly Diagnostic[]): void {
    this.diagnostics.push(...found)
  }

  /** Whether one more item may be read; a playbook without end is told once. */
  enter(span: Span, depth: number): boolean {
    if (this.#stopped) return false
    this.#items++
    if (this.#items > MOST_ITEMS)
      return this.#stop(
        error('playbook/too-big', `the playbook unfolds to more than ${MOST_ITEMS} tasks`, {
          span,
        }),
      )
    if (depth > DEEPEST)
      return this.#stop(
        error('playbook/too-deep', `blocks and imports nest more than ${DEEPEST} deep`, { span }),
      )
    return true
  }

  #stop(why: Diagnostic): false {
    this.#stopped = true
    this.report(why)
    return false
  }

  /** The next task's id. */
  taskId(): string {
    return `${this.#prefix}t${++this.#tasks}`
  }

  /** Reads and parses a YAML file once; undefined when there is none. Its mistakes are collected. */
  read(path: string): Yaml | undefined {
    const known = this.#yaml.get(path)
    if (known || this.#yaml.has(path)) return known
    const bytes = this.#files++ < MOST_FILES ? this.#open(path) : undefined
    if (!bytes) {
      if (!this.#sealed.has(path)) this.#yaml.set(path, undefined)
      return undefined
    }
    const from = this.#sourceOf(path, bytes)
    const { value, span, diagnostics } = readYaml(from)
    this.report(...diagnostics)
    const yaml = { value, span, text: from.text }
    this.#yaml.set(path, yaml)
    return yaml
  }

  /** Reads a file as it is; undefined when there is none, or it is too big to be looked at. */
  readText(path: string): Source | undefined {
    const known = this.sources.get(path)
    const bytes = known || this.#files++ >= MOST_FILES ? undefined : this.#open(path)
    return known ?? (bytes && bytes.length <= BIGGEST ? this.#sourceOf(path, bytes) : undefined)
  }

  /** Reads what the run may do without: where it cannot be opened, that is only a warning. */
  maybe<T>(read: () => T): T {
    this.#maybe++
    try {
      return read()
    } finally {
      this.#maybe--
    }
  }

  /** The bytes of a file; undefined where there is none or no password opens it, which is told. */
  #open(path: string): Uint8Array | undefined {
    const read = unlessSealed(() => this.edges.files.read(path))
    if (read === undefined || !('sealed' in read)) return read
    const told = this.#sealed.get(path)
    const severity = this.#maybe > 0 ? 'warning' : 'error'
    if (told?.severity === 'error' || told?.severity === severity) return undefined
    // What was a warning is a mistake now, and said once.
    if (told) this.diagnostics.splice(this.diagnostics.indexOf(told), 1)
    const found = { ...read.sealed, severity } as const
    this.report(found)
    this.#sealed.set(path, found)
    if (found.span) this.ahead.open.push(found.span)
    return undefined
  }

  #sourceOf(path: string, bytes: Uint8Array): Source {
    const made = source(path, new TextDecoder('utf-8').decode(bytes))
    this.sources.set(path, made)
    return made
  }

  /** Whether a file could be read but is not YAML: its own mistake says enough. */
  isBroken(path: string): boolean {
    return this.diagnostics.some(
      ({ code, severity, span }) =>
        /^(?:yaml|vault)\//.test(code) && severity === 'error' && span?.file === path,
    )
  }

  /** Whether a file of this path exists. */
  hasFile(path: string): boolean {
    return this.edges.files.stat(path)?.type === 'file'
  }

  hasFolder(path: string): boolean {
    return this.edges.files.stat(path)?.type === 'directory'
  }
}
