// Booted hosts for a test: systemd, sshd and a network each; up before it, gone after it. `up` takes two or three seconds,
// so each test file brings its own:
//
//   import { bootedHosts, noBooted } from '../support/booted.ts'
//   t.test('…', { skip: noBooted('deb') }, async t => {
//     const { hosts, inventory, inventoryText, key, sshConfig, dir, shows, exec, ssh } = await bootedHosts(t, { count: 2, image: 'deb' })
//     hosts[0].name                      // h1, h2…; also .address .port .user .key .knownHosts .hostKey .jumps .sshArgs
//     await shows('h1', 'id -un')        // what a script prints on the console, as root, past ssh; throws when it fails
//     await exec('h1', ['id', '-un'])    // { code, out, err }; never throws
//     await ssh('h1-deploy', 'id -un')   // { code, out, err } by OpenSSH; names: h1 h1-deploy h1-ops h1-password h1-guest
//     inventory                          // the file, good for mokplay and for Ansible; inventoryText is what it says
//   })
//
// Images: small (no Python), el (dnf, /srv/rpms), deb (apt, /srv/debs, /srv/wheels). `hidden: 2` puts the last two behind
// h1; `chain: true` as well puts h4 behind h3 behind h1. Faults are functions of src/sandbox/booted/booted.ts that take
// (dir, name): cut, heal, delay, off, on, reset. The hosts end with this process, however it ends. Passwords: ops-password, guest-password.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import {
  check,
  down,
  exec,
  hasImage,
  up,
  type BootedInfo,
  type ImageName,
} from '../../src/sandbox/booted/booted.ts'
import { attempt, type Ended } from '../../src/sandbox/booted/tools.ts'

export type BootedWish = {
  readonly count?: number
  readonly image?: ImageName
  /** So many of the last ones stand behind h1. */
  readonly hidden?: number
  /** They stand one behind the other. */
  readonly chain?: boolean
}

export type BootedHosts = BootedInfo & {
  readonly exec: (host: string, argv: readonly string[], input?: string) => Promise<Ended>
  readonly shows: (host: string, script: string) => Promise<string>
  readonly ssh: (
    host: string,
    script: string,
    options?: readonly string[],
    input?: string,
  ) => Promise<Ended>
}

/** Why tests on booted hosts are skipped; on CI they never are. An image is not made by the way: it takes minutes. */
export const noBooted = (image: ImageName = 'small'): string | false => {
  if (process.env['CI']) return false
  const reason = check()
  if (reason !== undefined) return reason
  return hasImage(image) ? false : `there is no image yet: mokplay sandbox image ${image}`
}

/** Starts hosts that are taken down with the test. */
export const bootedHosts = async (
  t: Pick<Test, 'teardown'>,
  { count = 1, image = 'small', hidden = 0, chain = false }: BootedWish = {},
): Promise<BootedHosts> => {
  const dir = mkdtempSync(join(tmpdir(), 'mokplay-booted-'))
  t.teardown(async () => {
    await down(dir)
    rmSync(dir, { recursive: true, force: true })
  })
  const info = await up({ count, image, hidden, chain, dir, prefix: 'h', leashed: true })
  const shows = async (host: string, script: string): Promise<string> => {
    const { code, out, err } = await exec(dir, host, ['bash', '-euo', 'pipefail', '-s'], script)
    if (code !== 0) throw new Error(`${host}: exit code ${code}\n${script}\n${out}${err}`)
    return out
  }
  return {
    ...info,
    shows,
    exec: (host, argv, input) => exec(dir, host, argv, input),
    ssh: (host, script, options = [], input) =>
      attempt(['ssh', '-F', info.sshConfig, ...options, host, script], input),
  }
}
