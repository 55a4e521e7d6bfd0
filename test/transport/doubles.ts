// Stand-ins for programs that this machine's distribution lacks, as scripts that ask, answer and refuse as those do,
// and leave the becoming itself to the machine's own sudo and su.
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { quote } from '../../src/base/shell.ts'

const write = (folder: string, name: string, lines: readonly string[]): string => {
  const file = join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`)
  chmodSync(file, 0o755)
  return file
}

/**
 * sudo-rs, of before 0.2.6 (it does not know -p) or after (it wraps what -p says). Its user must be allowed to use sudo
 * without a password.
 */
export const sudoRs = (folder: string, password: string, version: 'old' | 'new'): string =>
  write(folder, `sudo-rs-${version}`, [
    'prompt=authenticate user=root',
    'while :; do case $1 in',
    '-S|-H) shift ;;',
    version === 'old'
      ? `-p) echo "sudo-rs: invalid option '-p'" >&2; exit 1 ;;`
      : '-p) prompt=$2; shift 2 ;;',
    '-n) echo "sudo: interactive authentication is required" >&2; exit 1 ;;',
    '-u) user=$2; shift 2 ;;',
    '*) break ;;',
    'esac; done',
    'for try in 1 2 3; do',
    'printf "[sudo: %s] Password: " "$prompt" >&2; IFS= read -r word; echo >&2',
    `[ "$word" = ${quote(password)} ] && exec sudo -n -H -u "$user" "$@"`,
    'echo "sudo: Authentication failed, try again." >&2',
    'done',
    'echo "sudo: maximum 3 incorrect authentication attempts" >&2; exit 1',
  ])

/** A su that runs on terminals only, as those of shadow and coreutils did. */
export const oldSu = (folder: string): string =>
  write(folder, 'old-su', [
    '[ -t 0 ] || { echo "su: must be run from a terminal" >&2; exit 1; }',
    'exec su "$@"',
  ])

/** A su that asks and refuses in some language, whatever it was told of locales. */
export const foreignSu = (
  folder: string,
  language: string,
  [ask, refuse]: readonly [ask: string, refuse: string],
  password: string,
): string =>
  write(folder, `su-${language}`, [
    `printf '%s' ${quote(ask)} >&2; IFS= read -r word; echo >&2`,
    `[ "$word" = ${quote(password)} ] || { sleep 1; echo ${quote(refuse)} >&2; exit 1; }`,
    'exec sudo -n su "$@"',
  ])
