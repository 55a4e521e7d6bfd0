// Variables that no source could define. Only what a task, block or play surely reads is followed, through the
// values of other variables; what a condition or filter allows to be missing is let be.
import { didYouMean, error, warning, type Diagnostic } from '../../base/diagnostic.ts'
import type { Keywords } from '../../model/playbook.ts'
import type { Loaded } from '../load.ts'
import { collectDefinitions } from './definitions.ts'
import { isMagic, MAGIC } from './magic.ts'
import { conditions, keywordTexts, taskTexts, textsIn, type Written } from './texts.ts'
import type { ReadUses, Use } from './uses.ts'
import { walk, type Seen } from './walk.ts'

/** Names from outside the playbook: inventory, command line. `open`: there may be more. */
export type Known = { readonly names: ReadonlySet<string>; readonly open: boolean }

/** Reports the names that nothing defines. */
export const checkNames = (loaded: Loaded, known: Known, read: ReadUses): readonly Diagnostic[] => {
  const { names, values, open } = collectDefinitions(loaded)
  const isDefined = (name: string): boolean =>
    names.has(name) || known.names.has(name) || isMagic(name)
  const demanded = demandedNames(loaded, read)
  const all = (): readonly string[] => [...names, ...known.names, ...Object.keys(MAGIC)]
  const found: Diagnostic[] = []
  // Variables that are only looked at: the run says that they are not there, and goes on.
  const looks: Use[] = []
  const followed = new Set<string>()

  const follow = (use: Use, guards: ReadonlySet<string>, from: Use | undefined): void => {
    if (use.guarded || guards.has(use.name) || demanded.has(use.name)) return
    if (!isDefined(use.name)) {
      found.push(...undefinedName(use, from, all(), open || known.open))
      return
    }
    if (followed.has(use.name)) return
    followed.add(use.name)
    for (const { value, span } of values.get(use.name) ?? []) {
      const texts = textsIn(value, span)
      const own = new Set([...guards, ...guardsOf(texts, read)])
      for (const written of texts)
        for (const inner of read(written).uses) follow(inner, own, from ?? use)
    }
  }

  for (const one of walk(loaded)) {
    const texts = textsOf(loaded, one).filter(({ soft }) => !soft)
    const guards = new Set([...guardsOf(texts, read), ...guardsAbove(one.above, read)])
    // What fails must be told, though something mild was seen of it before.
    for (const written of texts.filter(({ mild }) => !mild))
      for (const use of read(written).uses) follow(use, guards, undefined)
    for (const written of texts.filter(({ mild }) => mild))
      for (const use of read(written).uses)
        if (!use.guarded && !guards.has(use.name) && !isDefined(use.name)) looks.push(use)
  }
  const shown = looks.flatMap(use => undefinedName(use, undefined, all(), open || known.open))
  return [...found, ...shown.map(one => ({ ...one, severity: 'warning' as const }))]
}

/** The texts of a construct, but for its definitions. */
export const textsOf = (loaded: Pick<Loaded, 'ahead'>, one: Seen): readonly Written[] => {
  if (one.kind === 'task') return taskTexts(one.task, loaded.ahead.templates.get(one.task.id))
  if (one.kind === 'block') return keywordTexts(one.block.keywords)
  return [...keywordTexts(one.play.keywords), ...textsIn(one.play.hosts.value, one.play.hosts.span)]
}

const guardsOf = (texts: readonly Written[], read: ReadUses): readonly string[] =>
  texts.flatMap(written =>
    read(written)
      .uses.filter(use => use.guarded)
      .map(use => use.name),
  )

const guardsAbove = (above: readonly Keywords[], read: ReadUses): readonly string[] =>
  above.flatMap(({ when }) => (when ? guardsOf(conditions(when), read) : []))

/** Names that an `assert` or `fail` asks the user for: it says so better than we could. */
const demandedNames = (loaded: Loaded, read: ReadUses): ReadonlySet<string> => {
  const demanded = new Set<string>()
  for (const one of walk(loaded))
    if (one.kind === 'task' && ['assert', 'fail'].includes(one.task.module))
      for (const name of guardsOf(taskTexts(one.task, undefined), read)) demanded.add(name)
  return demanded
}

/** Whether two names have nearly the same letters: `ngnix_port` for `nginx_port`, but not `nginx_host`. */
const isTypo = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 2) return false
  const left = [...b]
  for (const letter of a) {
    const at = left.indexOf(letter)
    if (at !== -1) left.splice(at, 1)
  }
  const added = a.length - (b.length - left.length)
  return added + left.length <= 2
}

/** `__nginx_user` beside `nginx_user`: roles call a system's own word for a thing so, and read it from a file of that system. */
const isTwin = (a: string, b: string): boolean => a.replace(/^_+/, '') === b.replace(/^_+/, '')

const undefinedName = (
  use: Use,
  from: Use | undefined,
  all: readonly string[],
  open: boolean,
): readonly Diagnostic[] => {
  const like = didYouMean(
    use.name,
    all.filter(name => isTypo(use.name, name) && !(open && isTwin(use.name, name))),
  )
  const related = from && {
    related: [{ message: `needed by "${from.name}" here`, span: from.span }],
  }
  if (!open)
    return [
      error('vars/undefined', `"${use.name}" is defined nowhere`, {
        span: use.span,
        hint: like ?? 'define it under "vars", in the inventory, or with -e',
        ...related,
      }),
    ]
  // Something only the run can tell may define it; a near miss is still worth a word.
  return like === undefined
    ? []
    : [
        warning(
          'vars/undefined',
          `"${use.name}" is defined nowhere that can be read before the run`,
          { span: use.span, hint: like, ...related },
        ),
      ]
}
