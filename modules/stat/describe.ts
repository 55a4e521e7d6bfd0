// A path's answer as Ansible prints it.
import { isUnknown, modeText, type StatAnswer, type StatFields } from '../../src/kit/index.ts'

type Wanted = {
  readonly path: string
  readonly follow: boolean
  readonly get_checksum: boolean
  readonly checksum_algorithm: string
  readonly get_md5: boolean
  readonly get_mime: boolean
  readonly get_attributes: boolean
}

const TYPES = {
  isdir: 0o040000,
  ischr: 0o020000,
  isblk: 0o060000,
  isreg: 0o100000,
  isfifo: 0o010000,
  islnk: 0o120000,
  issock: 0o140000,
} as const

const BITS = {
  wusr: 0o200,
  rusr: 0o400,
  xusr: 0o100,
  wgrp: 0o020,
  rgrp: 0o040,
  xgrp: 0o010,
  woth: 0o002,
  roth: 0o004,
  xoth: 0o001,
  isuid: 0o4000,
  isgid: 0o2000,
} as const

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
  const type = fields.raw & 0o170000
  return {
    exists: true,
    path: wanted.path,
    mode: modeText(fields.raw),
    ...table(TYPES, bits => type === bits),
    ...numbers(fields),
    ...table(BITS, bits => (fields.raw & bits) !== 0),
    readable: found.readable,
    writeable: found.writeable,
    executable: found.executable,
    ...(type === TYPES.islnk && { lnk_source: found.realPath, lnk_target: found.target }),
    ...(fields.owner !== 'UNKNOWN' && { pw_name: fields.owner }),
    ...(fields.group !== 'UNKNOWN' && { gr_name: fields.group }),
    ...(type === TYPES.isreg && digests(wanted, found)),
    ...(wanted.get_mime && {
      mimetype: found.mime?.type ?? 'unknown',
      charset: found.mime?.charset ?? 'unknown',
    }),
    ...(wanted.get_attributes && attributes(found)),
  }
}

const table = (
  names: Readonly<Record<string, number>>,
  holds: (bits: number) => boolean,
): Readonly<Record<string, boolean>> =>
  Object.fromEntries(Object.entries(names).map(([name, bits]) => [name, holds(bits)]))

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
