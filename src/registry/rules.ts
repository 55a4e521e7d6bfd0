// Rules between arguments: one of, not both, together, required if.
import { equal } from '../base/value.ts'
import type { ArgRules } from '../model/module.ts'

const list = (names: readonly string[]): string => names.map(name => `"${name}"`).join(', ')

/** A sentence for each broken rule. What is templated later counts as given, and its value as any. */
export const brokenRules = (
  rules: ArgRules,
  given: ReadonlySet<string>,
  later: ReadonlySet<string>,
  args: Readonly<Record<string, unknown>>,
): readonly string[] => {
  const has = (name: string): boolean => given.has(name)
  const broken: string[] = []
  for (const names of rules.oneOf ?? [])
    if (!names.some(has)) broken.push(`one of ${list(names)} is needed`)
  for (const names of rules.exclusive ?? []) {
    const both = names.filter(has)
    if (both.length > 1) broken.push(`${list(both)} exclude each other`)
  }
  for (const names of rules.together ?? []) {
    if (names.some(has) && !names.every(has))
      broken.push(
        `${list(names)} belong together; ${list(names.filter(name => !has(name)))} is missing`,
      )
  }
  for (const [name, value, needed] of rules.requiredIf ?? []) {
    if (later.has(name) || !equal(args[name], value)) continue
    const missing = needed.filter(other => !has(other))
    if (missing.length > 0) broken.push(`"${name}: ${String(value)}" needs ${list(missing)}`)
  }
  for (const [name, needed] of rules.requiredBy ?? []) {
    const missing = needed.filter(other => !has(other))
    if (has(name) && missing.length > 0) broken.push(`"${name}" needs ${list(missing)}`)
  }
  return broken
}
