// Tasks with async on real hosts: what they return, as whom and where they run, what others see of them.
import t from 'tap'
import { lightHosts, noHosts } from '../support/light-hosts.ts'
import { playOn } from '../support/jobs.ts'

t.setTimeout(200_000)

await t.test('background tasks', { skip: noHosts }, async t => {
  const hosts = await lightHosts(t, 2)
  const shows = (script: string): Promise<string> => hosts.shows('host1', script)

  await t.test('a polled task has its own result, and leaves nothing', async t => {
    const ran = await playOn(
      hosts,
      `- {name: polled, shell: 'sleep 0.3; echo out; echo err >&2', async: 30, poll: 1}`,
    )
    t.equal(ran.code, 0, ran.err)
    t.match(ran.vars('polled'), {
      ...{ rc: 0, stdout: 'out', stderr: 'err', changed: true, failed: false },
      ...{ started: 1, finished: 1, ansible_job_id: /^j\d{12}\.\d+$/ },
    })
    t.equal(await shows('ls /root/.ansible_async'), '')
  })

  await t.test('a failed one fails with its own code', async t => {
    const ran = await playOn(
      hosts,
      `- {name: polled, shell: 'echo no; exit 3', async: 30, poll: 1}`,
    )
    t.equal(ran.code, 2)
    t.match(ran.vars('polled'), { rc: 3, stdout: 'no', msg: 'non-zero return code', finished: 1 })
  })

  await t.test('what is private lies where only its user can read it', async t => {
    const ran = await playOn(
      hosts,
      `- {name: begun, shell: 'echo secret; sleep 1', async: 30, poll: 0, register: it}
- {name: modes, shell: 'stat -c "%a %n" {{ it.results_file }} {{ it.results_file }}/*; umask'}
- {name: looked, async_status: {jid: '{{ it.ansible_job_id }}'}, register: end, until: end is finished, delay: 1}`,
    )
    t.equal(ran.code, 0, ran.err)
    const modes = String(ran.vars('modes')['stdout']).split('\n')
    t.match(modes[0], /^700 /)
    t.ok(modes.length > 4)
    t.same(
      modes.slice(1, -1).filter(line => !line.startsWith('600 ')),
      [],
    )
    t.match(ran.vars('looked'), { stdout: 'secret', changed: true, finished: 1 })
  })

  await t.test('as another user it is that user’s job, in that user’s home', async t => {
    const ran = await playOn(
      hosts,
      `- name: begun
  shell: id -un; echo "$GREETING"; umask
  environment: {GREETING: 'good day'}
  become: true
  become_user: deploy
  async: 30
  poll: 0
  register: it
- name: looked
  async_status: {jid: '{{ it.ansible_job_id }}'}
  become: true
  become_user: deploy
  register: end
  until: end.finished
  delay: 1
- {name: by root, async_status: {jid: '{{ it.ansible_job_id }}'}, ignore_errors: true}`,
    )
    t.match(ran.vars('begun'), { results_file: /^\/home\/deploy\/\.ansible_async\/j/ })
    t.match(ran.vars('looked'), { stdout: 'deploy\ngood day\n0022' })
    t.match(ran.vars('by root'), { failed: true, msg: 'could not find job', finished: 1 })
  })

  await t.test('the environment of the task says where jobs lie', async t => {
    const ran = await playOn(
      hosts,
      `- block:
    - {name: begun, command: echo there, async: 30, poll: 0, register: it}
    - {name: looked, async_status: {jid: '{{ it.ansible_job_id }}'}, register: end, until: end.finished, delay: 1}
    - {name: gone, async_status: {jid: '{{ it.ansible_job_id }}', mode: cleanup}}
    - {name: looked again, async_status: {jid: '{{ it.ansible_job_id }}'}, ignore_errors: true}
  environment: {ANSIBLE_ASYNC_DIR: /srv/jobs}`,
    )
    t.match(ran.vars('begun'), { results_file: /^\/srv\/jobs\/j/ })
    t.match(ran.vars('looked'), { stdout: 'there' })
    t.match(ran.vars('gone'), { erased: /^\/srv\/jobs\/j/, changed: false })
    t.match(ran.vars('looked again'), { msg: 'could not find job' })
    t.equal(await shows('ls /srv/jobs'), '')
  })

  await t.test('no_log hides all of it', async t => {
    const ran = await playOn(
      hosts,
      `- {name: begun, shell: 'echo hush-$((1 + 1)) hush', async: 30, poll: 1, no_log: true, register: it}
- {name: known, assert: {that: it.stdout == 'hush-2 hush'}}`,
    )
    t.equal(ran.code, 0, ran.err)
    t.notMatch(ran.out.replaceAll("'hush-2 hush'", ''), /hush/)
  })

  await t.test('jobs of a loop run at the same time', async t => {
    // Each waits for the other.
    const ran = await playOn(
      hosts,
      `- name: begun
  shell: touch /tmp/{{ item }}; until [ -e /tmp/{{ other[item] }} ]; do sleep 0.1; done; echo {{ item }}
  vars: {other: {left: right, right: left}}
  loop: [left, right]
  async: 60
  poll: 0
  register: them
- name: looked
  async_status: {jid: '{{ item.ansible_job_id }}'}
  loop: '{{ them.results }}'
  loop_control: {label: '{{ item.item }}'}
  register: ends
  until: ends.finished
  retries: 20
  delay: 1
- {name: told, debug: {msg: "{{ ends.results | map(attribute='stdout') }}"}}`,
    )
    t.equal(ran.code, 0, ran.err)
    t.match(ran.vars('told'), { msg: ['left', 'right'] })
  })

  await t.test('hosts that delegate to one host do not wait for each other', async t => {
    const ran = await playOn(
      hosts,
      `- name: begun
  shell: touch /tmp/of-{{ inventory_hostname }}; until [ -e /tmp/of-host1 ] && [ -e /tmp/of-host2 ]; do sleep 0.1; done
  delegate_to: host1
  async: 60
  poll: 1`,
      { hosts: 'all' },
    )
    t.equal(ran.code, 0, ran.err)
    t.same(
      ran.of('begun').map(({ status }) => status),
      ['changed', 'changed'],
    )
  })

  await t.test('a module’s changes travel as a job, and are looked at afterwards', async t => {
    const ran = await playOn(
      hosts,
      `- {name: made, lineinfile: {path: /etc/job.conf, line: 'a = ''ö''', create: true, mode: '0640'}, async: 30, poll: 1}
- {name: same, lineinfile: {path: /etc/job.conf, line: 'a = ''ö'''}, async: 30, poll: 1}
- {name: later, lineinfile: {path: /etc/job.conf, line: b = 2}, async: 30, poll: 0, register: it}
- {name: looked, async_status: {jid: '{{ it.ansible_job_id }}'}, register: end, until: end.finished, delay: 1}
- {name: nothing to do, lineinfile: {path: /etc/job.conf, line: b = 2}, async: 30, poll: 0, register: it}
- {name: looked there, async_status: {jid: '{{ it.ansible_job_id }}'}}
- {name: impossible, lineinfile: {path: /nowhere/job.conf, line: b = 2}, async: 30, poll: 0, register: it}
- {name: why, async_status: {jid: '{{ it.ansible_job_id }}'}}`,
    )
    t.match(ran.vars('made'), { changed: true, msg: 'line added', finished: 1 })
    t.match(ran.vars('same'), { changed: false, finished: 1 })
    t.match(ran.vars('later'), { changed: true, finished: 0 })
    t.match(ran.vars('looked'), { changed: true, msg: 'line added', finished: 1 })
    t.match(ran.vars('nothing to do'), { changed: true, finished: 0 })
    t.match(ran.vars('looked there'), { changed: false, finished: 1 })
    t.match(ran.vars('impossible'), { finished: 0 })
    t.match(ran.vars('why'), { failed: true, finished: 1 })
    t.equal(await shows('cat /etc/job.conf; stat -c %a /etc/job.conf'), "a = 'ö'\nb = 2\n640\n")
  })

  await t.test('steps after it see what it does meanwhile', async t => {
    const ran = await playOn(
      hosts,
      `- {name: begun, shell: 'sleep 1; touch /tmp/late', async: 30, poll: 0}
- {name: first, stat: {path: /tmp/late}, register: it}
- {name: wait, command: sleep 2, changed_when: false}
- {name: second, stat: {path: /tmp/late}}
- {name: third, file: {path: /tmp/late, state: absent}}`,
    )
    t.match(ran.vars('first'), { stat: { exists: false } })
    t.match(ran.vars('second'), { stat: { exists: true } })
    t.match(ran.of('third')[0], { status: 'changed' })
  })

  await t.test('long output comes whole, and every byte of it', async t => {
    const ran = await playOn(
      hosts,
      `- {name: long, shell: "head -c 3000000 /dev/zero | tr '\\\\0' x; printf '\\\\036\\\\001ü'", async: 60, poll: 1, register: it}
- {name: told, assert: {that: [it.stdout | length == 3000003, it.stdout.endswith('x\\x1e\\x01ü')]}}`,
    )
    t.equal(ran.code, 0, ran.out.slice(-600))
  })

  await t.test('a dry run refuses it, as Ansible does, and asks no job', async t => {
    const ran = await playOn(
      hosts,
      `- {name: begun, command: touch /tmp/dry, async: 30, poll: 0, ignore_errors: true}
- {name: looked, async_status: {jid: j1.1}}
- {name: in front, command: touch /tmp/dry, async: '{{ ansible_check_mode | ternary(0, 30) }}'}`,
      { args: ['--check'] },
    )
    t.match(ran.vars('begun'), { msg: 'check mode and async cannot be used on same task.' })
    t.match(ran.of('looked')[0], { status: 'skipped' })
    t.not(ran.of('in front')[0]?.status, 'failed')
    t.equal(await shows('ls /tmp/dry 2>&1 | grep -c "No such"'), '1\n')
  })

  await t.test('a name that is no job’s reaches no file', async t => {
    const ran = await playOn(
      hosts,
      `- {name: cleaned, async_status: {jid: ../../etc/hosts, mode: cleanup}, ignore_errors: true}
- {name: looked, async_status: {jid: /etc/hosts}, ignore_errors: true}`,
    )
    t.match(ran.vars('cleaned'), { msg: 'could not find job' })
    t.match(ran.vars('looked'), { msg: 'could not find job' })
    t.match(await shows('cat /etc/hosts'), /localhost/)
  })
})
