// A raw mode taken apart as Ansible names its bits.

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

type Flags = Readonly<Record<keyof typeof TYPES | keyof typeof BITS, boolean>>

/** isdir, wusr and so on. */
export const statFlags = (raw: number): Flags =>
  Object.fromEntries([
    ...Object.entries(TYPES).map(([name, type]) => [name, (raw & 0o170000) === type]),
    ...Object.entries(BITS).map(([name, bit]) => [name, (raw & bit) !== 0]),
  ]) as Flags
