// Filters on paths of the controller and of hosts (both POSIX).
import { posix } from 'node:path'
import type { Filters, Context } from '../plugin.ts'
import { keyText, str } from '../print.ts'
import { iterate, tuple } from '../values.ts'
import { globFiles } from '../glob.ts'

/** Python's dirname and basename: a path that ends in a slash has an empty basename. */
const splitPath = (path: string): { head: string; tail: string } => {
  const at = path.lastIndexOf('/') + 1
  const head = path.slice(0, at)
  return { head: /^\/*$/.test(head) ? head : head.replace(/\/+$/, ''), tail: path.slice(at) }
}

const expandUser = (path: string, context: Context): string => {
  if (path !== '~' && !path.startsWith('~/')) return path
  const home = context.run.edges.env.get('HOME')
  return home === undefined ? path : home.replace(/\/$/, '') + path.slice(1) || '/'
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

const plain = (act: (path: string, context: Context) => unknown): Filters[string] => ({
  takes: ['path'],
  run: ([path], context) => act(str(path), context),
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

export const pathFilters: Filters = {
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
    run: ([path, start = '.'], context) =>
      posix.relative(absolute(str(start), context), absolute(str(path), context)) || '.',
  },
  path_join: {
    takes: ['paths'],
    run: ([paths]) => (typeof paths === 'string' ? paths : join(iterate(paths).map(keyText))),
  },
  fileglob: plain((pattern, context) => globFiles(pattern, context.run.edges.files)),
}
