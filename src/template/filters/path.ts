// Filters on paths of the controller and of hosts (both POSIX).
import { posix } from 'node:path'
import type { Filters, Context } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { iterate, tuple, typeName } from '../values.ts'
import { globFiles } from '../glob.ts'

/** Python's dirname and basename: a path that ends in a slash has an empty basename. */
const splitPath = (path: string): { head: string; tail: string } => {
  const at = path.lastIndexOf('/') + 1
  const head = path.slice(0, at)
  return { head: /^\/*$/.test(head) ? head : head.replace(/\/+$/, ''), tail: path.slice(at) }
}

/** The home of a user as /etc/passwd has it. */
const homeOf = (user: string, { run }: Context): string | undefined => {
  const bytes = run.edges.files.read('/etc/passwd')
  const lines = bytes === undefined ? [] : new TextDecoder().decode(bytes).split('\n')
  return lines.find(line => line.startsWith(`${user}:`))?.split(':')[5]
}

const expandUser = (given: string, context: Context): string => {
  const [, user, rest] = /^~([^/]*)(.*)$/s.exec(given) ?? []
  if (user === undefined) return given
  const path = `~${rest}`
  const home = user === '' ? context.run.edges.env.get('HOME') : homeOf(user, context)
  if (home === undefined) return given
  return home.replace(/\/$/, '') + path.slice(1) || '/'
}

const expandVars = (text: string, context: Context): string =>
  text.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (all, plain: string | undefined, braced: string | undefined) =>
      context.run.edges.env.get(plain ?? braced ?? '') ?? all,
  )

const absolute = (path: string, context: Context): string =>
  posix.resolve(
    str(context.run.scope.get('playbook_dir') ?? context.run.edges.env.get('PWD') ?? '/'),
    path,
  )

const wantPath = (path: unknown): string => {
  if (typeof path === 'string') return path
  throw typeProblem(`a path is a text, not '${typeName(path)}'`)
}

const plain = (act: (path: string, context: Context) => unknown): Filters[string] => ({
  takes: ['path'],
  run: ([path], context) => act(wantPath(path), context),
})

/** Python's join: an absolute part starts anew. */
const join = (parts: readonly string[]): string =>
  parts.reduce((path, part) =>
    part.startsWith('/')
      ? part
      : path === '' || path.endsWith('/')
        ? path + part
        : `${path}/${part}`,
  )

const split = (path: string) => {
  const { tail } = splitPath(path)
  const dot = tail.lastIndexOf('.')
  const hasName = dot > 0 && /[^.]/.test(tail.slice(0, dot))
  const cut = hasName ? path.length - tail.length + dot : path.length
  return tuple([path.slice(0, cut), path.slice(cut)])
}

/** What all of several paths begin with; only whole parts count. */
const common = (paths: readonly string[]): string => {
  const absolutes = new Set(paths.map(path => path.startsWith('/')))
  if (paths.length === 0 || absolutes.size > 1)
    throw typeProblem('commonpath wants paths that are all absolute, or all relative')
  const parts = paths.map(path => path.split('/').filter(part => part !== '' && part !== '.'))
  const [first = []] = parts
  const end = first.findIndex((part, at) => parts.some(other => other[at] !== part))
  return (absolutes.has(true) ? '/' : '') + first.slice(0, end === -1 ? undefined : end).join('/')
}

/** As Python does: two slashes in front stay. */
const normal = (path: string): string => {
  const made = posix.normalize(path).replace(/(?<=.)\/$/, '')
  return /^\/\/(?!\/)/.test(path) ? `/${made}` : made
}

export const pathFilters: Filters = {
  commonpath: { takes: ['paths'], run: ([paths]) => common(iterate(paths).map(wantPath)) },
  normpath: plain(normal),
  basename: plain(path => splitPath(path).tail),
  dirname: plain(path => splitPath(path).head),
  splitext: plain(split),
  expanduser: plain(expandUser),
  expandvars: plain(expandVars),
  realpath: plain((path, context) => {
    const whole = absolute(path, context)
    return context.run.edges.files.realpath(whole) ?? whole
  }),
  relpath: {
    takes: ['path', 'start?'],
    run: ([path, start = '.'], context) => {
      if (path === '') throw typeProblem('relpath wants a path, not an empty text')
      return posix.relative(absolute(str(start), context), absolute(wantPath(path), context)) || '.'
    },
  },
  path_join: {
    takes: ['paths'],
    run: ([paths]) => {
      if (typeof paths === 'string') return paths
      if (Array.isArray(paths) && paths.length > 0) return join(paths.map(wantPath))
      throw typeProblem(`path_join wants a text or a list of them, not '${typeName(paths)}'`)
    },
  },
  fileglob: plain((pattern, context) => globFiles(pattern, context.run.edges.files)),
}
