// What takes time: the lines of a running command, the limit of a task, a host that is not there yet.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eventsOf, inFolder, runMokplay } from '../support/run-mokplay.ts'

const LOCAL = 'all: {hosts: {web1: {ansible_connection: local}}}\n'
const play = (tasks: string): string => `- {hosts: all, gather_facts: false, tasks: [${tasks}]}\n`

const go = (
  folder: string,
  how: Parameters<typeof runMokplay>[2] = {},
  ...more: readonly string[]
) => {
  const [site, hosts] = [join(folder, 'site.yml'), join(folder, 'hosts.yml')]
  return runMokplay(folder, ['run', site, '-i', hosts, '--output', 'jsonl', ...more], how)
}

const resultsOf = (ran: Awaited<ReturnType<typeof runMokplay>>) =>
  eventsOf(ran).flatMap(event => (event.type === 'task.end' ? [event.result] : []))

// Each line is waited for by the command itself: if it came only with the end, there would be no end.
t.test('each line of a running command is told while it runs, from both streams', async t => {
  const script =
    'for word in one two three; do echo $word; echo err-$word >&2; until [ -e said-$word ]; do sleep 0.05; done; done'
  const site = play(`{shell: {cmd: "${script}", chdir: "{{ playbook_dir }}"}, timeout: 20}`)
  await inFolder({ 'hosts.yml': LOCAL, 'site.yml': site }, async folder => {
    const seen = new Set<string>()
    const onOut = (text: string): void => {
      for (const line of text.split('\n').filter(each => each.includes('"output"'))) {
        const { text: said } = JSON.parse(line) as { text: string }
        for (const word of said.trim().split('\n')) seen.add(word)
      }
      for (const word of ['one', 'two', 'three'])
        if (seen.has(word) && seen.has(`err-${word}`))
          writeFileSync(join(folder, `said-${word}`), '')
    }
    const ran = await go(folder, { onOut })
    t.equal(ran.code, 0, ran.out)
    t.match(resultsOf(ran)[0]?.vars, {
      stdout: 'one\ntwo\nthree',
      stderr: 'err-one\nerr-two\nerr-three',
    })
  })
})

t.test('a task that takes too long is ended on the host, with all that it started', async t => {
  const script = 'echo begun; (sleep 3; touch alive) & sleep 60'
  const site = play(
    `{shell: {cmd: "${script}", chdir: "{{ playbook_dir }}"}, timeout: 1, ignore_errors: true}, {wait_for: {timeout: 4}}`,
  )
  await inFolder({ 'hosts.yml': LOCAL, 'site.yml': site }, async folder => {
    const ran = await go(folder)
    t.match(resultsOf(ran)[0], {
      status: 'failed',
      reason: 'it took longer than 1 seconds, and was ended on the host',
    })
    t.notOk(existsSync(join(folder, 'alive')), 'nothing of it goes on')
    t.ok(
      eventsOf(ran).some(event => event.type === 'output' && event.text === 'begun\n'),
      'what it said is not lost',
    )
    t.equal(resultsOf(ran)[1]?.status, 'ok')
  })
})

t.test('a host that answers is not waited for, one that does not is given up', async t => {
  const hosts = `all:
  hosts:
    web1: {ansible_connection: local}
    web2: {ansible_host: 127.0.0.1, ansible_port: 1, ansible_user: nobody}
`
  const site = play(
    '{wait_for_connection: {timeout: 1, connect_timeout: 1, sleep: 1}, register: r}, {debug: {msg: "{{ r.elapsed }}"}}',
  )
  await inFolder({ 'hosts.yml': hosts, 'site.yml': site }, async folder => {
    const ran = await go(folder)
    const ends = eventsOf(ran).flatMap(event =>
      event.type === 'task.end' && event.module === 'wait_for_connection' ? [event] : [],
    )
    t.match(ends.find(({ host }) => host === 'web1')?.result, { status: 'ok' })
    t.match(ends.find(({ host }) => host === 'web2')?.result, {
      status: 'failed',
      reason:
        /^timed out waiting for the connection: the host did not come back within 1 seconds: /,
    })
    t.equal(resultsOf(await go(folder, {}, '--check'))[0]?.status, 'skipped')
  })
})

t.test('figures that tasks set are shown at the end, added up', async t => {
  const hosts = 'all: {hosts: {web1: , web2: }, vars: {ansible_connection: local}}\n'
  const site = play(`{set_stats: {data: {built: 1, names: ["{{ inventory_hostname }}"]}}},
    {set_stats: {data: {size: "{{ item }}"}, per_host: true}, loop: [2, 3]},
    {set_stats: {data: {last: 1}, aggregate: false}}`)
  await inFolder({ 'hosts.yml': hosts, 'site.yml': site }, async folder => {
    const words = ['run', join(folder, 'site.yml'), '-i', join(folder, 'hosts.yml'), '--output']
    const { out, err } = await runMokplay(folder, [...words, 'json'])
    t.match(
      (JSON.parse(out) as { stats: unknown }).stats,
      {
        hosts: { web1: { size: 5 }, web2: { size: 5 } },
        run: { built: 2, names: ['web1', 'web2'], last: 1 },
      },
      err,
    )
    const lines = (await runMokplay(folder, [...words, 'lines'])).out
    t.match(
      lines,
      /CUSTOM STATS:\n\tweb1: \{ "size": 5\}\n\tweb2: \{ "size": 5\}\n\n\tRUN: \{ "built": 2,/,
    )
    const env = { ANSIBLE_SHOW_CUSTOM_STATS: 'true' }
    const classic = await runMokplay(folder, [...words, 'classic'], { env })
    t.match(classic.out, /\nCUSTOM STATS: \*+\n\tweb1: /)
  })
})

t.test('a figure whose name is none fails', async t => {
  const site = play('{set_stats: {data: {"bad name": 1}}}')
  await inFolder({ 'hosts.yml': LOCAL, 'site.yml': site }, async folder => {
    t.match(resultsOf(await go(folder))[0], {
      status: 'failed',
      reason: /^The variable name 'bad name' is not valid/,
    })
  })
})
