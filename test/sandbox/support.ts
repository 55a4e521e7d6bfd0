// A sandbox for one test file, and ssh into it.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { check, down } from '../../src/sandbox/sandbox.ts'
import { lacks } from '../support/programs.ts'

/** Why sandboxes cannot be tested here; `false` where they can. On CI there is no excuse. */
export const skip = (): string | false => {
  const reason =
    check() ??
    (process.getuid?.() === 0 ? undefined : 'these tests look at the whole machine: they need root')
  return reason !== undefined && !process.env['CI'] ? reason : lacks('ssh')
}

/** A folder of its own for a sandbox; the sandbox ends with the test. */
export const newDir = (): string => {
  const dir = join(mkdtempSync(join(tmpdir(), 'sandbox-test-')), 'state')
  t.teardown(async () => {
    await down(dir)
    rmSync(join(dir, '..'), { recursive: true, force: true })
  })
  return dir
}

export type Said = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs a program to its end. */
export const run = (
  command: string,
  args: readonly string[],
  input = '',
  env = process.env,
): Promise<Said> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { env })
    let [out, err] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.once('error', reject)
    child.once('close', code => resolve({ code, out, err }))
  })

/** The code of the mistake that something ends in. */
export const mistake = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act
  } catch (problem) {
    if (problem instanceof Mistake) return problem.diagnostic.code
    throw problem
  }
  return 'none'
}

/** The system's ssh to a host. */
export const ssh = (
  dir: string,
  host: string,
  script: string,
  options: readonly string[] = [],
): Promise<Said> => run('ssh', ['-F', join(dir, 'ssh_config'), ...options, host, script])

/** Logs in as ops with a password, which ssh asks a program for. */
export const sshWithPassword = (
  dir: string,
  host: string,
  script: string,
  password: string,
): Promise<Said> =>
  run(
    'ssh',
    [
      '-F',
      join(dir, 'ssh_config'),
      '-l',
      'ops',
      '-o',
      'PubkeyAuthentication=no',
      '-o',
      'NumberOfPasswordPrompts=1',
      host,
      script,
    ],
    '',
    {
      ...process.env,
      SSH_ASKPASS: join(dir, '..', 'askpass'),
      SSH_ASKPASS_REQUIRE: 'force',
      ANSWER: password,
    },
  )
