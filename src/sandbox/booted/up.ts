// `up` of booted hosts: as many as wanted, on and reachable. What is there already is kept.
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { error, Mistake } from '../../base/diagnostic.ts'
import { locked } from '../lock.ts'
import { check } from './check.ts'
import { makeKey } from './disk.ts'
import { publish, startHosts, type BootedInfo } from './ground.ts'
import { image, type Patron } from './image.ts'
import { MOST_HOSTS, wantedHosts, type BootedHost, type Wish } from './network.ts'
import { isBooted, place } from './place.ts'
import { isOn, switchOff } from './power.ts'
import { removeHosts, removeSandbox } from './remove.ts'
import { readState, writeState } from './state.ts'

export type UpOptions = Wish & {
  /** Folder of the sandbox, absolute. */
  readonly dir: string
  /** A new sandbox ends with this process, however that ends; for tests. */
  readonly leashed?: boolean
}

/** Brings up hosts `prefix`1 to `prefix`N; those that are there already stay as they are. */
export const up = async (options: UpOptions, patron: Patron = {}): Promise<BootedInfo> => {
  const reason = check()
  if (reason !== undefined) throw new Mistake(error('sandbox/cannot-boot', reason))
  const { dir } = options
  refuseWrong(options)
  // Outside the lock: it may take minutes.
  await image(options.image, patron)
  return await locked(dir, async () => {
    prepareDir(dir, options.leashed ?? false)
    const state = readState(dir)
    const before = state.hosts
    const on = before.filter(host => isOn(dir, host.name))
    try {
      const wanted = wantedHosts(options, before)
      const names = wanted.map(host => host.name)
      const others = before.filter(host => !names.includes(host.name))
      const kept = [...wanted, ...others]
      await removeHosts(
        dir,
        before.filter(host => !kept.includes(host)).map(host => host.name),
      )
      writeState(dir, { ...state, hosts: kept.sort((a, b) => a.number - b.number) })
      return publish(dir, await startHosts(dir, names, patron.signal))
    } catch (problem) {
      await takeBack(dir, before, on)
      throw problem
    }
  })
}

/** What was not on before is off again, and what was not there is gone. */
const takeBack = async (
  dir: string,
  before: readonly BootedHost[],
  on: readonly BootedHost[],
): Promise<void> => {
  const state = readState(dir)
  const names = state.hosts.map(host => host.name)
  const isNew = (name: string): boolean => !before.some(host => host.name === name)
  await Promise.all(
    names.filter(name => !on.some(host => host.name === name)).map(name => switchOff(dir, name)),
  )
  await removeHosts(dir, names.filter(isNew))
  const left = state.hosts.filter(host => !isNew(host.name))
  writeState(dir, { ...state, hosts: left })
  if (left.length === 0) await removeSandbox(dir)
  else publish(dir)
}

const refuseWrong = ({ count, dir, prefix, hidden }: UpOptions): void => {
  if (!Number.isInteger(count) || count < 1 || count > MOST_HOSTS)
    throw new Mistake(
      error('sandbox/count', `${count} is no number of hosts: expected 1 to ${MOST_HOSTS}`),
    )
  if (!Number.isInteger(hidden) || hidden < 0 || hidden >= count)
    throw new Mistake(
      error(
        'sandbox/hidden',
        `${hidden} of ${count} hosts cannot be hidden: the first one leads to them, so expected 0 to ${count - 1}`,
      ),
    )
  if (!/^[a-z]([a-z0-9-]{0,40}[a-z-])?$/.test(prefix))
    throw new Mistake(
      error(
        'sandbox/prefix',
        `"${prefix}" cannot begin a host name: expected small letters, digits and -, no digit last`,
      ),
    )
  if (!isAbsolute(dir))
    throw new Mistake(error('sandbox/dir', `the folder ${dir} must be an absolute path`))
}

const prepareDir = (dir: string, leashed: boolean): void => {
  if (!isBooted(dir)) {
    if (existsSync(dir) && readdirSync(dir).length > 0)
      throw new Mistake(
        error('sandbox/dir', `${dir} is not empty, and no sandbox of booted hosts`, {
          hint: 'name another folder with --dir, or take down what is in it: mokplay sandbox down',
        }),
      )
    mkdirSync(dir, { recursive: true })
    writeState(dir, { number: undefined, hosts: [], leashed })
  }
  chmodSync(dir, 0o700)
  makeKey(place(dir).key, 'mokplay-sandbox')
}
