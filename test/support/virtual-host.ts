// A host that exists only as answers: what modules' cases are planned against. Keys are probe keys; what is not
// listed is absent. A text stands for a file with that content; anything else is laid over a usual answer.
import { sha256 } from '../../src/base/value.ts'
import { keyOf } from '../../src/host/key.ts'
import type { FileAnswer } from '../../src/model/answers.ts'
import type { Answer, Change } from '../../src/model/change.ts'
import type { Probe } from '../../src/model/module.ts'
import type { Find } from '../../src/engine/plan-step.ts'

const FILE: FileAnswer = {
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  owner: 'root',
  group: 'root',
  size: 0,
  links: 1,
  inode: '1:1',
}

/** A file's answer of its short form in a case. */
const fileOf = (written: unknown): FileAnswer => {
  const given = (
    typeof written === 'string' ? { text: written } : written
  ) as Partial<FileAnswer> & { mode?: number | string }
  const mode = typeof given.mode === 'string' ? Number.parseInt(given.mode, 8) : given.mode
  const type = given.type ?? 'file'
  return {
    ...FILE,
    ...(type === 'directory' && { mode: 0o755 }),
    ...(type === 'link' && { mode: 0o777 }),
    ...given,
    ...(given.text !== undefined && {
      size: Buffer.byteLength(given.text),
      sha256: sha256(given.text),
    }),
    ...(mode !== undefined && { mode }),
    ...(given.real && { real: { ...fileOf(given.real), path: given.real.path } }),
  } as FileAnswer
}

const localOf = (id: string, written: unknown): unknown => {
  const given =
    typeof written === 'string' ? { text: written } : (written as Record<string, unknown>)
  const text = typeof given['text'] === 'string' ? given['text'] : ''
  return {
    path: `/playbook/files/${id}`,
    type: 'file',
    mode: 0o644,
    size: Buffer.byteLength(text),
    sha256: sha256(text),
    ...given,
  }
}

const answerOf = (kind: string, id: string, written: unknown): Answer => {
  if (written === null) return { absent: true }
  if (typeof written === 'object' && ('failed' in written || 'unknown' in written))
    return written as Answer
  if (kind === 'file') return { known: fileOf(written) }
  if (kind === 'local') return { known: localOf(id, written) }
  if (kind === 'rendered')
    return { known: { path: `/playbook/templates/${id}`, mode: 0o644, text: String(written) } }
  if (kind === 'command')
    return {
      known:
        typeof written === 'string'
          ? { rc: 0, out: written, err: '' }
          : { rc: 0, out: '', err: '', ...(written as object) },
    }
  return { known: written }
}

/** The host's state as a finder; commands are listed by their words: `command rpm -q nginx`. */
export const virtualHost = (
  host: Readonly<Record<string, unknown>> = {},
): Find & { expect(changes: readonly Change[]): void } => {
  const answers = new Map<string, Answer>()
  for (const [key, written] of Object.entries(host)) {
    const [kind = '', id = ''] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]
    answers.set(key, answerOf(kind, id, written))
  }
  const nameOf = (probe: Probe): string =>
    probe.kind === 'command'
      ? `command ${(JSON.parse(probe.id) as string[]).join(' ')}`
      : keyOf(probe)
  const find = (probe: Probe): Answer => answers.get(nameOf(probe)) ?? { absent: true }
  return Object.assign(find, {
    expect: (changes: readonly Change[]) => {
      for (const { subject, after } of changes)
        if (after !== 'must differ' && subject.kind !== 'deed') answers.set(nameOf(subject), after)
    },
  })
}
