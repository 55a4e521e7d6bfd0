// How GNU and busybox spell what POSIX leaves out. Chosen by the host's hello, never by guessing from its name.
import type { Facts } from '../model/module.ts'

/**
 * Fields of one file on one line: raw mode in hex, uid, gid, size, links, device:inode, owner:group. Names of
 * accounts may have blanks, but no colons.
 */
export const STAT_FIELDS = '%f %u %g %s %h %d:%i %U:%G'

/** stat with our fields; the paths follow. */
export const statCommand = (how: { follow: boolean }): string =>
  `stat ${how.follow ? '-L ' : ''}-c '${STAT_FIELDS}' --`

/**
 * A line for each file of a list, by `on`, of a program that prints names behind what it tells. Of files whose names
 * have newlines in them it is asked apart, and learns no name.
 */
export const linePerFile = (program: string, list: string, paths: readonly string[]): string =>
  paths.some(path => path.includes('\n'))
    ? `for n in ${list}; do eval "${program} <\\"\\$q$n\\""; done`
    : `on '${program} --' ${list}`

/**
 * A line for each of a list of links, by `on`: what it says, or where it leads in the end; empty where nowhere. Any
 * user can make a link with newlines in it, which must not pass for lines of ours: they travel as \1.
 */
export const readLinks = (facts: Facts, list: string, how: { follow: boolean }): string => {
  const flag = how.follow ? 'f' : ''
  return facts.flavour === 'gnu'
    ? `on 'readlink -z${flag} --' ${list} | tr '\\n\\0' '\\1\\n'`
    : `for n in ${list}; do on 'readlink -n${flag}' $n | tr '\\n' '\\1'; echo; done`
}

/** The text in such a line, one character a byte. */
export const linkIn = (line: string): string => line.replaceAll('\x01', '\n')
