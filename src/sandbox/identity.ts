// Which process is meant: its number and the moment it started, as one line of /proc/PID/stat. A number alone
// may belong to a stranger by now, so nothing here ends a process whose start does not match.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

type Identity = { readonly pid: number; readonly state: string; readonly started: string }

/** Reads a line of /proc/PID/stat. The name in it may hold blanks and brackets: count from its end. */
const parse = (line: string): Identity | undefined => {
  const pid = Number.parseInt(line, 10)
  const rest = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const [state, started] = [rest[0], rest[19]]
  return pid > 0 && state && started ? { pid, state, started } : undefined
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The number of a process's parent. */
export const parentOf = (pid: number): number => {
  const line = read(`/proc/${pid}/stat`)
  return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1])
}

/** The process that a file names, if it still runs. */
export const living = (file: string): number | undefined => {
  const noted = parse(read(file))
  if (!noted) return undefined
  const now = parse(read(`/proc/${noted.pid}/stat`))
  return now && now.started === noted.started && !'ZX'.includes(now.state) ? noted.pid : undefined
}

/** The line that tells this process from all others. */
export const ownLine = (): string => read('/proc/self/stat')

/** Ends the process that a file names, and waits until it is gone. */
export const end = async (
  file: string,
  signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL',
): Promise<void> => {
  for (let pid = living(file), tries = 0; pid !== undefined; pid = living(file), tries++) {
    try {
      if (tries === 0) process.kill(pid, signal)
      else if (tries > 500) process.kill(pid, 'SIGKILL')
    } catch {
      return
    }
    await sleep(4)
  }
}
