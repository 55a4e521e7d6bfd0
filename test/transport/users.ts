// Throwaway users with rules for sudo, for tests that run as root.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, rmSync, writeFileSync } from 'node:fs'

export const noRoot: string | false = process.getuid?.() === 0 ? false : 'making users needs root'

export type User = { readonly name: string; remove(): void }

/** A user with a password and lines for sudoers, where NAME stands for it. */
export const makeUser = (
  password: string,
  sudoers: readonly string[] = [],
  shell = '/bin/sh',
  home = '/tmp',
): User => {
  const name = `mokt-${randomBytes(4).toString('hex')}`
  const rules = `/etc/sudoers.d/${name}`
  execFileSync('useradd', ['--no-create-home', '--home-dir', home, '--shell', shell, name])
  execFileSync('chpasswd', { input: `${name}:${password}\n` })
  if (sudoers.length > 0) {
    writeFileSync(rules, sudoers.map(line => `${line.replaceAll('NAME', name)}\n`).join(''))
    chmodSync(rules, 0o440)
  }
  const remove = (): void => {
    rmSync(rules, { force: true })
    // By force: sshd's process for the user may still be about to end.
    execFileSync('userdel', ['--force', name], { stdio: 'ignore' })
  }
  return { name, remove }
}
