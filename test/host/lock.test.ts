import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { runScript } from '../../src/host/ops/run.ts'
import { sh, shells } from '../support/shell.ts'

const act = (file: string) =>
  runScript({ op: 'run', argv: ['echo', 'did it'], lock: { files: [file], seconds: 0 } })

for (const shell of shells)
  t.test(`${shell.join(' ')} says who holds a lock, and does nothing`, async t => {
    const file = join(t.testdir({}), "dnf's lock.pid")
    const holder = spawn('sleep', ['60'], { stdio: 'ignore' })
    t.teardown(() => holder.kill())
    writeFileSync(file, String(holder.pid))
    const { rc, out, err } = sh(act(file), shell)
    t.match({ rc, out }, { rc: 75, out: '' })
    t.match(err, `is held by process ${holder.pid} (sleep 60): wait for it`)
  })

for (const shell of shells)
  t.test(`${shell.join(' ')} takes no notice of locks whose holder is gone`, async t => {
    const dir = t.testdir({ gone: '4194399', empty: '' })
    for (const name of ['gone', 'empty', 'missing'])
      t.match(sh(act(join(dir, name)), shell), { rc: 0, out: 'did it\n' })
  })

t.test('a lock of the kernel names its holder too', async t => {
  const file = join(t.testdir({ lock: '' }), 'lock')
  const holder = spawn('flock', ['--no-fork', file, 'sh', '-c', 'echo held; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  t.teardown(() => holder.kill())
  await new Promise(resolve => holder.stdout.once('data', resolve))
  t.match(sh(act(file)).err, `is held by process ${holder.pid} (sleep 60)`)
})
