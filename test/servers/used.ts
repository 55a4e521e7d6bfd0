// Which modules the playbooks of test/servers use, by the image of their hosts.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { source } from '../../src/base/source.ts'
import { readYaml } from '../../src/lang/read-yaml.ts'
import { root } from '../support/root.ts'

const folder = join(root, 'test/servers/every-module')

/** Image → names of the modules that its playbook has a task for. */
export const modulesUsed = (): Readonly<Record<string, ReadonlySet<string>>> => {
  const files = readdirSync(folder).filter(name => name.endsWith('.yml'))
  return Object.fromEntries(
    files.map(name => {
      const { value } = readYaml(source(name, readFileSync(join(folder, name), 'utf8')))
      return [basename(name, '.yml'), new Set(keysIn(value))]
    }),
  )
}

/** Every key at any depth of the plays: names of modules among them. */
const keysIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(keysIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => [
    name,
    ...(['tasks', 'block', 'handlers', 'pre_tasks', 'post_tasks'].includes(name) ||
    /^\d+$/.test(name)
      ? keysIn(part)
      : []),
  ])
}
