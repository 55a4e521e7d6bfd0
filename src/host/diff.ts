// A change as people read it: always derived from the answers before and after, never written by a module.
import { textDiff } from '../base/text-diff.ts'
import { isUnknown } from '../base/unknown.ts'
import { command } from '../base/shell.ts'
import { HIDDEN } from '../base/secret.ts'
import type { Answer, Change, Diff } from '../model/change.ts'
import type { FileAnswer } from '../model/answers.ts'
import { keyOf } from './key.ts'
import { isKind, kindOf } from './kinds.ts'
import { describe } from './probes/file.ts'

/** The diff of a change. */
export const diffOf = (change: Change): Diff => {
  const { subject, before, after } = change
  const title = change.title ?? keyOf(subject)
  if (subject.kind === 'deed' || after === 'must differ')
    return {
      subject: title,
      kind: 'value',
      action: 'run',
      lines: change.secret ? [HIDDEN] : commandsOf(change),
    }
  const action = 'absent' in before ? 'create' : 'absent' in after ? 'remove' : 'change'
  if (change.secret) return { subject: title, kind: 'value', action, lines: [`content: ${HIDDEN}`] }
  const [from, to] = [known(before), known(after)]
  const lines =
    subject.kind === 'file'
      ? fileLines(from as FileAnswer | undefined, to as FileAnswer | undefined)
      : valueLines(subject.kind, from, to, after)
  return {
    subject: title,
    kind: lines.some(line => /^[-+@]/.test(line)) ? 'text' : 'value',
    action,
    lines,
  }
}

const known = (answer: Answer): unknown => ('known' in answer ? answer.known : undefined)

const commandsOf = (change: Change): string[] =>
  change.ops.flatMap(op => (op.op === 'run' ? [command(op.argv)] : []))

/** Text as a unified diff, the rest as named values. */
const fileLines = (before: FileAnswer | undefined, after: FileAnswer | undefined): string[] => {
  const [from, to] = [before && described(before), after && described(after)]
  const lines: string[] = []
  if (textual(before, after)) {
    lines.push(
      ...(textDiff(before?.text ?? '', after?.text ?? '') ?? [
        '(too different to compare line by line)',
      ]),
    )
    delete from?.['sha256']
    delete to?.['sha256']
  }
  // Whose group a file gets that takes another's place, only the host can tell.
  for (const name of Object.keys(to ?? {}))
    if (from && isHidden(to![name])) {
      delete from[name]
      delete to![name]
    }
  return [...lines, ...pairs(from, to)]
}

const described = (file: FileAnswer): Record<string, string> => ({ ...describe(file) })

/** Whether both sides have a text to compare; private keys have none for people. */
const textual = (before: FileAnswer | undefined, after: FileAnswer | undefined): boolean => {
  const sides = [before, after].filter(side => side?.type === 'file')
  if (sides.length === 0 || !sides.every(side => typeof side?.text === 'string')) return false
  return !sides.some(side =>
    /-----BEGIN [A-Z ]*PRIVATE KEY-----|^\$ANSIBLE_VAULT;/m.test(side?.text ?? ''),
  )
}

const valueLines = (kind: string, before: unknown, after: unknown, promised: Answer): string[] => {
  const show = (
    value: unknown,
    beside: unknown,
  ): string | Readonly<Record<string, string>> | undefined =>
    value === undefined
      ? undefined
      : isKind(kind) && kindOf(kind).show
        ? kindOf(kind).show!(value, beside)
        : plain(value)
  const from = show(before, after)
  const to =
    'unknown' in promised ? `(known after the run: ${promised.unknown})` : show(after, before)
  if (typeof from === 'object' || typeof to === 'object')
    return pairs(
      typeof from === 'object' ? from : undefined,
      typeof to === 'object' ? to : undefined,
    )
  if (from?.includes('\n') || to?.includes('\n')) return textDiff(from ?? '', to ?? '') ?? []
  return [`${from ?? '(absent)'} → ${to ?? '(absent)'}`]
}

const plain = (value: unknown): string | Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value)
    ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, text(part)]))
    : text(value)

const text = (value: unknown): string =>
  typeof value === 'string' ? value : isUnknown(value) ? String(value) : JSON.stringify(value)

/** `mode: 0644 → 0600`; a side that is not there shows the other alone. */
const pairs = (
  before: Readonly<Record<string, string>> | undefined,
  after: Readonly<Record<string, string>> | undefined,
): string[] =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].flatMap(name => {
    const [from, to] = [before?.[name], after?.[name]]
    if (from === to) return []
    if (!before) return isHidden(to) ? [] : [`${name}: ${to}`]
    if (!after) return []
    return [`${name}: ${from ?? '(none)'} → ${to ?? '(none)'}`]
  })

/** Unknown attributes of a new file say nothing to a reader. */
const isHidden = (value: string | undefined): boolean =>
  value === undefined || value.startsWith('(known after')
