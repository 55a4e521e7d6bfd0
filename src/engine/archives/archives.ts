// Archives of the controller: what is in them, so that hosts need not be sent what they have already. Formats that
// cannot be read here are no mistake: the host then compares by itself.
import zlib from 'node:zlib'
import { sha256 } from '../../base/value.ts'
import type { ArchiveAnswer } from '../../model/answers.ts'
import { ArchiveProblem } from './problem.ts'
import { isTar, readTar } from './tar.ts'
import { isZip, readZip } from './zip.ts'

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

/** What other packers' files begin with: bzip2, xz, zstd, compress, lzip. */
const OTHERS = /^(BZh|\xfd7zXZ\0|\x28\xb5\x2f\xfd|\x1f\x9d|LZIP)/

const look = (bytes: Uint8Array): Inside => {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  const isPacked = head.startsWith('\x1f\x8b')
  if (OTHERS.test(head)) return { format: 'other' }
  if (head.startsWith('$ANSIBL'))
    return { format: 'other', trouble: 'it is encrypted by ansible-vault, which is not understood' }
  try {
    if (isZip(bytes)) return { format: 'zip', members: readZip(bytes) }
    const plain = isPacked ? zlib.gunzipSync(bytes, { maxOutputLength: MOST }) : bytes
    if (isTar(plain)) return { format: 'tar', members: readTar(plain) }
    return { format: 'other', trouble: 'it is no archive of a known format' }
  } catch (problem) {
    if (problem instanceof ArchiveProblem)
      return { format: isZip(bytes) ? 'zip' : 'tar', trouble: problem.message }
    if (!isPacked && !isZip(bytes)) throw problem
    return { format: isZip(bytes) ? 'zip' : 'tar', trouble: (problem as Error).message }
  }
}
