// A question's name, `file /etc/hosts`, and patterns over names: `package *`, `file /etc/kubernetes/**`.
import type { Probe } from '../model/module.ts'

/** The name of what a question is about; how much of it is asked does not count. */
export const keyOf = (probe: Probe): string => `${probe.kind} ${probe.id}`

/** Whether a pattern covers a name: `*` is any text without a slash, `**` any text. */
export const covers = (pattern: string, key: string): boolean => {
  if (pattern === key) return true
  const star = pattern.indexOf('*')
  if (star === -1) return false
  if (!key.startsWith(pattern.slice(0, star))) return false
  if (star === pattern.length - 1)
    return pattern.startsWith('file ') ? !key.includes('/', star) : true
  if (pattern.endsWith('**') && star === pattern.length - 2) return true
  const escaped = pattern
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*|\*/g, stars => (stars === '**' ? '.*' : '[^/]*'))
  return new RegExp(`^${escaped}$`, 's').test(key)
}
