// `mokplay sandbox` for booted hosts as it is typed, and what it says where they cannot be.
import { chmodSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import t from 'tap'
import { addSandbox } from '../../src/cli/commands/sandbox.ts'
import { down } from '../../src/sandbox/booted/booted.ts'
import { check } from '../../src/sandbox/booted/check.ts'
import { noBooted } from '../support/booted.ts'
import { MAIN } from '../support/program.ts'
import { mistake, run } from './support.ts'

t.setTimeout(300_000)

/** What a command line prints. */
const typed = async (...words: string[]): Promise<string> => {
  let said = ''
  const program = new Command('mokplay').exitOverride()
  addSandbox(program, text => (said += text))
  await program.parseAsync(['sandbox', ...words], { from: 'user' })
  return said
}

t.test('a machine that cannot boot hosts is told what it lacks', async t => {
  const machine = { platform: 'linux', uid: 0, path: process.env['PATH'] ?? '' } as const
  t.match(
    check({ ...machine, platform: 'darwin' }),
    /need Linux, and this is macOS.*leave out --boot/,
  )
  t.match(check({ ...machine, uid: 1000 }), /need root; start mokplay as root/)
  const bin = mkdtempSync(join(tmpdir(), 'sandbox-bin-'))
  t.teardown(() => rmSync(bin, { recursive: true, force: true }))
  t.match(check({ ...machine, path: bin }), /apt-get is not installed/)
  for (const tool of ['apt-get', 'ip', 'perl', 'unshare', 'nsenter', 'setpriv', 'mount', 'losetup'])
    symlinkSync('/bin/true', join(bin, tool))
  t.match(
    check({ ...machine, path: bin }),
    /systemd-nspawn, mmdebstrap, mksquashfs must be installed first: apt-get install systemd-container mmdebstrap squashfs-tools$/,
  )
})

t.test('words for booted hosts are refused without them', async t => {
  const dir = join(tmpdir(), 'sandbox-that-is-not-there')
  t.equal(await mistake(typed('up', '--image', 'el', '--dir', dir)), 'sandbox/boot')
  t.equal(await mistake(typed('up', '--boot', '--image', 'xp', '--dir', dir)), 'sandbox/image')
  t.equal(await mistake(typed('image', 'xp')), 'sandbox/image')
  t.equal(await mistake(typed('up', '--boot', '--hidden', '-', '--dir', dir)), 'sandbox/number')
  t.equal(await mistake(typed('cut', 'h1', '--dir', dir)), 'sandbox/not-booted')
  t.equal(await mistake(typed('delay', 'h1', 'long', '--dir', dir)), 'sandbox/number')
  t.notOk(existsSync(dir))
})

t.test('a user without root gets one sentence and no stack', async t => {
  if (process.getuid?.() !== 0) return void t.pass('this is no root', { skip: true })
  const words = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, MAIN]
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-user-'))
  chmodSync(folder, 0o777)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const dir = join(folder, 'state')
  // What tap puts into Node's options would write where this user may not.
  const plain = ['-u', 'NODE_OPTIONS', 'setpriv', ...words]
  const said = await run('env', [...plain, 'sandbox', 'up', '--boot', '--dir', dir])
  t.match(said, { code: 1, out: '', err: /they need root; start mokplay as root/ })
  t.notMatch(said.err, /\n\s+at /)
})

const reason = noBooted()
t.test('hosts come, suffer, and go', { skip: reason }, async t => {
  const dir = join(mkdtempSync(join(tmpdir(), 'sandbox-booted-')), 'state')
  t.teardown(async () => {
    await down(dir)
    rmSync(dirname(dir), { recursive: true, force: true })
  })
  const at = ['--dir', dir]
  const said = await typed('up', '2', '--boot', '--hidden', '1', '--prefix', 'web', ...at)
  t.match(said, `ssh        ssh -F ${dir}/ssh_config web1\n`)
  t.match(said, 'hidden     web2 behind web1\n')
  t.match(said, /^ {4}web2:\n {6}ansible_host: 198\.\S+\n {6}ansible_ssh_common_args: /m)
  t.equal(await typed('cut', 'web1', ...at), 'web1 is cut off\n')
  t.equal(await typed('delay', 'web2', '30', ...at), 'web2 is 30 ms away each way\n')
  t.match(
    await typed('status', ...at),
    /^web1\ton\t198\.\S+\tsmall\tcut off\nweb2\ton\t198\.\S+\tsmall\tbehind web1\t30 ms away\n$/,
  )
  t.equal(await typed('heal', 'web1', ...at), 'web1 is connected\n')
  t.equal(await typed('delay', 'web2', '0', ...at), 'web2 is prompt\n')
  await typed('ssh', ...at, 'web2-deploy', 'exit 4')
  t.equal(process.exitCode, 4)
  t.equal(await typed('off', 'web2', ...at), 'web2 is off\n')
  t.equal(await mistake(typed('exec', ...at, 'web2', 'true')), 'sandbox/host-off')
  t.equal(await typed('on', 'web2', ...at), 'web2 is on\n')
  t.equal(await typed('reset', 'web2', ...at), 'web2 is new\n')
  await typed('exec', ...at, 'web2', 'sh', '-c', 'exit 3')
  t.equal(process.exitCode, 3)
  process.exitCode = 0
  t.equal(await mistake(typed('up', '1', ...at)), 'sandbox/booted')
  t.equal(await typed('down', ...at), 'removed web1 web2\n')
})
