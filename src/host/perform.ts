// A step's changes → one script: still as it was? act, stop at the first failure, then ask again. Its reply → what
// each act left, and the answers. Sections stand between random marks on both streams.
import { quote } from '../base/shell.ts'
import type { Answer, Change, Content, Op, Output } from '../model/change.ts'
import type { Facts, Probe } from '../model/module.ts'
import { askScript, readAnswers, type Batch } from './ask.ts'
import { utf8 } from './kind.ts'
import { kindOf } from './kinds.ts'
import { fileScript } from './ops/files.ts'
import { isFine, runScript } from './ops/run.ts'
import { streamed, WRITE, writeScript } from './ops/write.ts'

export type Performance = {
  readonly script: string
  /** Contents that travel on the request's standard input, in order. */
  readonly streams: readonly { readonly local: string; readonly size: number }[]
}

export type Outcome = {
  /** The host was not as the plan had it: nothing was done. */
  readonly stale: boolean
  readonly failure?: { readonly op: Op; readonly output: Output }
  /** Of the run ops that ran, in order. */
  readonly outputs: readonly Output[]
  readonly answers: ReadonlyMap<Probe, Answer>
}

/** The name under which an act's output stands: its place among all acts. */
const opsOf = (changes: readonly Change[]): { change: Change; op: Op }[] =>
  changes.flatMap(change => change.ops.map(op => ({ change, op })))

/** The script for a step. `asks` are its subjects, and whatever else is to be asked on the way. */
export const performScript = (
  changes: readonly Change[],
  asks: readonly Batch[],
  how: {
    mark: string
    stamp: string
    facts: Facts
    environment?: Readonly<Record<string, string>>
  },
): Performance => {
  const guards = changes.flatMap(change => guardOf(change, how.facts))
  const acts = opsOf(changes).map(({ change, op }, index) =>
    [
      `mok_section ${index}`,
      opScript(op, change, how.stamp),
      `rc=$?; printf '\\036%s rc %s\\n' "$mok" "$rc"`,
      fineTest(op),
    ].join('\n'),
  )
  const script = [
    `mok=${quote(how.mark)}`,
    `mok_section() { printf '\\036%s op %s\\n' "$mok" "$1"; printf '\\036%s op %s\\n' "$mok" "$1" >&2; }`,
    ...(changes.some(change => change.ops.some(op => contentOf(op).length > 0)) ? [WRITE] : []),
    'mok_acts() {',
    ...(guards.length > 0
      ? [
          `if ! { ${guards.join(' &&\n')}; } 2>/dev/null; then printf '\\036%s stale\\n' "$mok"; return; fi`,
        ]
      : []),
    ...acts,
    ':',
    '}',
    'mok_acts',
    `printf '\\036%s asks\\n' "$mok"; printf '\\036%s asks\\n' "$mok" >&2`,
    askScript(asks, `${how.mark}.ask`, how.facts, how.environment),
  ].join('\n')
  const contents = opsOf(changes).flatMap(({ op }) => contentOf(op))
  const streams = contents
    .flatMap(content => streamed(content) ?? [])
    .filter(({ size }) => size > 0)
  return { script, streams }
}

/** In the order in which the act reads them. */
const contentOf = (op: Op): Content[] => {
  if (op.op === 'write') return [op.content]
  if (op.op !== 'run') return []
  return [...(op.file ? [op.file.content] : []), ...(op.stdin === undefined ? [] : [op.stdin])]
}

const guardOf = (change: Change, facts: Facts): string[] => {
  if (change.subject.kind === 'deed' || !('known' in change.before || 'absent' in change.before))
    return []
  const answer = 'known' in change.before ? change.before.known : undefined
  const guard = kindOf(change.subject.kind).guard?.(change.subject, answer, facts) ?? ''
  return guard === '' ? [] : [guard]
}

const opScript = (op: Op, change: Change, stamp: string): string => {
  if (op.op === 'run') return runScript(op)
  if (op.op === 'fetch' || op.op === 'reconnect')
    throw new Error(`the act "${op.op}" is none of a script: the engine does it between two`)
  if (op.op !== 'write') return fileScript(op)
  const before =
    'known' in change.before ? (change.before.known as { links?: number; type?: string }) : {}
  return writeScript(op, { stamp, inPlace: before.type === 'file' && (before.links ?? 1) > 1 })
}

const fineTest = (op: Op): string => {
  const codes = op.op === 'run' ? (op.ok ?? [0]) : [0]
  if (codes === 'any') return ':'
  return `case $rc in ${codes.join('|')}) ;; *) return;; esac`
}

/** Reads the reply of a step's script: both streams, one character a byte. */
export const readOutcome = (
  changes: readonly Change[],
  asks: readonly Batch[],
  how: { mark: string; facts: Facts },
  reply: { out: string; err: string; ms: number },
): Outcome => {
  const ops = opsOf(changes)
  const out = sections(reply.out, how.mark)
  const err = sections(reply.err, how.mark)
  const outputs: Output[] = []
  let failure: Outcome['failure']
  ops.forEach(({ op }, index) => {
    const body = out.get(`op ${index}`)
    if (body === undefined) return
    const code = out.codes.get(index)
    const output = {
      rc: code ?? -1,
      out: utf8(body),
      err: utf8(err.get(`op ${index}`) ?? ''),
      ms: reply.ms,
    }
    if (op.op === 'run') outputs.push(output)
    if (code === undefined || !isFine(op, code)) failure ??= { op, output }
  })
  const rest = reply.out.slice(reply.out.lastIndexOf(`\x1e${how.mark} asks\n`))
  return {
    stale: out.has('stale'),
    ...(failure && { failure }),
    outputs,
    answers: readAnswers(asks, `${how.mark}.ask`, how.facts, rest),
  }
}

type Sections = Map<string, string> & { codes: Map<number, number> }

/** What stands after each mark. */
const sections = (stream: string, mark: string): Sections => {
  const found = Object.assign(new Map<string, string>(), { codes: new Map<number, number>() })
  let current = -1
  for (const part of stream.split(`\x1e${mark} `).slice(1)) {
    const end = part.indexOf('\n')
    const [name, body] = [part.slice(0, end), part.slice(end + 1)]
    const code = /^rc (\d+)$/.exec(name)
    if (code) found.codes.set(current, Number(code[1]))
    else found.set(name, body)
    if (name.startsWith('op ')) current = Number(name.slice(3))
    if (name === 'asks') break
  }
  return found
}
