// How GNU and busybox spell what POSIX leaves out. Chosen by the host's hello, never by guessing from its name.
import type { Facts } from '../model/module.ts'

/** Fields of one file on one line: raw mode in hex, uid, gid, size, links, device:inode, owner, group. */
export const STAT_FIELDS = '%f %u %g %s %h %d:%i %U %G'

/** stat with our fields; the paths follow. */
export const statCommand = (how: { follow: boolean }): string => `stat ${how.follow ? '-L ' : ''}-c '${STAT_FIELDS}' --`

/** SHA-256 of the files that follow, one line each, the digest first. */
export const digestCommand = 'sha256sum --'

/** Whether readlink takes several paths at once. */
export const manyLinks = (facts: Facts): boolean => facts.flavour === 'gnu'
