// Which tasks run: --tags, --skip-tags, with always, never, tagged, untagged and all as Ansible has them.

export type Selection = { readonly tags: readonly string[]; readonly skip: readonly string[] }

/** Whether a task with these tags is chosen. */
export const isChosen = (tags: readonly string[], { tags: only, skip }: Selection): boolean => {
  const own = new Set(tags)
  const isTagged = own.size > 0
  const hits = (wanted: readonly string[]): boolean => wanted.some(tag => own.has(tag))
  return runs(own, isTagged, only, hits) && !isSkipped(own, isTagged, skip, hits)
}

const runs = (
  own: ReadonlySet<string>,
  isTagged: boolean,
  only: readonly string[],
  hits: (wanted: readonly string[]) => boolean,
): boolean => {
  if (own.has('always')) return true
  if (only.length === 0 || only.includes('all')) return !own.has('never') || hits(only)
  if (hits(only)) return true
  if (only.includes('tagged')) return isTagged && !own.has('never')
  return only.includes('untagged') && !isTagged
}

const isSkipped = (
  own: ReadonlySet<string>,
  isTagged: boolean,
  skip: readonly string[],
  hits: (wanted: readonly string[]) => boolean,
): boolean => {
  if (skip.length === 0) return false
  if (hits(skip)) return true
  if (skip.includes('all')) return !own.has('always') || skip.includes('always')
  if (skip.includes('tagged')) return isTagged
  return skip.includes('untagged') && !isTagged
}
