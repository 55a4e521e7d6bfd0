// What every way to a shell must do. Run against the controller's own, an ssh2 server with several
// shells, and sshd.
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import {
  Cancelled,
  type Clock,
  Lost,
  Overflow,
  type SendOptions,
  type Session,
} from '../../src/model/edge.ts'
import type { Address, Become } from '../../src/model/inventory.ts'
import {
  childrenOf,
  chunked,
  clock,
  eventually,
  newTransport,
  oddSleep,
  running,
  text,
} from './setup.ts'

export type Subject = {
  readonly address: Address
  readonly become?: Become
  /** Breaks the link as if a cable were cut; none where there is no link. */
  readonly cut?: () => void
  /**
   * Without setsid and job control a cancel ends the whole shell, and what it left behind is not
   * seen.
   */
  readonly oneGroup?: boolean
  /** Scripts are children of a child of the loop. */
  readonly nested?: boolean
}

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** All tests, for one subject. */
export const conforms = async (test: Test, subject: Subject): Promise<void> => {
  test.setTimeout(170_000)
  const transport = newTransport()
  const session = await transport.open(subject.address, subject.become)
  const folder = mkdtempSync(join(tmpdir(), 'mokt-conformance-'))
  test.teardown(async () => {
    await transport.close()
    rmSync(folder, { recursive: true })
  })
  const said = async (script: string, how?: SendOptions): Promise<string> =>
    text((await session.send(script, how)).out)

  await test.test('keeps the streams apart and the exit code exact', async t => {
    const reply = await session.send('echo one; echo two >&2; echo three; exit 3')
    t.equal(text(reply.out), 'one\nthree\n')
    t.equal(text(reply.err), 'two\n')
    t.equal(reply.rc, 3)
  })

  await test.test('brings bytes as they are, without a final newline too', async t => {
    const reply = await session.send(`printf 'a\\000\\377\\r\\nb'; printf '\\n\\n\\001' >&2`)
    t.strictSame([...reply.out], [0x61, 0, 0xff, 0x0d, 0x0a, 0x62])
    t.strictSame([...reply.err], [0x0a, 0x0a, 1])
  })

  await test.test('says how a script died', async t => {
    t.equal((await session.send('kill -9 $$')).rc, 137)
    t.equal((await session.send(`sh -c 'kill -15 $$'; exit $?`)).rc, 143)
    t.not((await session.send('if (')).rc, 0)
    t.equal(await said('echo on'), 'on\n')
  })

  await test.test('brings 50 MB', async t => {
    const { out } = await session.send('head -c 52428800 /dev/zero')
    t.equal(sha(out), sha(Buffer.alloc(52_428_800)))
  })

  await test.test('hands on output while the script runs', async t => {
    const sign = join(folder, 'sign')
    const onOut = (): void => writeFileSync(sign, '')
    const reply = await session.send(
      `printf one; while ! test -e ${sign}; do sleep 0.05; done; echo two`,
      { onOut, seconds: 60 },
    )
    t.equal(text(reply.out), 'onetwo\n')
  })

  await test.test('takes a script of 3 MB with one line of 2 MB', async t => {
    const long = 'x'.repeat(2_000_000)
    const short = Array.from(
      { length: 20_000 },
      (_, index) => `# line ${index} ${'y'.repeat(40)}`,
    ).join('\n')
    const reply = await session.send(`line='${long}'\n${short}\nprintf %s "$line"`)
    t.equal(reply.rc, 0)
    t.equal(reply.out.length, long.length)
  })

  await test.test('feeds 20 MB into a script, exactly', async t => {
    const bytes = randomBytes(20_000_001)
    const stdin = { size: bytes.length, chunks: chunked(bytes, 65_536) }
    t.match(await said('sha256sum', { stdin }), sha(bytes))
  })

  await test.test('survives a script that does not read what it is fed', async t => {
    const bytes = Buffer.alloc(3_000_000)
    t.equal(
      await said('echo full', { stdin: { size: bytes.length, chunks: chunked(bytes, 65_536) } }),
      'full\n',
    )
    t.equal(await said('cat', { stdin: { size: 0, chunks: chunked(Buffer.alloc(0), 1) } }), '')
    t.equal(await said('echo on'), 'on\n')
  })

  await test.test('never shows a script the end of an input that broke off', async t => {
    const done = join(folder, 'done')
    const chunks = (async function* () {
      yield Buffer.alloc(1_000_000)
      throw new Error('the disk is gone')
    })()
    const stdin = { size: 2_000_000, chunks }
    await t.rejects(session.send(`cat >/dev/null; : >${done}`, { stdin }), {
      message: 'the disk is gone',
    })
    const short = { size: 10, chunks: chunked(Buffer.alloc(9), 9) }
    await t.rejects(session.send(`cat >/dev/null; : >${done}`, { stdin: short }), {
      message: /10 bytes and had 9/,
    })
    t.notOk(existsSync(done))
  })

  await test.test('gives every script a fresh shell with the same surroundings', async t => {
    await session.send('cd /usr; name=value; umask 0; export LC_ALL=de; set -e; exec 2>&-')
    t.equal(await said('echo "$(umask) $LC_ALL ${name-none} $#"; cat'), '0022 C none 0\n')
    t.not(await said('pwd'), '/usr\n')
    t.match(
      await said('echo $PATH'),
      '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    )
  })

  await test.test('runs concurrent requests one after another', async t => {
    const file = join(folder, 'order')
    const send = (n: number): Promise<string> =>
      said(`echo in ${n} >>${file}; sleep 0.1; echo out ${n} >>${file}; echo ${n}`)
    const replies = await Promise.all([1, 2, 3].map(send))
    t.strictSame(replies, ['1\n', '2\n', '3\n'])
    t.equal(await said(`cat ${file}`), 'in 1\nout 1\nin 2\nout 2\nin 3\nout 3\n')
  })

  await test.test('leaves no process behind after 200 requests', async t => {
    const parent = subject.nested ? 'cut -d" " -f4 /proc/$PPID/stat' : 'echo $PPID'
    const loop = (await said(parent)).trim()
    for (let count = 0; count < 200; count += 1)
      await session.send('true', count % 2 ? {} : { seconds: 1000 })
    t.ok(await eventually(() => childrenOf(loop).length === 0))
    t.equal((await said(parent)).trim(), loop, 'still the same loop')
  })

  const keepsClean = async (): Promise<void> => {
    await test.test('is not confused by what an earlier script left running', async t => {
      const alive = join(folder, 'alive')
      await session.send(
        `: >${alive}; (while test -e ${alive}; do echo noise; echo noise >&2; sleep 0.02; done) & true`,
      )
      for (let count = 0; count < 10; count += 1) {
        const reply = await session.send('echo clean; sleep 0.05')
        t.equal(text(reply.out) + text(reply.err), 'clean\n')
      }
      rmSync(alive)
    })
  }
  if (!subject.oneGroup) await keepsClean()

  await test.test('ends what it was told to stop, with all its children', async t => {
    const sleep = oddSleep()
    const stop = new AbortController()
    const onOut = (): void => stop.abort()
    const script = `sleep ${sleep} & trap '' TERM; (sleep ${sleep}; sleep ${sleep}) & echo up; sleep ${sleep}; sleep ${sleep}`
    await t.rejects(session.send(script, { signal: stop.signal, onOut }), Cancelled)
    if (subject.oneGroup) t.ok(await eventually(() => running(sleep).length === 0))
    else t.strictSame(running(sleep), [])
    t.equal(await said('echo on'), 'on\n')
    await t.rejects(session.send('echo', { signal: stop.signal }), Cancelled)
  })

  await test.test('stops a script that hangs without reading its input', async t => {
    const sleep = oddSleep()
    const stop = new AbortController()
    const onOut = (): void => stop.abort()
    const stdin = { size: 9_000_000, chunks: chunked(Buffer.alloc(9_000_000), 1_000_000) }
    await t.rejects(
      session.send(`echo up; sleep ${sleep}`, { signal: stop.signal, onOut, stdin }),
      Cancelled,
    )
    t.ok(await eventually(() => running(sleep).length === 0))
    t.equal(await said('echo on'), 'on\n')
  })

  await test.test('ends a script at its limit, and says so', async t => {
    const sleep = oddSleep()
    const reply = await session
      .send(`echo begun; sleep ${sleep}`, { seconds: 1 })
      .catch(error => error)
    if (subject.oneGroup) t.ok(reply instanceof Lost)
    else t.match(reply, { late: true, out: Buffer.from('begun\n') })
    t.ok(await eventually(() => running(sleep).length === 0))
    t.notOk((await session.send('true', { seconds: 5 })).late)
  })

  await test.test('ends a script that writes without end', async t => {
    const small = newTransport({ limits: { reply: 1_000_000 } })
    t.teardown(() => small.close())
    const other = await small.open(subject.address, subject.become)
    await t.rejects(other.send('yes'), Overflow)
    t.equal(text((await other.send('echo on')).out), 'on\n')
  })

  await test.test('ends what runs when everything is closed', async t => {
    const sleep = oddSleep()
    const other = newTransport()
    const open = await other.open(subject.address, subject.become)
    let up = (): void => {}
    const began = new Promise<void>(resolve => (up = resolve))
    const rejected = t.rejects(open.send(`echo up; sleep ${sleep}`, { onOut: up }), Cancelled)
    await began
    await other.close()
    await rejected
    t.ok(await eventually(() => running(sleep).length === 0))
    await t.rejects(other.open(subject.address), Cancelled)
  })

  await test.test('ends what runs when it hears nothing any more, and not before', async t => {
    const sleep = oddSleep()
    let isHeard = true
    // Signs of life are all that is due after a third of a second.
    const pausing: Clock = {
      ...clock,
      sleep: (ms, signal) =>
        Math.round(ms) === 333 && !isHeard ? new Promise(() => {}) : clock.sleep(ms, signal),
    }
    const other = newTransport({ clock: pausing, limits: { orphan: 2 } })
    t.teardown(() => other.close())
    const open = await other.open(subject.address, subject.become)
    t.equal(text((await open.send('sleep 5; echo done')).out), 'done\n')
    const onOut = (): void => void clock.sleep(1000).then(() => (isHeard = false))
    await t.rejects(open.send(`echo up; sleep ${sleep}`, { onOut }), Lost)
    t.ok(await eventually(() => running(sleep).length === 0))
  })

  const { cut } = subject
  if (!cut) return
  await test.test('leaves nothing behind when the link is lost, and comes back', async t => {
    const sleep = oddSleep()
    const done = join(folder, 'never')
    let isCut = false
    // What ssh says of it is output too, and may come when the next connection stands.
    const onOut = (): void => {
      if (!isCut) cut()
      isCut = true
    }
    await t.rejects(session.send(`echo up; sleep ${sleep}; : >${done}`, { onOut }), Lost)
    t.ok(await eventually(() => running(sleep).length === 0))
    t.equal(await lastly(session), 'back\n')
    t.notOk(existsSync(done))
  })
}

const lastly = async (session: Session): Promise<string> =>
  text((await session.send('echo back')).out)
