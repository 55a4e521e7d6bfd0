// Whether the machine has room for more hosts. What is scarce are inotify instances: all programs of root share some, those of
// all hosts among them, and systemd without one ends or hangs without a word.
import { readFileSync } from 'node:fs'
import { error, Mistake } from '../../base/diagnostic.ts'
import { attempt } from './tools.ts'

/** As many as the programs of a host take when a good deal is turned on. */
const EACH = 10
const LIMIT = '/proc/sys/fs/inotify/max_user_instances'

/** The number of inotify_init1(2); elsewhere nobody asks. */
const CALL: Partial<Record<NodeJS.Architecture, number>> = { x64: 294, arm64: 26 }

/** Refuses to start so many hosts where they could not live. */
export const demandRoom = async (count: number): Promise<void> => {
  const call = CALL[process.arch]
  if (call === undefined || count === 0) return
  const need = count * EACH
  // It takes as many as it gets, and gives them back with its end.
  const script = `my $n = 0; $n++ while $n < ${need} && syscall(${call}, 0) >= 0; print $n`
  const { code, out } = await attempt(['perl', '-e', script])
  if (code !== 0 || Number(out) >= need) return
  const limit = Number(readFileSync(LIMIT, 'utf8'))
  throw new Mistake(
    error(
      'sandbox/no-room',
      `${count === 1 ? 'a host needs' : `${count} hosts need`} up to ${need} inotify instances, and only ${out} of the ${limit} that this machine gives root are left`,
      { hint: `take sandboxes down, or: sysctl -w fs.inotify.max_user_instances=${limit * 4}` },
    ),
  )
}
