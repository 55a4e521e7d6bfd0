import t from 'tap'
import { planStep, type Find } from '../../src/engine/plan-step.ts'
import { hostState, type HostState } from '../../src/host/state.ts'
import { change, deed, toText } from '../../src/kit/change.ts'
import { defineModule, Failure } from '../../src/kit/define.ts'
import { probe } from '../../src/kit/probe.ts'
import { Unknown } from '../../src/base/unknown.ts'
import type { StatAnswer } from '../../src/model/answers.ts'
import { someFacts } from '../support/facts.ts'

const conf = probe.file('/etc/nginx/nginx.conf')
const nginx = probe.service('nginx')
const install = deed('dnf install nginx', [{ op: 'run', argv: ['dnf', '-y', 'install', 'nginx'] }])

const state = (): HostState => {
  const made = hostState()
  made.learn(
    new Map<typeof conf | typeof nginx, { absent: true }>([
      [conf, { absent: true }],
      [nginx, { absent: true }],
    ]),
    'root',
  )
  return made
}

t.test('what is absent may come with a program that touches everything', async t => {
  const made = state()
  t.same(made.get(nginx, 'root'), { absent: true })
  made.expect([install])
  t.same(made.get(nginx, 'root'), { absent: true, doubt: 'what "dnf install nginx" leaves behind' })
})

t.test('what is known stays known in a dry run, and is asked anew in a real one', async t => {
  const made = state()
  const hosts = probe.file('/etc/hosts')
  made.learn(new Map([[hosts, { known: { type: 'file' } }]]), 'root')
  made.expect([install])
  t.same(made.get(hosts, 'root'), { known: { type: 'file' } })
  made.forget('everything')
  t.equal(made.get(hosts, 'root'), undefined)
})

t.test('what is removed after the program ran is gone without a doubt', async t => {
  const made = state()
  made.expect([install])
  made.expect([change(conf, undefined, undefined, [])])
  t.same(made.get(conf, 'root'), { absent: true })
})

t.test('what is not asked yet is asked before it is doubted', async t => {
  const made = hostState()
  made.expect([install])
  t.equal(made.get(conf, 'root'), undefined)
})

const needsUnit = defineModule({
  name: 'restart',
  summary: 'Restarts nginx.',
  args: {},
  predicts: 'full',
  reads: () => ({ unit: nginx, conf }),
  plan: (_args, { unit, conf }, facts) => {
    if (!unit) throw new Failure('there is no unit called nginx')
    return toText('/etc/nginx/nginx.conf', conf, 'worker_processes 4;\n', {}, facts)
  },
})

t.test('a step that fails for what may have come by then is unknown in a dry run', async t => {
  const made = state()
  const find: Find = asked => made.get(asked, 'root')
  t.match(planStep(needsUnit, {}, someFacts, find), {
    kind: 'failed',
    reason: 'there is no unit called nginx',
  })
  made.expect([install])
  t.match(planStep(needsUnit, {}, someFacts, find), {
    kind: 'unknown',
    why: 'what "dnf install nginx" leaves behind',
  })
})

t.test(
  'what stat will say follows from what is planned for the file, with its parts unknown that only the host can tell',
  async t => {
    const made = hostState()
    const path = '/etc/k8s/token'
    made.learn(new Map([[probe.file(path), { absent: true }]]), 'root')
    made.expect(toText(path, undefined, 'x', { owner: 'kube', mode: '0600' }, someFacts))
    const found = made.get(probe.stat(path, { sha1: true }), 'root') as { known: StatAnswer }
    t.match(found.known.self, { raw: 0o100600, owner: 'kube', size: 1 })
    t.equal(found.known.digests?.['sha1'], '11f6ad8ec52a2984abaafd7c3b516503785c2072')
    t.type(found.known.self.mtime, Unknown)
    made.expect([
      change(probe.deed('rm'), undefined, undefined, [{ op: 'run', argv: ['rm', path] }], {
        touches: [`stat ${path}`, `file ${path}`],
      }),
    ])
    t.match(
      made.get(probe.stat(path, { sha1: true }), 'root'),
      { unknown: /leaves behind/ },
      'what happens later casts its doubt',
    )
  },
)
