// A file system whose server has stopped, as NFS does it: whoever asks it anything hangs, and cannot be killed. Here it
// is one of FUSE that mounts and never answers.
import t from 'tap'
import { noBooted } from '../support/booted.ts'
import { recapIn } from '../support/program.ts'
import { CLEAN, endOf, faultyHosts, order, runs } from './faults.ts'

t.setTimeout(170_000)

/** Python: mounts at argv[1], says hello to the kernel, and nothing ever after. `takes`: but it takes what is asked. */
const HUNG = `
import ctypes, os, signal, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
fd = os.open('/dev/fuse', os.O_RDWR)
options = f'fd={fd},rootmode=40000,user_id=0,group_id=0'.encode()
if libc.mount(b'server:/hung', sys.argv[1].encode(), b'fuse.hung', 0, options):
    sys.exit(os.strerror(ctypes.get_errno()))
unique, = struct.unpack_from('Q', os.read(fd, 1 << 17), 8)
hello = struct.pack('IIIIHHIIHHI28x', 7, 31, 0, 0, 12, 9, 1 << 16, 1, 16, 0, 0)
os.write(fd, struct.pack('IiQ', 16 + len(hello), 0, unique) + hello)
open('/run/hung', 'w').write(str(os.getpid()))
while sys.argv[2] == 'takes':
    os.read(fd, 1 << 17)
signal.pause()
`

await t.test('a mount that hangs', { skip: noBooted('el') }, async t => {
  const { run, shows, until } = await faultyHosts(t, { count: 2, image: 'el' })
  await shows('h1', `mkdir /mnt/hung; cat >/root/hung.py <<'PY'\n${HUNG}\nPY`)
  const hang = async (how: 'takes' | 'sleeps'): Promise<void> => {
    await shows(
      'h1',
      `rm -f /run/hung; setsid python3 /root/hung.py /mnt/hung ${how} >/dev/null 2>&1 </dev/null &`,
    )
    await until('h1', '[ -s /run/hung ]')
  }
  /** Its server ends: all who waited hear that nothing will come. */
  const release = (): Promise<string> =>
    shows('h1', 'kill -KILL "$(cat /run/hung)"; umount -l /mnt/hung')

  await t.test('does not hang what is asked of all mounts', async t => {
    await hang('sleeps')
    const ran = await run(`
- hosts: all
  tasks:
    - {setup: {gather_timeout: 2}}
    - {assert: {that: ansible_facts.mounts | length > 0}}
    - {copy: {content: here, dest: /srv/here}}
`)
    t.equal(ran.code, 0, ran.err)
    t.match(recapIn(ran.out), { h1: { ok: 4, failed: 0 }, h2: { ok: 4, failed: 0 } })
    await release()
    await until('h1', CLEAN)
  })

  const LIST = 'command: ls /mnt/hung'
  const COPY = 'copy: {content: new, dest: /mnt/hung/app.conf}'
  for (const { task, how } of [
    { task: LIST, how: 'sleeps' },
    { task: COPY, how: 'sleeps' },
    // Once the server has the question, no signal reaches whoever waits for the answer: they die when it ends.
    { task: LIST, how: 'takes' },
  ] as const)
    await t.test(`holds up nobody but its host: it ${how}, ${task}`, async t => {
      await hang(how)
      const ran = await run(`
- hosts: all
  strategy: free
  gather_facts: false
  tasks:
    # It has no limit, so it may not ask on behalf of what comes.
    - file: {path: /srv, state: directory}
    - when: inventory_hostname == 'h1'
      timeout: 5
      ${task}
    - {command: "true"}
`)
      t.equal(ran.code, 2, ran.err)
      t.match(endOf(t, ran, 'h1'), {
        status: 'failed',
        reason: 'it took longer than 5 seconds, and was ended on the host',
      })
      t.match(recapIn(ran.out), { h1: { ok: 1 }, h2: { ok: 2 } })
      t.same(order(ran).slice(-1), ['h1'], 'the other one was done long before')
      await release()
      await until('h1', `! ${runs('/mnt/hung')}`)
      await until('h1', CLEAN)
      t.equal(await shows('h1', 'ls -A /mnt/hung'), '')
    })
})
