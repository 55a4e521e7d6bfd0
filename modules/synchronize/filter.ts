// rsync's rules about what to leave out: the first pattern that fits decides.

export type Rule = {
  readonly include: boolean
  readonly foldersOnly: boolean
  readonly pattern: RegExp
}

/** A pattern of --exclude or --include. */
export const ruleOf = (kind: 'include' | 'exclude', text: string): Rule => {
  const foldersOnly = text.endsWith('/')
  const whole = text.startsWith('/')
  const body = text.replace(/^\//, '').replace(/\/$/, '')
  const deep = body.endsWith('/***')
  const source = `${expression(deep ? body.slice(0, -4) : body)}${deep ? '(?:/.*)?' : ''}`
  const before = whole ? '^' : '(?:^|/)'
  return {
    include: kind === 'include',
    foldersOnly,
    pattern: new RegExp(`${before}${source}$`, 's'),
  }
}

const expression = (pattern: string): string =>
  pattern.replace(/\*\*|\*|\?|\[!?\]?[^\]]*\]|\\[^]|[^]/g, part => {
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    if (part.length > 2 && part.startsWith('['))
      return `[${part.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`
    return (part.length === 2 && part.startsWith('\\') ? part[1]! : part).replace(
      /[.*+?^${}()|[\]\\/]/,
      '\\$&',
    )
  })

/** Whether a path of the transfer, or a folder above it, is left out. */
export const isExcluded = (rules: readonly Rule[], path: string, isFolder: boolean): boolean => {
  if (rules.length === 0 || path === '') return false
  const parts = path.split('/')
  return parts.some((_, index) => {
    const at = parts.slice(0, index + 1).join('/')
    const folder = isFolder || index < parts.length - 1
    const rule = rules.find(each => (!each.foldersOnly || folder) && each.pattern.test(at))
    return rule !== undefined && !rule.include
  })
}
