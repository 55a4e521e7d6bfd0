// Questions to the controller: files that are copied, templates that are rendered. Searched as Ansible searches,
// answered from the step's own place and scope.
import { posix } from 'node:path'
import { isUnknown } from '../base/unknown.ts'
import { digest, sha256 } from '../base/value.ts'
import { keyOf } from '../host/key.ts'
import type {
  ArchiveAnswer,
  ControllerAnswer,
  FragmentsAnswer,
  LocalAnswer,
  RenderedAnswer,
} from '../model/answers.ts'
import type { Answer } from '../model/change.ts'
import type { Files } from '../model/edge.ts'
import type { Probe } from '../model/module.ts'
import type { Task } from '../model/playbook.ts'
import type { FileOptions, Scope, Templates } from '../model/template.ts'
import { withFileNames } from '../template/file-names.ts'
import { parseHeader } from '../template/templates.ts'
import { archiveAnswer } from './archives/archives.ts'
import { localTree } from './local-tree.ts'

type From = {
  readonly files: Files
  readonly templates: Templates
  readonly task: Task
  readonly scope: Scope
  readonly playbookDir: string
  /** The value of ansible_managed. */
  readonly managed?: string | undefined
}

/** The same, asked once for a step. */
export const keptLocal = (kept: Map<string, Answer>, probe: Probe, from: From): Answer => {
  const key = `${keyOf(probe)} ${JSON.stringify(probe.ask ?? {})}`
  const answer = kept.get(key) ?? answerLocal(probe, from)
  kept.set(key, answer)
  return answer
}

/** Texts above this are not compared line by line. */
const TEXT = 512 * 2 ** 10

/** Answers a `local` or `rendered` question. A template's mistake is thrown. */
export const answerLocal = (probe: Probe, from: From): Answer => {
  if (probe.kind === 'controller') return controller(probe.id, from.files)
  const folder =
    probe.kind === 'rendered' || probe.ask?.['folder'] === 'templates' ? 'templates' : 'files'
  const path = findFile(probe.id, folder, from)
  if (path === undefined && probe.kind === 'local-tree' && posix.isAbsolute(probe.id))
    return { absent: true }
  if (path === undefined) {
    const looked = searchPath(folder, from).map(place => place || '.')
    return {
      failed: `"${probe.id}" is not on the controller; it was looked for in ${[...new Set(looked)].join(', ')}`,
    }
  }
  if (probe.kind === 'local-tree') {
    const found = localTree(path, from.files, { follow: probe.ask?.['follow'] === true })
    return found ? { known: found } : { failed: `${path} cannot be read on the controller` }
  }
  const how = probe.ask?.['decrypt'] === false ? 'raw' : undefined
  if (probe.kind === 'archive') return archive(path, from.files, how)
  if (probe.kind === 'local-fragments') return fragments(path, from.files, how)
  return probe.kind === 'rendered'
    ? rendered(path, probe, from)
    : local(path, probe, from.files, how)
}

/** Folders in which `src` is looked for: the role's, the task file's, the playbook's. */
export const searchPath = (
  folder: string,
  { task, playbookDir }: Pick<From, 'task' | 'playbookDir'>,
): readonly string[] => {
  const role = task.place.role?.path
  const here = posix.dirname(task.place.file)
  return [
    ...(role === undefined ? [] : [posix.join(role, folder), role]),
    posix.join(here, folder),
    here,
    posix.join(playbookDir, folder),
    playbookDir,
  ]
}

const findFile = (src: string, folder: string, from: From): string | undefined => {
  const home = src.startsWith('~/') ? from.scope.get('ansible_env_home') : undefined
  const name = typeof home === 'string' ? posix.join(home, src.slice(2)) : src
  const places = posix.isAbsolute(name) ? [''] : searchPath(folder, from)
  return places
    .map(place => posix.join(place, name))
    .find(path => from.files.stat(path) !== undefined)
}

const text = (bytes: Uint8Array): string | undefined => {
  if (bytes.length > TEXT || bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const local = (path: string, probe: Probe, files: Files, how?: 'raw'): Answer<LocalAnswer> => {
  const stat = files.stat(path)
  const shared = { path, mode: stat?.mode ?? 0o644 }
  if (stat?.type === 'directory')
    return {
      known: {
        ...shared,
        type: 'directory',
        size: 0,
        sha256: '',
        entries: entriesOf(path, files, how),
      },
    }
  const bytes = files.read(path, how)
  if (!bytes) return { failed: `${path} cannot be read on the controller` }
  // Of what was vaulted, diffs show digests alone.
  const hides = how !== 'raw' && files.wasVaulted?.(path) && probe.ask?.['text'] !== true
  const content = hides ? undefined : text(bytes)
  return {
    known: {
      ...shared,
      type: 'file',
      size: bytes.length,
      sha256: sha256(bytes),
      ...(content === undefined
        ? { sha1: digest('sha1', bytes), md5: digest('md5', bytes) }
        : { text: content }),
    },
  }
}

const entriesOf = (
  path: string,
  files: Files,
  how: 'raw' | undefined,
  inside = '',
): NonNullable<LocalAnswer['entries']> =>
  (files.list(posix.join(path, inside)) ?? []).flatMap(name => {
    const entry = posix.join(inside, name)
    const stat = files.stat(posix.join(path, entry))
    if (!stat) return []
    if (stat.type === 'directory')
      return [
        { path: entry, type: 'directory' as const, mode: stat.mode, size: 0, sha256: '' },
        ...entriesOf(path, files, how, entry),
      ]
    const bytes = files.read(posix.join(path, entry), how) ?? new Uint8Array()
    return [
      {
        path: entry,
        type: 'file' as const,
        mode: stat.mode,
        size: bytes.length,
        sha256: sha256(bytes),
      },
    ]
  })

const archive = (path: string, files: Files, how?: 'raw'): Answer<ArchiveAnswer> => {
  if (files.stat(path)?.type !== 'file')
    return { failed: `${path} is no file, expected an archive` }
  const bytes = files.read(path, how)
  return bytes
    ? { known: archiveAnswer(path, bytes) }
    : { failed: `${path} cannot be read on the controller` }
}

const fragments = (path: string, files: Files, how?: 'raw'): Answer<FragmentsAnswer> => {
  const names = files.list(path)
  if (!names) return { failed: `Source (${path}) is not a directory` }
  const found: Record<string, string> = {}
  for (const name of names) {
    const file = posix.join(path, name)
    if (files.stat(file)?.type !== 'file') continue
    const bytes = files.read(file, how)
    if (!bytes) return { failed: `${file} cannot be read on the controller` }
    found[name] = Buffer.from(bytes).toString('base64')
  }
  return { known: { files: found } }
}

const controller = (path: string, files: Files): Answer<ControllerAnswer> => {
  const stat = files.stat(path)
  if (!stat) return { absent: true }
  if (stat.type === 'directory') return { known: { type: 'directory', size: 0, sha256: '' } }
  const bytes = files.read(path)
  if (!bytes) return { failed: `${path} cannot be read on the controller` }
  const content = text(bytes)
  return {
    known: {
      type: 'file',
      size: bytes.length,
      sha256: sha256(bytes),
      ...(content !== undefined && { text: content }),
    },
  }
}

const rendered = (path: string, probe: Probe, from: From): Answer<RenderedAnswer> => {
  const read = (file: string): string => Buffer.from(from.files.read(file) ?? []).toString('utf8')
  const header = parseHeader(read(path))
  const find: FileOptions['find'] = name => {
    const found =
      findFile(name, 'templates', from) ??
      [posix.join(posix.dirname(path), name)].find(file => from.files.stat(file))
    return found === undefined ? undefined : { file: found, text: parseHeader(read(found)).text }
  }
  const options = {
    file: path,
    find,
    trimBlocks: true,
    keepTrailingNewline: true,
    ...probe.ask,
    ...header.options,
  } as FileOptions
  const made = from.templates.file(
    header.text,
    withFileNames(from.scope, { name: path, path, files: from.files, managed: from.managed }),
    options,
  )
  if (isUnknown(made)) return { unknown: made.why }
  return { known: { path, text: String(made), mode: from.files.stat(path)?.mode ?? 0o644 } }
}
