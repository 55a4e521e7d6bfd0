// Starts one host and waits until it is ready. Who waits for what is told by the lines that the script writes on 3.
import { spawn } from 'node:child_process'
import { closeSync, copyFileSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { error, Mistake } from '../base/diagnostic.ts'
import { BOOT_SCRIPT } from './boot-script.ts'
import { CLEAN_ENV } from './enter.ts'
import type { Ground } from './ground.ts'
import { end } from './identity.ts'
import { mapIds } from './mapped.ts'
import { hostPlace } from './place.ts'
import type { Privilege } from './privilege.ts'

export type BootOptions = {
  readonly privilege: Privilege
  readonly ground: Ground
  readonly users: readonly { readonly name: string; readonly uid: number }[]
  /** The group of terminals. */
  readonly tty: number
}

/**
 * Each id as itself. The kernel wants every line of a map to lie within one line of the map above, and a user's has
 * two: the user, then the subordinate ids.
 */
const ranges = (privilege: Privilege): string =>
  privilege.kind === 'root'
    ? `0 0 ${2 ** 32 - 1}`
    : `0 0 1\n1 1 ${Math.min(privilege.uids.count, privilege.gids.count)}`

const PATIENCE = 60_000

/** Starts a host whose files lie ready. */
export const boot = async (dir: string, name: string, options: BootOptions): Promise<void> => {
  const { privilege, ground, users, tty } = options
  const at = hostPlace(dir, name)
  mkdirSync(at.root, { recursive: true })
  const log = openSync(at.bootLog, 'w')
  const own = privilege.kind === 'user' ? ['--user'] : []
  const first = privilege.kind === 'user' ? 'mapped' : 'disk'
  const child = spawn(
    'unshare',
    [...own, '--mount', '--pid', '--net', '--fork', 'sh', '-c', 'eval "$boot"', 'boot', first],
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
        ranges: ranges(privilege),
        options: privilege.kind === 'root' ? '' : 'userxattr,',
        layers: ground.layers
          .map(layer => `${layer.name} ${layer.lower} ${layer.target}`)
          .join('\n'),
        hidden: ground.hidden.map(({ upper, path }) => `${upper} ${path}`).join('\n'),
        links: ground.links.map(({ path, target }) => `${path} ${target}`).join('\n'),
        users: users.map(user => `${user.name}:${user.uid}`).join(' '),
        tty: String(tty),
      },
    },
  )
  closeSync(log)
  const reports = child.stdio[3] as Readable
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  // `unshare` outlives the start and keeps 3 open: "ready" is the end, not the end of the stream.
  const said = async (): Promise<boolean> => {
    for await (const line of createInterface({ input: reports })) {
      if (line === 'ready') return true
      if (line === 'map') {
        await mapIds(child.pid ?? 0, privilege)
        child.stdin?.write('\n')
      }
    }
    return false
  }
  child.stdin?.on('error', () => {})
  const late = setTimeout(() => {
    child.stdin?.destroy()
    void end(at.init)
  }, PATIENCE)
  const ready = await Promise.race([said(), failed])
  clearTimeout(late)
  child.stdin?.destroy()
  reports.destroy()
  child.unref()
  if (ready) return copyFileSync(at.init, at.ready)
  const why = readFileSync(at.bootLog, 'utf8').trim().split('\n').slice(-3).join('; ')
  throw new Mistake(
    error('sandbox/host-failed', `${name} did not start: ${why || 'it ended without a word'}`, {
      hint: `the whole log: ${at.bootLog}`,
    }),
  )
}
