// The runs that every reporter is shown; what each makes of them lies in the folder of the same
// name.
import { error } from '../../src/base/diagnostic.ts'
import { unknown } from '../../src/base/unknown.ts'
import { Float } from '../../src/base/value.ts'
import type { Happening, RunEvent } from '../../src/model/event.ts'
import { counts, ended, item, nginx, port, restart, result, start, stream, task } from './build.ts'

const conf = task('t1', 'nginx.conf is in place', 'template')
const forward = task('t2', 'forward packets', 'sysctl')
const install = task('t3', 'install packages', 'package')
const check = task('t4', 'nginx accepts its configuration', 'command')
const say = task('t5', 'say what was found', 'debug')
const secret = task('t6', 'set the password', 'user')
const handler = task('t7', 'restart nginx', 'service', 'handler')

const failure = result('failed', {
  reason: 'non-zero return code',
  vars: {
    changed: true,
    cmd: ['nginx', '-t'],
    rc: 1,
    msg: 'non-zero return code',
    stdout: '',
    stdout_lines: [],
    stderr: 'nginx: [emerg] unknown directive "worker_proceses"\n',
    stderr_lines: [],
    start: '2026-01-01 10:00:00.1',
    end: '2026-01-01 10:00:00.2',
    delta: '0:00:00.1',
  },
})

/** A run in which a bit of everything happens. */
export const apply = stream(
  ...start(['web1', 'web2', 'web3', 'web4']),
  { type: 'message', level: 'warning', text: 'group_vars/web.yml: "prot" is not used by any task' },
  conf,
  { type: 'host.start', host: 'web1', task: 't1', name: 'nginx.conf is in place' },
  { type: 'host.asked', host: 'web1', probes: 12, ms: 34 },
  { type: 'change.start', host: 'web1', task: 't1', diff: nginx },
  { type: 'change.end', host: 'web1', task: 't1', diff: nginx },
  ended(conf, 'web1', result('changed', { diffs: [nginx] })),
  ended(conf, 'web2', result('changed', { diffs: [nginx] })),
  ended(conf, 'web3', result('ok')),
  { type: 'host.lost', host: 'web4', reason: 'connect ECONNREFUSED 10.0.0.4:22' },
  ended(conf, 'web4', result('unreachable', { reason: 'connect ECONNREFUSED 10.0.0.4:22' })),
  forward,
  ended(forward, 'web1', result('ok')),
  ended(forward, 'web2', result('changed', { diffs: [{ ...port, action: 'create' }] }), {
    delegate: 'gate1',
  }),
  ended(forward, 'web3', result('skipped', { reason: 'when: router is false' })),
  install,
  item(install, 'web1', 'nginx', result('ok')),
  item(install, 'web1', 'curl', result('changed')),
  ended(install, 'web1', result('changed'), { looped: true }),
  item(
    install,
    'web3',
    'nginx',
    result('failed', { reason: 'no package "nginx" in any repository', ignored: true }),
  ),
  ended(install, 'web3', result('failed', { reason: 'one or more items failed', ignored: true }), {
    looped: true,
  }),
  check,
  { type: 'retry', host: 'web2', task: 't4', attempt: 1, left: 2, result: failure },
  { type: 'output', host: 'web2', task: 't4', from: 'err', text: 'nginx: testing\n' },
  ended(check, 'web2', failure),
  ended(
    check,
    'web3',
    result('failed', {
      reason: 'the task uses "prot", which is not defined',
      rescued: true,
      diagnostic: error('template/undefined', '"prot" is not defined', {
        hint: 'did you mean "port"?',
      }),
    }),
  ),
  say,
  ended(say, 'web1', result('ok', { vars: { changed: false, msg: 'nginx 1.24' } })),
  ended(
    say,
    'web3',
    result('ok', {
      vars: { changed: false, ports: [80, new Float(443)] },
      warnings: ['ports overlap'],
    }),
  ),
  secret,
  ended(
    secret,
    'web1',
    result('changed', {
      hidden: true,
      reason: 'password hunter2',
      vars: { changed: true, password: 'hunter2' },
      diffs: [
        {
          subject: 'user app',
          kind: 'value',
          action: 'change',
          lines: ['password: hunter1 → hunter2'],
        },
      ],
    }),
  ),
  { type: 'included', task: 't9', file: 'more.yml', hosts: ['web1', 'web3'] },
  handler,
  ended(handler, 'web1', result('changed', { diffs: [restart] })),
  { type: 'play.empty', play: 'databases', pattern: 'db' },
  {
    type: 'run.end',
    interrupted: false,
    ms: 65_432,
    recap: {
      web1: counts({ ok: 6, changed: 4 }),
      web2: counts({ ok: 2, changed: 2, failed: 1 }),
      web3: counts({ ok: 3, skipped: 1, rescued: 1, ignored: 1 }),
      web4: counts({ unreachable: 1 }),
    },
  },
)

/** A dry run, in which some things can't be told yet. */
export const dry = stream(
  ...start(['web1', 'web2'], 'check'),
  conf,
  ended(conf, 'web1', result('changed', { diffs: [nginx, port] })),
  ended(conf, 'web2', result('changed', { diffs: [nginx, port] })),
  check,
  ended(
    check,
    'web1',
    result('unknown', {
      reason: 'what `nginx -t` prints',
      vars: { stdout: unknown('what `nginx -t` prints') },
    }),
  ),
  ended(
    check,
    'web2',
    result('unknown', {
      reason: 'what `nginx -t` prints',
      vars: { stdout: unknown('what `nginx -t` prints') },
    }),
  ),
  secret,
  ended(secret, 'web1', result('changed', { hidden: true, diffs: [port] })),
  ended(secret, 'web2', result('failed', { hidden: true, reason: 'hunter2 is too short' })),
  {
    type: 'run.end',
    interrupted: false,
    ms: 1234,
    recap: {
      web1: counts({ ok: 2, changed: 2, unknown: 1 }),
      web2: counts({ ok: 1, changed: 1, unknown: 1, failed: 1 }),
    },
  },
)

/** Many hosts that are alike, but for a few; in two batches. */
export const many = (size: number, mode: 'apply' | 'check'): RunEvent[] => {
  const hosts = Array.from({ length: size }, (_, index) => `web${index + 1}`)
  const batches = [hosts.slice(0, size / 2), hosts.slice(size / 2)]
  const each = (begun: Happening, batch: readonly string[]): Happening[] =>
    batch.map(host =>
      ended(begun, host, host.endsWith('7') ? result('ok') : result('changed', { diffs: [nginx] })),
    )
  const [first, playbook] = start(hosts, mode)
  return stream(
    first!,
    playbook!,
    ...batches.flatMap((batch): Happening[] => [
      { type: 'play.start', play: 'web servers', hosts: batch },
      conf,
      ...each(conf, batch),
    ]),
    {
      type: 'run.end',
      interrupted: false,
      ms: 1000,
      recap: Object.fromEntries(
        hosts.map(host => [host, counts(host.endsWith('7') ? { ok: 1 } : { ok: 1, changed: 1 })]),
      ),
    },
  )
}

/** Everything a host can say holds what terminals obey. */
export const hostile = (evil: string): RunEvent[] => {
  const nasty = task('t1', `task ${evil}`, 'command')
  const vars = {
    changed: true,
    msg: evil,
    stdout: evil,
    stderr: `${evil}\n${evil}`,
    rc: 1,
    cmd: ['sh', evil],
    [evil]: evil,
  }
  const diff = { ...nginx, subject: `file ${evil}`, lines: [`+${evil}`, evil] }
  const debug = task('t2', 'say', 'debug')
  return stream(
    ...start(['web1', `web2${evil}`], 'apply', `play ${evil}`),
    nasty,
    { type: 'host.start', host: `web2${evil}`, task: 't1', name: `task ${evil}` },
    { type: 'output', host: `web2${evil}`, task: 't1', from: 'out', text: `${evil}\n${evil}` },
    { type: 'change.start', host: `web2${evil}`, task: 't1', diff },
    item(nasty, 'web1', evil, result('changed', { diffs: [diff], vars })),
    ended(
      nasty,
      'web1',
      result('failed', {
        reason: evil,
        vars,
        warnings: [evil],
        diagnostic: error('a/b', evil, { hint: evil }),
      }),
    ),
    {
      type: 'retry',
      host: 'web1',
      task: 't1',
      attempt: 1,
      left: 1,
      result: result('failed', { reason: evil, vars }),
    },
    ended(nasty, `web2${evil}`, result('changed', { diffs: [diff], vars }), { delegate: evil }),
    debug,
    ended(debug, 'web1', result('ok', { vars: { msg: { [evil]: [evil] } } })),
    ended(debug, 'web1', result('skipped', { reason: evil })),
    ended(debug, 'web1', result('unknown', { reason: evil })),
    { type: 'included', task: 't9', file: evil, hosts: [evil], label: evil },
    { type: 'message', level: 'warning', text: evil },
    { type: 'message', level: 'info', text: evil, host: evil },
    { type: 'diagnostic', diagnostic: error('a/b', evil), frame: evil },
    { type: 'host.lost', host: evil, reason: evil },
    { type: 'play.empty', play: evil, pattern: evil },
    { type: 'play.stop', play: evil, reason: evil },
    {
      type: 'run.end',
      interrupted: true,
      ms: 1,
      recap: { web1: counts(), [`web2${evil}`]: counts() },
    },
  )
}
