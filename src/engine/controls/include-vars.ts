// include_vars: variables from files of the controller, stronger than those of the play.
import { posix } from 'node:path'
import { error, Mistake } from '../../base/diagnostic.ts'
import { source } from '../../base/source.ts'
import { pythonRegex } from '../../base/regex/python-regex.ts'
import { isDict } from '../../base/value.ts'
import { readYaml } from '../../lang/read-yaml.ts'
import type { Files } from '../../model/edge.ts'
import { mergeDicts } from '../../work/merge.ts'
import { searchPath } from '../local-answers.ts'
import { ok, type Control, type ControlInput } from './control.ts'

type Args = Readonly<Record<string, unknown>>

export const includeVars: Control = async input => {
  const { of, ready } = input
  const { world, host } = of.self
  const { name, hash_behaviour: behaviour } = ready.args
  const files = filesOf(input)
  const found = Object.assign({}, ...files.map(file => readVars(input, file))) as Args
  const named = typeof name === 'string' ? { [name]: found } : found
  const vars = behaviour === 'merge' ? onWhatIsThere(named, input) : named
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

/** Mappings over those that the variables of their names hold already. */
const onWhatIsThere = (vars: Args, { scope }: ControlInput): Args =>
  Object.fromEntries(
    Object.entries(vars).map(([name, value]) => {
      const had = isDict(value) ? scope.get(name) : undefined
      return [name, isDict(had) && isDict(value) ? mergeDicts(had, value) : value]
    }),
  )

const filesOf = (input: ControlInput): readonly string[] => {
  const { ready, of } = input
  const { files } = of.self.world.edges
  const { file, dir } = ready.args
  const playbookDir = posix.dirname(of.self.run.play.file)
  const places = (name: string): readonly string[] =>
    posix.isAbsolute(name)
      ? [name]
      : searchPath('vars', { task: of.task, playbookDir }).map(place => posix.join(place, name))
  const missing = (what: string, name: string, searched: readonly string[]): Mistake =>
    new Mistake(
      error('vars-file/missing', `the ${what} of variables "${name}" is not there`, {
        span: of.task.argsSpan,
        hint: `it was looked for in ${searched.map(path => posix.dirname(path)).join(', ')}`,
      }),
    )
  const name = String(file ?? '')
  if (name !== '') {
    const found = places(name).find(path => files.stat(path)?.type === 'file')
    if (found === undefined) throw missing('file', name, places(name))
    return [found]
  }
  const near = foldersNear(String(dir ?? ''), input)
  const folder = near.find(path => files.stat(path)?.type === 'directory')
  if (folder === undefined) throw missing('folder', String(dir ?? ''), near)
  return walk(folder, input, ready.args)
}

/** A folder lies under the role's vars, or beside the file of the task. */
const foldersNear = (dir: string, { of }: ControlInput): readonly string[] => {
  if (posix.isAbsolute(dir)) return [dir]
  const { role, file } = of.task.place
  const beside = [posix.dirname(file), posix.dirname(of.self.run.play.file)].flatMap(place => [
    posix.join(place, dir),
    posix.join(place, 'vars', dir),
  ])
  return role ? [posix.join(role.path, 'vars', dir), posix.join(role.path, dir), ...beside] : beside
}

/** Folders below a folder, itself first, down to a depth; 0 for all. */
const foldersBelow = (folder: string, files: Files, depth: number): string[] => [
  folder,
  ...(depth === 1
    ? []
    : (files.list(folder) ?? [])
        .map(name => posix.join(folder, name))
        .filter(path => files.stat(path)?.type === 'directory')
        .flatMap(path => foldersBelow(path, files, depth === 0 ? 0 : depth - 1))),
]

/** The files of a folder that are wanted: those of the upper folders first, each in the order of names. */
const walk = (folder: string, { of }: ControlInput, args: Args): string[] => {
  const { files } = of.self.world.edges
  const endings = (args['extensions'] as readonly string[]).map(ending => `.${ending}`)
  const pattern = args['files_matching']
  const matching = pattern === undefined ? undefined : pythonRegex(String(pattern))
  const ignored = ((args['ignore_files'] ?? []) as readonly string[]).map(name =>
    pythonRegex(`(?:${name})$`),
  )
  const { role } = of.task.place
  const own = role && posix.join(role.path, 'vars', 'main.yml')
  return foldersBelow(folder, files, Number(args['depth'] ?? 0)).flatMap(place =>
    (files.list(place) ?? []).flatMap(name => {
      const path = posix.join(place, name)
      // What the role brings by itself is not included once more.
      if (files.stat(path)?.type !== 'file' || path === own) return []
      if ((matching && !matching.test(name)) || ignored.some(one => one.test(name))) return []
      if (endings.includes(posix.extname(name))) return [path]
      if (args['ignore_unknown_extensions'] === true) return []
      throw new Mistake(
        error('vars-file/ending', `${path} does not end as a file of variables does`, {
          span: of.task.argsSpan,
          hint: `the endings are ${endings.join(', ')}; ignore_unknown_extensions leaves others out`,
        }),
      )
    }),
  )
}

const readVars = ({ of }: ControlInput, file: string): Args => {
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
