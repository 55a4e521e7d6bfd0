// include_vars: variables from files of the controller, stronger than those of the play.
import { posix } from 'node:path'
import { error, Mistake } from '../../base/diagnostic.ts'
import { source } from '../../base/source.ts'
import { pythonRegex } from '../../base/regex/python-regex.ts'
import { isDict } from '../../base/value.ts'
import { readYaml } from '../../lang/read-yaml.ts'
import type { Files } from '../../model/edge.ts'
import { searchPath } from '../local-answers.ts'
import { ok, type Control, type ControlInput } from './control.ts'

export const includeVars: Control = async input => {
  const { of, ready } = input
  const { world, host } = of.self
  const { name, hash_behaviour: behaviour } = ready.args
  const files = filesOf(input)
  const merged: Record<string, unknown> = {}
  for (const file of files) {
    const vars = readVars(input, file)
    for (const [key, value] of Object.entries(vars))
      merged[key] = behaviour === 'merge' ? merge(merged[key], value) : value
  }
  const vars = typeof name === 'string' ? { [name]: merged } : merged
  host.included = [...host.included, { vars, trusted: true, from: files.join(', ') }]
  world.emit({
    type: 'message',
    level: 'info',
    host: host.name,
    text: `variables from ${files.join(', ')}`,
  })
  return ok({
    ansible_facts: vars,
    ansible_included_var_files: files.map(file => posix.resolve(file)),
  })
}

const filesOf = (input: ControlInput): readonly string[] => {
  const { ready, of } = input
  const { files } = of.self.world.edges
  const { file, dir } = ready.args
  const at = of.task.argsSpan
  const playbookDir = posix.dirname(of.self.run.play.file)
  const places = (name: string): readonly string[] =>
    posix.isAbsolute(name)
      ? [name]
      : searchPath('vars', { task: of.task, playbookDir }).map(place => posix.join(place, name))
  const name = String(file ?? '')
  if (name !== '') {
    const found = places(name).find(path => files.stat(path)?.type === 'file')
    if (found === undefined)
      throw new Mistake(
        error('vars-file/missing', `the file of variables "${name}" is not there`, {
          span: at,
          hint: `it was looked for in ${places(name)
            .map(path => posix.dirname(path))
            .join(', ')}`,
        }),
      )
    return [found]
  }
  const folder = places(String(dir ?? '')).find(path => files.stat(path)?.type === 'directory')
  if (dir === undefined || folder === undefined)
    throw new Mistake(
      error('vars-file/missing', `the folder of variables "${String(dir ?? '')}" is not there`, {
        span: at,
      }),
    )
  return walk(folder, files, ready.args, 1)
}

const walk = (
  folder: string,
  files: Files,
  args: Readonly<Record<string, unknown>>,
  depth: number,
): string[] => {
  const most = Number(args['depth'] ?? 0)
  const endings = (args['extensions'] as readonly string[]).map(ending => `.${ending}`)
  const matching =
    args['files_matching'] === undefined ? undefined : pythonRegex(String(args['files_matching']))
  const ignored = (args['ignore_files'] as readonly string[] | undefined) ?? []
  return (files.list(folder) ?? []).flatMap(name => {
    const path = posix.join(folder, name)
    if (files.stat(path)?.type === 'directory')
      return most === 0 || depth < most ? walk(path, files, args, depth + 1) : []
    const isWanted =
      endings.includes(posix.extname(name)) &&
      !ignored.includes(name) &&
      (matching?.test(name) ?? true)
    return isWanted ? [path] : []
  })
}

const readVars = ({ of }: ControlInput, file: string): Readonly<Record<string, unknown>> => {
  const { world } = of.self
  const text = source(file, Buffer.from(world.edges.files.read(file) ?? []).toString('utf8'))
  world.addSource(text)
  const { value, span, diagnostics } = readYaml(text)
  const wrong = diagnostics.find(found => found.severity === 'error')
  if (wrong) throw new Mistake(wrong)
  if (value === undefined || value === null) return {}
  if (isDict(value)) return value
  throw new Mistake(
    error('vars-file/not-a-mapping', 'a file of variables must be a mapping', {
      span,
      hint: 'write one "name: value" a line',
    }),
  )
}

const merge = (a: unknown, b: unknown): unknown =>
  isDict(a) && isDict(b)
    ? Object.fromEntries([
        ...Object.entries(a),
        ...Object.entries(b).map(([key, value]) => [key, merge(a[key], value)] as const),
      ])
    : b
