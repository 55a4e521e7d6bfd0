// Control groups of a host: one in each hierarchy, below the caller's own, so that limits set on the caller hold for hosts too.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hostPlace } from './place.ts'

/** The folders of a process's own groups, by what /proc says of mounts and of it. */
export const ownGroups = (mounts: string, cgroup: string): readonly string[] => {
  const hierarchies = mounts
    .split('\n')
    .map(line => line.split(' '))
    .filter(([, , type]) => type === 'cgroup' || type === 'cgroup2')
  return cgroup
    .trim()
    .split('\n')
    .flatMap(line => {
      const [, id, controllers, path] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? []
      const [controller = ''] = controllers?.split(',') ?? []
      const mount = hierarchies.find(([, , type, options]) =>
        id === '0' && controller === ''
          ? type === 'cgroup2'
          : type === 'cgroup' && options?.split(',').includes(controller),
      )
      return mount?.[1] === undefined ? [] : [join(mount[1], path ?? '/')]
    })
}

/** Makes the groups of a host, and notes where they are. */
export const makeGroups = (dir: string, name: string, title: string): void => {
  const own = ownGroups(
    readFileSync('/proc/self/mounts', 'utf8'),
    readFileSync('/proc/self/cgroup', 'utf8'),
  )
  const groups = own.map(group => join(group, title))
  writeFileSync(hostPlace(dir, name).cgroups, groups.map(group => `${group}\n`).join(''))
  for (const [index, group] of groups.entries()) {
    mkdirSync(group, { recursive: true })
    // These two begin empty, and nothing can run in a group without processors.
    for (const file of ['cpuset.cpus', 'cpuset.mems'])
      if (existsSync(join(group, file)) && existsSync(join(own[index] ?? '', file)))
        copyIfEmpty(join(own[index] ?? '', file), join(group, file))
  }
}

const copyIfEmpty = (from: string, to: string): void => {
  if (readFileSync(to, 'utf8').trim() === '') {
    const value = readFileSync(from, 'utf8').trim()
    if (value !== '') writeFileSync(to, value)
  }
}

/** Removes the groups of a host that has ended. The kernel may need a moment to see that they are empty. */
export const removeGroups = async (dir: string, name: string): Promise<void> => {
  const { cgroups } = hostPlace(dir, name)
  if (!existsSync(cgroups)) return
  for (const group of readFileSync(cgroups, 'utf8').split('\n').filter(Boolean))
    for (let tries = 0; tries < 100 && !removeTree(group); tries++) await sleep(20)
}

const removeTree = (group: string): boolean => {
  if (!existsSync(group)) return true
  for (const entry of readdirSync(group, { withFileTypes: true }))
    if (entry.isDirectory()) removeTree(join(group, entry.name))
  try {
    rmdirSync(group)
    return true
  } catch {
    return false
  }
}
