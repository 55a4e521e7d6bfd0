// Ends what belongs to a host or a sandbox, also what a killed `up` left half started and nobody has noted: whatever
// starts a host carries its folder in its environment as `home`, and so does the supervisor with the sandbox's.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { end } from './identity.ts'
import { hostPlace } from './place.ts'

const environment = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1')
  } catch {
    return ''
  }
}

const marked = (homes: readonly string[]): number[] => {
  const marks = homes.map(home => Buffer.from(`\0home=${home}\0`).toString('latin1'))
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      const variables = `\0${environment(pid)}`
      return marks.some(mark => variables.includes(mark))
    })
    .map(Number)
}

/** Ends the processes that carry one of these folders. */
export const endStrays = async (homes: readonly string[]): Promise<void> => {
  for (let found = marked(homes); found.length > 0; found = marked(homes)) {
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        continue
      }
    }
    await sleep(4)
  }
}

/** Ends all that hosts run. The end of a first process is the end of all its processes and mounts. */
export const endHosts = async (dir: string, names: readonly string[]): Promise<void> => {
  await Promise.all(names.map(name => end(hostPlace(dir, name).init)))
  await endStrays(names.map(name => hostPlace(dir, name).home))
}
