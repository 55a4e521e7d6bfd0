// What a sandbox was made with; it also marks a folder as ours.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { place } from './place.ts'

export type Settings = {
  /** The ssh server that hosts run; without one, ssh2's stands in. */
  readonly sshd: string | undefined
}

const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd', '/sbin/sshd']

export const isSandbox = (dir: string): boolean => existsSync(place(dir).settings)

/** Whether the settings are whole: an `up` that was killed may have left half of them. */
export const hasSettings = (dir: string): boolean => {
  try {
    readSettings(dir)
    return true
  } catch {
    return false
  }
}

export const readSettings = (dir: string): Settings => {
  const { sshd } = JSON.parse(readFileSync(place(dir).settings, 'utf8')) as { sshd?: unknown }
  return { sshd: typeof sshd === 'string' ? sshd : undefined }
}

/** Settings of a new sandbox. */
export const writeSettings = (dir: string, wish: { readonly standIn: boolean }): void => {
  const sshd = wish.standIn ? undefined : SSHD.find(program => existsSync(program))
  writeFileSync(place(dir).settings, `${JSON.stringify({ sshd })}\n`, { mode: 0o600 })
}
