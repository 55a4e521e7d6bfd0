// `mokplay sandbox` as it is typed, from up to down.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import t from 'tap'
import { addSandbox } from '../../src/cli/commands/sandbox.ts'
import { mistake, newDir, skip } from './support.ts'

/** What a command line prints. */
const typed = async (...words: string[]): Promise<string> => {
  let said = ''
  const program = new Command('mokplay').exitOverride()
  addSandbox(program, text => (said += text))
  await program.parseAsync(['sandbox', ...words], { from: 'user' })
  return said
}

t.test('without a sandbox, status says how to start one, and down has nothing to do', async t => {
  const dir = mkdtempSync(join(tmpdir(), 'sandbox-none-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  t.match(await typed('status', '--dir', dir), 'mokplay sandbox up 3 starts one')
  t.match(await typed('down', '--dir', dir), 'there was no sandbox')
  t.equal(await mistake(typed('exec', '--dir', dir, 'host1', 'true')), 'sandbox/no-host')
})

const reason = skip()
t.test('hosts come, answer and go', { skip: reason }, async t => {
  const dir = newDir()
  const said = await typed('up', '2', '--dir', dir, '--prefix', 'web')
  t.match(said, 'hosts      web1 web2\n')
  t.match(said, `inventory  ${dir}/inventory.yml\n`)
  t.equal(await typed('status', '--dir', dir), 'web1\ton\nweb2\ton\n')
  await typed('exec', '--dir', dir, 'web1', 'sh', '-c', 'exit 3')
  t.equal(process.exitCode, 3)
  await typed('ssh', '--dir', dir, 'web2', 'exit 4')
  t.equal(process.exitCode, 4)
  process.exitCode = 0
  t.equal(await typed('reset', '--dir', dir, 'web1'), 'web1 is new\n')
  t.equal(await mistake(typed('up', 'many', '--dir', dir)), 'sandbox/count')
  t.equal(await mistake(typed('up', '1', '--dir', dir, '--prefix', 'Web!')), 'sandbox/prefix')
  t.equal(await typed('down', '--dir', dir), 'removed web1 web2\n')
})
