// A path's answer as Ansible prints it.
import {
  isUnknown,
  modeText,
  statFlags,
  type StatAnswer,
  type StatFields,
} from '../../src/kit/index.ts'

type Wanted = {
  readonly path: string
  readonly follow: boolean
  readonly get_checksum: boolean
  readonly checksum_algorithm: string
  readonly get_md5: boolean
  readonly get_mime: boolean
  readonly get_attributes: boolean
}

/** Names of chattr's letters. */
const FLAGS: Readonly<Record<string, string>> = {
  A: 'noatime',
  a: 'append',
  c: 'compressed',
  C: 'nocow',
  d: 'nodump',
  D: 'dirsync',
  e: 'extents',
  E: 'encrypted',
  h: 'blocksize',
  i: 'immutable',
  I: 'indexed',
  j: 'journalled',
  N: 'inline',
  s: 'zero',
  S: 'synchronous',
  t: 'notail',
  T: 'blockroot',
  u: 'undelete',
  X: 'compressedraw',
  Z: 'compresseddirty',
}

/** The dictionary under `stat`. */
export const describe = (
  wanted: Wanted,
  found: StatAnswer | undefined,
): Readonly<Record<string, unknown>> => {
  // A broken link that is to be followed leads to nothing.
  const fields = wanted.follow && found?.target !== undefined ? found.real : found?.self
  if (!found || !fields) return { exists: false }
  const flags = statFlags(fields.raw)
  return {
    exists: true,
    path: wanted.path,
    mode: modeText(fields.raw),
    ...flags,
    ...numbers(fields),
    readable: found.readable,
    writeable: found.writeable,
    executable: found.executable,
    ...(flags.islnk && { lnk_source: found.realPath, lnk_target: found.target }),
    ...(fields.owner !== 'UNKNOWN' && { pw_name: fields.owner }),
    ...(fields.group !== 'UNKNOWN' && { gr_name: fields.group }),
    ...(flags.isreg && digests(wanted, found)),
    ...(wanted.get_mime && {
      mimetype: found.mime?.type ?? 'unknown',
      charset: found.mime?.charset ?? 'unknown',
    }),
    ...(wanted.get_attributes && attributes(found)),
  }
}

const numbers = (fields: StatFields): Readonly<Record<string, unknown>> => ({
  uid: fields.uid,
  gid: fields.gid,
  size: fields.size,
  inode: fields.inode,
  dev: fields.device,
  nlink: fields.links,
  atime: fields.atime,
  mtime: fields.mtime,
  ctime: fields.ctime,
  blocks: fields.blocks,
  block_size: fields.blockSize,
  device_type: fields.deviceType,
})

const digests = (
  { get_checksum, get_md5, checksum_algorithm }: Wanted,
  { digests: of = {} }: StatAnswer,
): Readonly<Record<string, unknown>> => ({
  ...(get_md5 && of['md5'] !== undefined && { md5: of['md5'] }),
  ...(get_checksum && of[checksum_algorithm] !== undefined && { checksum: of[checksum_algorithm] }),
})

const attributes = ({ attributes: of = {} }: StatAnswer): Readonly<Record<string, unknown>> => ({
  version: of.version ?? null,
  attributes: isUnknown(of.flags)
    ? of.flags
    : [...(of.flags ?? '')].flatMap(letter => FLAGS[letter] ?? []),
  attr_flags: of.flags ?? '',
})
