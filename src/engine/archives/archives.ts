// Archives of the controller: what is in them, so that hosts need not be sent what they have already. Formats that
// cannot be read here are no mistake: the host then compares by itself.
import zlib from 'node:zlib'
import { sha256 } from '../../base/value.ts'
import type { ArchiveAnswer, ArchiveFormat } from '../../model/answers.ts'
import { ArchiveProblem } from './problem.ts'
import { isTar, readTar } from './tar.ts'
import { readZip } from './zip.ts'

/** What is unpacked in memory to look into it. */
const MOST = 2 ** 30

type Inside = Pick<ArchiveAnswer, 'format' | 'members' | 'trouble'>

/** By digest, so that hosts share one look; a few, since a run rarely has more. */
const seen = new Map<string, Inside>()
const KEPT = 4

/** An archive's answer. */
export const archiveAnswer = (path: string, bytes: Uint8Array): ArchiveAnswer => {
  const digest = sha256(bytes)
  const inside = seen.get(digest) ?? look(bytes)
  seen.delete(digest)
  seen.set(digest, inside)
  for (const old of [...seen.keys()].slice(0, -KEPT)) seen.delete(old)
  return { path, size: bytes.length, sha256: digest, ...inside }
}

/** What packers' files begin with. */
const MAGIC: readonly (readonly [RegExp, ArchiveFormat])[] = [
  [/^\x1f\x8b/, 'gzip'],
  [/^BZh/, 'bzip2'],
  [/^\xfd7zXZ\0/, 'xz'],
  [/^\x28\xb5\x2f\xfd/, 'zstd'],
  [/^PK(\x03\x04|\x05\x06)/, 'zip'],
]

const formatOf = (bytes: Uint8Array): ArchiveFormat => {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  return MAGIC.find(([magic]) => magic.test(head))?.[1] ?? (isTar(bytes) ? 'tar' : 'other')
}

const look = (bytes: Uint8Array): Inside => {
  const format = formatOf(bytes)
  try {
    switch (format) {
      case 'zip':
        return { format, members: readZip(bytes) }
      case 'tar':
        return { format, members: readTar(bytes) }
      case 'gzip': {
        const plain = zlib.gunzipSync(bytes, { maxOutputLength: MOST })
        if (isTar(plain)) return { format, members: readTar(plain) }
        return { format, trouble: 'there is no tar archive in it' }
      }
      case 'other':
        return {
          format,
          trouble: Buffer.from(bytes.subarray(0, 14)).equals(Buffer.from('$ANSIBLE_VAULT'))
            ? 'it is encrypted by ansible-vault, and "decrypt" says to leave it so'
            : 'it is no archive of a known format',
        }
      default:
        return { format }
    }
  } catch (problem) {
    const isOurs = problem instanceof ArchiveProblem
    if (!isOurs && format !== 'gzip' && format !== 'zip') throw problem
    return { format, trouble: (problem as Error).message }
  }
}
