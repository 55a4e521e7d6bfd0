// What `stat` will say of a path for which `file` has a plan: what the plan tells, and unknown what only the host can.
import { createHash } from 'node:crypto'
import { unknown } from '../../base/unknown.ts'
import type { FileAnswer, StatAnswer, StatFields } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Probe } from '../../model/module.ts'
import { absent, known } from '../kind.ts'

const BITS: Readonly<Record<FileAnswer['type'], number>> = {
  socket: 0o140000,
  link: 0o120000,
  file: 0o100000,
  block: 0o060000,
  directory: 0o040000,
  char: 0o020000,
  fifo: 0o010000,
}

const DIGESTS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const

/** The answer that follows from a plan; undefined where there is none. */
export const derivedStat = (
  probe: Probe<StatAnswer>,
  planned: (kind: string, id: string) => Answer | undefined,
): Answer<StatAnswer> | undefined => {
  const plan = planned('file', probe.id)
  if (!plan || 'failed' in plan || 'unknown' in plan) return plan
  if ('absent' in plan) return absent
  return known(statOf(plan.known as FileAnswer, probe))
}

const later = <T>(what: string): T =>
  unknown(`${what} of a file that does not exist yet`) as unknown as T

const statOf = (file: FileAnswer, probe: Probe<StatAnswer>): StatAnswer => {
  const end = file.real ?? file
  return {
    self: fieldsOf(file),
    ...(file.real && { real: fieldsOf(file.real), realPath: file.real.path }),
    ...(file.target !== undefined && { target: file.target }),
    readable: later('the readability'),
    writeable: later('the writability'),
    executable: later('the executability'),
    digests: Object.fromEntries(
      DIGESTS.filter(name => probe.ask?.[name] === true).map(name => [name, digestOf(end, name)]),
    ),
    ...(probe.ask?.['mime'] === true && {
      mime: { type: later<string>('the type'), charset: later<string>('the charset') },
    }),
    ...(probe.ask?.['attributes'] === true && {
      attributes: { version: later<string>('the version'), flags: later<string>('the flags') },
    }),
  }
}

const fieldsOf = (file: Omit<FileAnswer, 'real'>): StatFields => ({
  raw: BITS[file.type] | file.mode,
  uid: file.uid,
  gid: file.gid,
  size: file.size,
  links: file.links,
  inode: later('the inode'),
  device: later('the device'),
  blocks: later('the blocks'),
  blockSize: later('the block size'),
  deviceType: later('the device type'),
  atime: later('the access time'),
  mtime: later('the modification time'),
  ctime: later('the change time'),
  owner: file.owner,
  group: file.group,
})

const digestOf = (file: Omit<FileAnswer, 'real'>, name: (typeof DIGESTS)[number]): string => {
  if (file.text !== undefined) return createHash(name).update(file.text).digest('hex')
  return name === 'sha256' && file.sha256 !== undefined ? file.sha256 : later('the digest')
}
