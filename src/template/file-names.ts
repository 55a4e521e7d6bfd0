// The names that only a template file sees: which file it is, whose, and how old.
import { posix } from 'node:path'
import type { Files } from '../model/edge.ts'
import type { Scope } from '../model/template.ts'
import { dateTime } from './dates.ts'

export type TemplateFile = {
  /** As the user wrote it. */
  readonly name: string
  readonly path: string
  readonly files: Files
  /** What ansible_managed is made of: {file}, {host}, {uid} and what strftime knows, of the file's time. */
  readonly managed?: string | undefined
  readonly destination?: string | undefined
}

const textAt = (path: string, files: Files): string =>
  new TextDecoder().decode(files.read(path) ?? new Uint8Array())

const ownerOf = (path: string, files: Files): string => {
  const uid = String(files.details?.(path, true)?.uid ?? 0)
  const lines = textAt('/etc/passwd', files).split('\n')
  return lines.map(line => line.split(':')).find(([, , id]) => id === uid)?.[0] ?? uid
}

const names = (of: TemplateFile): Readonly<Record<string, () => unknown>> => {
  const { name, path, files } = of
  const changed = () => dateTime((files.details?.(path, true)?.mtime ?? 0) * 1000, 'local')
  const host = (): string => textAt('/proc/sys/kernel/hostname', files).trim()
  return {
    template_host: host,
    template_path: () => name,
    template_fullpath: () => posix.resolve(path),
    template_uid: () => ownerOf(path, files),
    template_mtime: changed,
    template_destpath: () => of.destination ?? null,
    ansible_managed: () => {
      const filled = (of.managed ?? 'Ansible managed').replace(
        /\{(file|host|uid)\}/g,
        (_all, part: 'file' | 'host' | 'uid') =>
          ({ file: () => name, host, uid: () => ownerOf(path, files) })[part](),
      )
      return filled.includes('%') ? changed().strftime(filled) : filled
    },
  }
}

/** A scope with the names of a template file; variables of the same name win but for the file's own. */
export const withFileNames = (scope: Scope, of: TemplateFile): Scope => {
  const own = names(of)
  const isOwn = (name: string): boolean => Object.hasOwn(own, name)
  return {
    ...scope,
    get: name => (isOwn(name) ? own[name]!() : scope.get(name)),
    has: name => isOwn(name) || scope.has(name),
    names: () => new Set([...scope.names(), ...Object.keys(own)]),
  }
}
