// No secret stands on a command line or in an environment, here or on a host, at any moment.
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { exec, up } from '../../src/sandbox/sandbox.ts'
import { newDir, skip } from '../sandbox/support.ts'
import { eventsOf, inFolder, runMokplay } from '../support/run-mokplay.ts'
import { leaks } from './canary.ts'

const reason = skip()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

t.setTimeout(300_000)
const dir = newDir()
const { inventory } = await up({ count: 1, dir })

const SECRETS = [
  'ops-password',
  'Canary-of-a-url',
  'Canary-of-a-header',
  'Canary-in-content',
  'Canary-on-stdin',
  '$6$canary$ofAHash',
  'Canary-in-a-template',
]
const [PASSWORD, URL_PASSWORD, HEADER, CONTENT, STDIN, HASH, TEMPLATE] = SECRETS

// Each program that mokplay starts on the host by its name first notes down what all processes there show of themselves.
const SPIED = [
  'sudo',
  'chpasswd',
  'usermod',
  'useradd',
  'getent',
  'curl',
  'wget',
  'cat',
  'cp',
  'mv',
  'mktemp',
  'sha256sum',
  'stat',
  'chmod',
  'chown',
  'grep',
  'sh',
  'true',
]
const SPY = `#!/bin/sh
for p in /proc/[0-9]*; do printf '%s ' $p; /usr/bin/tr '\\0' ' ' <$p/cmdline; /usr/bin/tr '\\0' ' ' <$p/environ; echo; done >>/spied 2>/dev/null
exec "$(PATH=/usr/sbin:/usr/bin command -v NAME)" "$@"
`
for (const name of SPIED)
  await exec(
    dir,
    'host1',
    [
      '/usr/bin/sh',
      '-c',
      `/usr/bin/cat >/usr/local/bin/${name}; /usr/bin/chmod 755 /usr/local/bin/${name}`,
    ],
    SPY.replace('NAME', name),
  )
await exec(dir, 'host1', [
  '/usr/bin/sh',
  '-c',
  'touch /spied; chmod 666 /spied; /usr/sbin/useradd carol; mkdir -m 777 /srv/p; : >/spied',
])

const site = `- hosts: host1
  gather_facts: false
  become: true
  vars: {ansible_user: ops, ansible_password: ${PASSWORD}, ansible_ssh_private_key_file: /nonexistent, ansible_become_password: ${PASSWORD}, secret: ${TEMPLATE}}
  tasks:
  - {command: /usr/bin/sleep 0.2}
  - {user: {name: carol, password: '${HASH}'}}
  - {user: {name: dave, password: '${HASH}', state: present}}
  - {copy: {content: "${CONTENT}", dest: /srv/p/content, owner: carol, mode: '0600', backup: true}, no_log: true}
  - {copy: {content: "${CONTENT}\\nmore", dest: /srv/p/content, backup: true, validate: "grep -q more %s"}, no_log: true}
  - {template: {src: secret.j2, dest: /srv/p/template}, no_log: true}
  - {lineinfile: {path: /srv/p/content, line: "${CONTENT} again"}, no_log: true}
  - {shell: "cat >/dev/null; sleep 0.2", args: {stdin: "${STDIN}"}, no_log: true}
  - {get_url: {url: "http://127.0.0.1:1/x", dest: /srv/p/got, url_username: me, url_password: "${URL_PASSWORD}", headers: {X-Token: "${HEADER}"}}, ignore_errors: true}
`

/** Samples all processes of the machine, those of the host among them, each 5 ms. */
const watch = (): { stop: () => { rounds: number; seen: string } } => {
  let rounds = 0
  const seen = new Set<string>()
  const own = String(process.pid)
  const look = (): void => {
    rounds++
    for (const pid of readdirSync('/proc')) {
      if (!/^\d/.test(pid)) continue
      try {
        const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        seen.add(argv)
        if (pid !== own && !argv.includes('npm'))
          seen.add(readFileSync(`/proc/${pid}/environ`, 'utf8'))
      } catch {}
    }
  }
  const timer = setInterval(look, 5)
  return {
    stop: () => {
      clearInterval(timer)
      return { rounds, seen: [...seen].join('\n').replaceAll('\0', ' ') }
    },
  }
}

t.test('secrets are on no command line and in no environment', t =>
  inFolder({ 'site.yml': site, 'templates/secret.j2': '{{ secret }}\n' }, async folder => {
    const watching = watch()
    const ran = await runMokplay(folder, [
      'run',
      `${folder}/site.yml`,
      '-i',
      inventory,
      '--output',
      'jsonl',
    ])
    const { rounds, seen } = watching.stop()
    t.equal(ran.code, 0, (ran.err + ran.out).slice(-1500))
    const results = eventsOf(ran).flatMap(event =>
      event.type === 'task.end' ? [event.result.status] : [],
    )
    t.equal(results.filter(status => status === 'changed').length, 8, results.join(' '))
    t.ok(rounds > 20, `${rounds} looks`)
    t.match(seen, 'job=', 'the watcher sees the host')
    t.same(leaks(seen, SECRETS), [])
    const spied = (await exec(dir, 'host1', ['/usr/bin/cat', '/spied'])).stdout
    for (const program of ['useradd', 'chpasswd', 'mv', 'curl'])
      t.match(spied, program, `${program} ran`)
    t.same(leaks(spied, SECRETS), [])
  }),
)
