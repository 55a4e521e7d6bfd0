// From where to where: which side is the controller, and the paths on both.
import { absolute, below, nameOf, Refusal, resolved, type Facts } from '../../src/kit/index.ts'
import type { Args } from './args.ts'

type Place = 'controller' | 'host'
export type Ways = {
  readonly from: Place
  readonly to: Place
  readonly src: string
  /** Absolute. */
  readonly dest: string
}

const HERE = new Set(['localhost', '127.0.0.1', '::1'])

/** rsync on another host than ours would bring its files to the host of the task. */
const onHostItself = ({ delegate, name }: Facts): boolean => {
  if (delegate === undefined) return false
  if (delegate === name) return true
  throw new Refusal(
    undefined,
    HERE.has(delegate)
      ? 'with delegate_to: localhost would bring files to the controller: leave delegate_to out, the controller is the source already'
      : `from one host to another (delegate_to: ${delegate}): mokplay does not do this yet`,
  )
}

export const waysOf = (args: Args, facts: Facts): Ways => {
  for (const name of ['src', 'dest'] as const)
    if (/^rsync:\/\/|^[^/]*::/.test(args[name]))
      throw new Refusal(name, 'from a server of rsync: mokplay does not do this yet')
  const folder = facts.controller?.folder ?? '/'
  const expanded = (path: string, home: string): string => path.replace(/^~(?=\/|$)/, home)
  const onHost = (path: string): string => absolute(expanded(path, facts.home), facts)
  const onController = (path: string): string => expanded(path, facts.controller?.home ?? '/')
  if (onHostItself(facts))
    return { from: 'host', to: 'host', src: onHost(args.src), dest: onHost(args.dest) }
  if (args.mode === 'push') {
    const src = onController(args.src).replace(/(?<=.)\/+$/, '')
    return { from: 'controller', to: 'host', src, dest: onHost(args.dest) }
  }
  const dest = resolved(folder, onController(args.dest))
  return { from: 'host', to: 'controller', src: onHost(args.src), dest }
}

/** Where a tree's own paths begin, and what stands before them in patterns and lines. */
export type Roots = { readonly root: string; readonly prefix: string }

/** The three places it may be: of a folder, of a file that becomes `dest`, of a file in it. */
export const rootsOf = (
  args: Args,
  { src, dest }: Ways,
): Readonly<Record<'tree' | 'alone' | 'inside', Roots>> => {
  const name = nameOf(src)
  const inside = below(dest, name)
  const isContent = /(^|\/)\.?$/.test(args.src)
  return {
    tree: isContent ? { root: dest, prefix: '' } : { root: inside, prefix: `${name}/` },
    alone: { root: dest, prefix: name },
    inside: { root: inside, prefix: name },
  }
}
