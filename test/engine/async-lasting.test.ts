// Background tasks outlive what started them: a connection that is cut, a program that is killed, a run that is over.
// And they end when their time is over.
import t from 'tap'
import { lightHosts, noHosts } from '../support/light-hosts.ts'
import { playOn, until } from '../support/jobs.ts'
import { desk } from '../support/program.ts'

t.setTimeout(200_000)

/** On a host: ends the servers of all connections, but not who listens for new ones. */
const CUT = `
for p in /proc/[0-9]*; do
  pid=\${p#/proc/}
  case $(tr '\\0' ' ' <$p/cmdline 2>/dev/null) in
    *listener*) ;;
    *sshd*@*|*sshd*:*priv*) kill -9 $pid && echo $pid ;;
  esac
done`

await t.test('background tasks that last', { skip: noHosts }, async t => {
  const hosts = await lightHosts(t, 1)
  const shows = (script: string): Promise<string> => hosts.shows('host1', script)
  const statusOf = (jid: string, more = ''): ReturnType<typeof playOn> =>
    playOn(hosts, `- {name: looked, async_status: {jid: ${jid}${more}}, ignore_errors: true}`)

  await t.test('a connection that is cut while it is looked at comes back', async t => {
    const running = playOn(
      hosts,
      `- {name: polled, shell: 'touch /tmp/on; until [ -e /tmp/off ]; do sleep 0.1; done; echo done', async: 60, poll: 1}`,
    )
    await until(hosts, 'host1', '[ -e /tmp/on ]')
    t.match(await shows(CUT), /\d/, 'it was cut')
    await shows('sleep 1')
    t.match(await shows(CUT), /\d/, 'and again, once it was back')
    await shows('touch /tmp/off')
    const ran = await running
    t.equal(ran.code, 0, ran.out)
    t.match(ran.vars('polled'), { stdout: 'done', rc: 0, finished: 1 })
  })

  await t.test('it outlives the program that began it, and a later run hears of it', async t => {
    const work = desk({
      'site.yml': `- hosts: host1
  gather_facts: false
  tasks:
    - {name: begun, shell: 'touch /tmp/began; sleep 2; echo "it''s over"; echo odd >&2; exit 4', async: 60, poll: 0, register: it}
    - {name: told, debug: {var: it.ansible_job_id}}
    - {name: waits, command: sleep 60}
`,
    })
    t.teardown(() => work.remove())
    const run = work.start(['run', 'site.yml', '-i', hosts.inventory, '--output', 'classic'])
    await run.says(/it.ansible_job_id": "(j[\d.]+)/)
    run.child.kill('SIGKILL')
    await run.ended
    const jid = /it.ansible_job_id": "(j[\d.]+)/.exec(run.seen())?.[1] ?? ''
    const early = await statusOf(jid)
    t.match(early.vars('looked'), { started: 1, finished: 0, changed: false })
    await until(hosts, 'host1', `[ -e /root/.ansible_async/${jid}/end ]`)
    const late = await statusOf(jid)
    t.match(late.vars('looked'), {
      ...{ finished: 1, failed: true, changed: true, rc: 4, msg: 'non-zero return code' },
      ...{ stdout: "it's over", stderr: 'odd', stdout_lines: ["it's over"], ansible_job_id: jid },
      cmd: /^touch \/tmp\/began/,
    })
    t.match((await statusOf(jid, ', mode: cleanup')).vars('looked'), { erased: /./ })
    t.match((await statusOf(jid)).vars('looked'), { msg: 'could not find job' })
  })

  await t.test('a later run hears of other modules, too', async t => {
    const first = await playOn(
      hosts,
      `- {name: begun, user: {name: nightly, comment: Runs at night, create_home: false}, async: 60, poll: 0}
- {name: fails, package: {name: no-such-package-at-all}, async: 60, poll: 0}`,
    )
    const [made, failed] = ['begun', 'fails'].map(name =>
      String(first.vars(name)['ansible_job_id']),
    )
    for (const jid of [made, failed])
      await until(hosts, 'host1', `[ -e /root/.ansible_async/${jid}/end ]`)
    t.match((await statusOf(made ?? '')).vars('looked'), {
      ...{ finished: 1, changed: true, failed: false, name: 'nightly', comment: 'Runs at night' },
    })
    t.match((await statusOf(failed ?? '')).vars('looked'), { finished: 1, failed: true })
    t.match(await shows('getent passwd nightly'), /Runs at night/)
  })

  await t.test('a polled one fails when its time is over', async t => {
    const ran = await playOn(hosts, `- {name: polled, shell: 'sleep 60', async: 1, poll: 1}`)
    t.equal(ran.code, 2)
    t.match(ran.vars('polled'), {
      msg: 'async task did not complete within the requested time - 1s',
      async_result: { started: 1, finished: 0 },
    })
  })

  await t.test('when its time is over it is ended, with all that it started', async t => {
    const ran = await playOn(
      hosts,
      `- {name: begun, shell: 'sleep 321 & sleep 321; echo never', async: 1, poll: 0}`,
    )
    const jid = String(ran.vars('begun')['ansible_job_id'])
    const sleeps = `grep -la '[3]21' /proc/[0-9]*/cmdline 2>/dev/null | grep -vc self`
    t.equal((await shows(sleeps)).trim(), '3', 'a shell and two programs')
    await until(hosts, 'host1', `[ -e /root/.ansible_async/${jid}/end ]`)
    t.equal((await shows(sleeps)).trim(), '0')
    t.match((await statusOf(jid)).vars('looked'), {
      ...{ msg: 'Timeout exceeded', failed: true, finished: 1 },
    })
  })

  await t.test('one whose host was restarted says so', async t => {
    const ran = await playOn(hosts, `- {name: begun, command: sleep 60, async: 90, poll: 0}`)
    const jid = String(ran.vars('begun')['ansible_job_id'])
    // As it lies on the disk after a restart.
    await shows(
      `cd /root/.ansible_async/${jid} && read -r p b o u <pid && kill -9 $p && echo "$p $b another-boot $u" >pid`,
    )
    t.match((await statusOf(jid)).vars('looked'), {
      ...{ failed: true, finished: 1, msg: /its host was restarted/ },
    })
  })

  await t.test(
    'one that somebody killed says so, and no other process is taken for it',
    async t => {
      const ran = await playOn(hosts, `- {name: begun, command: sleep 60, async: 90, poll: 0}`)
      const jid = String(ran.vars('begun')['ansible_job_id'])
      t.match((await statusOf(jid)).vars('looked'), { finished: 0 })
      // The number of a process that lives, but began at another time.
      await shows(
        `cd /root/.ansible_async/${jid} && read -r p b o u <pid && kill -9 $p && echo "1 $b $o $u" >pid`,
      )
      t.match((await statusOf(jid)).vars('looked'), {
        failed: true,
        finished: 1,
        msg: /was killed/,
      })
    },
  )

  await t.test('what travels along with a program is there for the job', async t => {
    const ALONG = `import { arg, deed, defineModule } from 'mokplay/kit'
export default defineModule({
  name: 'along', summary: 'Run a file.', predicts: 'no', args: { text: arg.must(arg.text('It.')) },
  returns: { said: 'What it printed.' },
  reads: () => ({}),
  plan: ({ text }) => [deed('along', [{ op: 'run', argv: ['sh', '%file'], stdin: new Uint8Array([0, 255, 10]),
    file: { name: 'it.sh', content: text } }])],
  result: ({ outputs }) => ({ said: outputs[0]?.out }),
})
`
    const ran = await playOn(
      hosts,
      `- {name: polled, along: {text: 'od -An -tx1; ls "$0" | wc -l'}, async: 30, poll: 1}`,
      { files: { 'modules/along/index.ts': ALONG } },
    )
    t.equal(ran.code, 0, ran.out)
    t.equal(String(ran.vars('polled')['said']).replaceAll(/\s+/g, ' '), ' 00 ff 0a 1 ')
  })

  await t.test('a job that real Ansible left is told as it stands', async t => {
    await shows(`mkdir -p /root/.ansible_async; cd /root/.ansible_async
echo '{"started": 1, "finished": 0, "ansible_job_id": "j1.1"}' >j1.1
echo '{"changed": true, "rc": 0, "stdout": "hello"}' >j2.2`)
    t.match((await statusOf('j1.1')).vars('looked'), { started: 1, finished: 0 })
    t.match((await statusOf('j2.2')).vars('looked'), { finished: 1, stdout: 'hello' })
  })

  await t.test('a folder that cannot be made says so', async t => {
    const ran = await playOn(hosts, `- {name: begun, command: echo there, async: 30, poll: 0}`, {
      args: ['-e', 'ansible_async_dir=/dev/null/jobs'],
    })
    t.match(ran.vars('begun'), { msg: /could not be started: .*\/dev\/null/ })
  })

  t.equal(
    await shows('ls -d /tmp/.mokplay* /root/.mokplay* 2>/dev/null'),
    '',
    'nothing is left about',
  )
})
