// Where a task stands: the chain from its play through blocks, roles and includes down to itself, and what each
// link says. How a keyword is inherited is the keyword table's business.
import { keywordOf } from '../lang/keywords.ts'
import type { VarsLayer } from '../model/inventory.ts'
import type { Keywords, Located, Role } from '../model/playbook.ts'

export type Context = {
  readonly keywords: Keywords
  readonly above?: Context
  /** Set where a role's body begins. */
  readonly role?: Role
  /** Variables that an include hands down. */
  readonly params?: VarsLayer
}

const BELOW = new WeakMap<Context, WeakMap<Keywords, Context>>()

/** A link below another: the same link for every host, so that what is made of it is made once. */
export const below = (
  above: Context,
  keywords: Keywords,
  more: { role?: Role | undefined; params?: VarsLayer | undefined } = {},
): Context => {
  const made: Context = {
    keywords,
    above,
    ...(more.role && { role: more.role }),
    ...(more.params && { params: more.params }),
  }
  if (more.params) return made
  const links = BELOW.get(above) ?? new WeakMap<Keywords, Context>()
  BELOW.set(above, links)
  const known = links.get(keywords)
  if (known && known.role === made.role) return known
  links.set(keywords, made)
  return made
}

/** The links from the play down to here. */
export const chainOf = (context: Context): readonly Context[] => {
  const chain: Context[] = []
  for (let link: Context | undefined = context; link; link = link.above) chain.unshift(link)
  return chain
}

const SAID = new WeakMap<Context, Map<string, Located | undefined>>()

/** What a keyword says here: the task's own word, or the closest above where it is inherited. */
export const keyword = (context: Context, name: string): Located | undefined => {
  const said = SAID.get(context) ?? new Map<string, Located | undefined>()
  SAID.set(context, said)
  if (!said.has(name)) said.set(name, lookUp(context, name))
  return said.get(name)
}

const lookUp = (context: Context, name: string): Located | undefined => {
  const own = context.keywords[name]
  if (own || !keywordOf(name)?.inherits) return own
  for (let link = context.above; link; link = link.above)
    if (link.keywords[name]) return link.keywords[name]
  return undefined
}

/** All that a keyword says from the play down to here, the play's word first. */
export const gathered = (context: Context, name: string): readonly Located[] => {
  const found: Located[] = []
  for (let link: Context | undefined = context; link; link = link.above)
    if (link.keywords[name]) found.unshift(link.keywords[name])
  return found
}

/** The role a task belongs to. */
export const roleOf = (context: Context): Role | undefined => {
  for (let link: Context | undefined = context; link; link = link.above)
    if (link.role) return link.role
  return undefined
}

/** A list of texts of a keyword that is a text, a comma list or a list. */
export const texts = (value: unknown): readonly string[] => {
  if (value === null || value === undefined) return []
  const list = Array.isArray(value) ? (value as unknown[]) : [value]
  return list
    .flatMap(item =>
      typeof item === 'string' ? item.split(',').map(part => part.trim()) : [String(item)],
    )
    .filter(text => text !== '')
}
