// Starts one host and waits until it is ready. Who waits for what is told by the lines that the script writes on 3.
import { execFile, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { error, Mistake } from '../base/diagnostic.ts'
import { BOOT_SCRIPT } from './boot-script.ts'
import { CLEAN_ENV } from './enter.ts'
import type { Layer } from './layers.ts'
import { hostPlace } from './place.ts'
import type { Privilege } from './privilege.ts'

export type BootOptions = {
  readonly privilege: Privilege
  readonly layers: readonly Layer[]
  readonly users: readonly { readonly name: string; readonly uid: number }[]
  /** The group of terminals. */
  readonly tty: number
}

/** Fills in the id map of a user's own user namespace. */
export const mapIds = async (pid: number, privilege: Privilege): Promise<void> => {
  if (privilege.kind === 'root') return
  const { uid, gid, uids, gids } = privilege
  const run = promisify(execFile)
  await run('newuidmap', [pid, 0, uid, 1, 1, uids.from, uids.count].map(String))
  await run('newgidmap', [pid, 0, gid, 1, 1, gids.from, gids.count].map(String))
}

/** Starts a host whose files lie ready; says what is worth knowing about how it runs. */
export const boot = async (dir: string, name: string, options: BootOptions): Promise<'disk' | 'memory'> => {
  const { privilege, layers, users, tty } = options
  const at = hostPlace(dir, name)
  mkdirSync(at.root, { recursive: true })
  const log = openSync(at.bootLog, 'w')
  const own = privilege.kind === 'user' ? ['--user'] : []
  const first = privilege.kind === 'user' ? 'mapped' : 'disk'
  const child = spawn(
    'unshare',
    [...own, '--mount', '--pid', '--net', '--fork', 'sh', '-c', BOOT_SCRIPT, 'boot', first],
    {
      detached: true,
      cwd: '/',
      stdio: ['pipe', log, log, 'pipe'],
      env: {
        ...CLEAN_ENV,
        boot: BOOT_SCRIPT,
        home: at.home,
        state: dir,
        name,
        range: String(privilege.kind === 'root' ? 2 ** 32 - 1 : privilege.uids.count + 1),
        options: privilege.kind === 'root' ? '' : 'userxattr,',
        layers: layers.map(layer => `${layer.name} ${layer.lower} ${layer.target}`).join('\n'),
        users: users.map(user => `${user.name}:${user.uid}`).join(' '),
        tty: String(tty),
      },
    },
  )
  closeSync(log)
  const reports = child.stdio[3] as Readable
  let kept: 'disk' | 'memory' = 'disk'
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  // `unshare` outlives the start and keeps 3 open: "ready" is the end, not the end of the stream.
  const said = async (): Promise<boolean> => {
    for await (const line of createInterface({ input: reports })) {
      if (line === 'memory') kept = 'memory'
      if (line === 'ready') return true
      if (line === 'map') {
        await mapIds(child.pid ?? 0, privilege)
        child.stdin?.write('\n')
      }
    }
    return false
  }
  child.stdin?.on('error', () => {})
  const ready = await Promise.race([said(), failed])
  child.stdin?.destroy()
  reports.destroy()
  child.unref()
  if (ready) return kept
  const why = readFileSync(at.bootLog, 'utf8').trim().split('\n').slice(-3).join('; ')
  throw new Mistake(
    error('sandbox/host-failed', `${name} did not start: ${why || 'it ended without a word'}`, {
      hint: `the whole log: ${at.bootLog}`,
    }),
  )
}
