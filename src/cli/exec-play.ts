// The playbook that stands for the words of `mokplay exec`: a text, so that mistakes can be shown in it, among the
// files as if it were written.
import { join } from 'node:path'
import { yamlText } from '../base/yaml-text.ts'
import type { Files } from '../model/edge.ts'

type Task = {
  readonly moduleName: string
  readonly args: string
  readonly background?: string
  readonly poll?: string
  readonly taskTimeout?: string
}

export const EXEC_FILE = 'exec'

/** The path of the playbook, and files with it among them. */
export const execPlay = (
  pattern: string,
  task: Task,
  folder: string,
  files: Files,
): { readonly path: string; readonly files: Files } => {
  const path = join(folder, EXEC_FILE)
  const text = yamlText([
    { name: EXEC_FILE, hosts: pattern, gather_facts: false, tasks: [taskOf(task)] },
  ])
  return { path, files: withPlaybook(path, text, files) }
}

/** Files with one more among them, that nobody has written. */
export const withPlaybook = (path: string, text: string, files: Files): Files => {
  const bytes = Buffer.from(text)
  return {
    ...files,
    read: (asked, ...how) => (asked === path ? bytes : files.read(asked, ...how)),
    stat: asked =>
      asked === path
        ? { type: 'file', mode: 0o600, size: bytes.length, writableByOthers: false }
        : files.stat(asked),
  }
}

const taskOf = ({ moduleName, args, background, poll, taskTimeout }: Task): object => ({
  [moduleName]: asMapping(args) ?? (args === '' ? null : args),
  ...(background !== undefined && {
    async: numeral(background),
    ...(poll !== undefined && { poll: numeral(poll) }),
  }),
  ...(taskTimeout !== undefined && { timeout: numeral(taskTimeout) }),
})

/** Arguments that are written as JSON. */
const asMapping = (args: string): unknown => {
  if (!args.startsWith('{') || !args.endsWith('}')) return undefined
  try {
    return JSON.parse(args) as unknown
  } catch {
    return undefined
  }
}

/** A number where it is one; all else is found wrong where it is used. */
const numeral = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text)
