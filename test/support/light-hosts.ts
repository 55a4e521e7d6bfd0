// Disposable hosts for a test: up before it, gone after it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { check, down, exec, up, type SandboxInfo } from '../../src/sandbox/sandbox.ts'

/** Why tests on disposable hosts are skipped; on CI they never are. */
export const noHosts: string | false = process.env['CI'] ? false : (check() ?? false)

export type LightHosts = SandboxInfo & {
  /** What a command prints on a host, past ssh. */
  readonly shows: (host: string, script: string) => Promise<string>
}

/** Starts hosts that are taken down with the test. */
export const lightHosts = async (t: Pick<Test, 'teardown'>, count: number): Promise<LightHosts> => {
  const dir = mkdtempSync(join(tmpdir(), 'mokplay-hosts-'))
  t.teardown(async () => {
    await down(dir)
    rmSync(dir, { recursive: true, force: true })
  })
  const info = await up({ count, dir })
  const shows = async (host: string, script: string): Promise<string> =>
    (await exec(dir, host, ['sh', '-s'], script)).stdout
  return { ...info, shows }
}
