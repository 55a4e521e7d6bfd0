// Which group's variables win: the deeper group, then the higher priority, then the later name.

type Nested = { readonly children: Iterable<string> }

/** How deep each group lies, by its longest way down from a group without parents. Loops were refused before. */
export const depths = (groups: ReadonlyMap<string, Nested>): ReadonlyMap<string, number> => {
  const waiting = new Map<string, number>()
  for (const { children } of groups.values())
    for (const child of children) waiting.set(child, (waiting.get(child) ?? 0) + 1)
  const depth = new Map<string, number>()
  const ready = [...groups.keys()].filter(name => !waiting.has(name))
  for (const name of ready) depth.set(name, 0)
  for (let name = ready.pop(); name !== undefined; name = ready.pop())
    for (const child of groups.get(name)?.children ?? []) {
      depth.set(child, Math.max(depth.get(child) ?? 0, (depth.get(name) ?? 0) + 1))
      const left = (waiting.get(child) ?? 1) - 1
      waiting.set(child, left)
      if (left === 0) ready.push(child)
    }
  return depth
}

/** Sorts names of groups so that later ones win; `all` comes first. */
export const byPrecedence =
  (depth: ReadonlyMap<string, number>, priority: (name: string) => number) =>
  (a: string, b: string): number =>
    (depth.get(a) ?? 0) - (depth.get(b) ?? 0) ||
    priority(a) - priority(b) ||
    (a < b ? -1 : a > b ? 1 : 0)
