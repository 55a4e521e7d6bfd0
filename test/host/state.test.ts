import t from 'tap'
import { planStep, type Find } from '../../src/engine/plan-step.ts'
import { hostState, type HostState } from '../../src/host/state.ts'
import { change, deed, toText } from '../../src/kit/change.ts'
import { defineModule, Failure } from '../../src/kit/define.ts'
import { probe } from '../../src/kit/probe.ts'
import { Unknown } from '../../src/base/unknown.ts'
import { sha256 } from '../../src/base/value.ts'
import type { FileAnswer, StatAnswer } from '../../src/model/answers.ts'
import type { Answer } from '../../src/model/change.ts'
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

const folder = probe.file('/srv/run')
const inside = probe.file('/srv/run/pid')
const file = (text: string): FileAnswer =>
  ({ type: 'file', mode: 0o644, sha256: sha256(text), text }) as FileAnswer

t.test(
  'what was planned in a folder is gone when the folder is, and may come again after it',
  async t => {
    const made = hostState()
    made.expect([change(inside, undefined, file('1'), [])])
    made.expect([
      change(folder, { type: 'directory' } as FileAnswer, undefined, [], {
        touches: ['file /srv/run/**'],
      }),
    ])
    t.same(made.get(inside, 'root'), { absent: true })
    t.same(made.get(probe.stat('/srv/run/pid'), 'root'), { absent: true })
    made.expect([change(inside, undefined, file('2'), [])])
    t.match(made.get(inside, 'root'), { known: { text: '2' } })
  },
)

t.test(
  'of a planned file, the text is what was planned, what the host has where that stays, or unknown',
  async t => {
    const text = probe.file('/etc/motd', { want: 'text' })
    const planned = (after: FileAnswer, known: Answer | undefined): Answer | undefined => {
      const made = hostState()
      if (known) made.learn(new Map([[text, known]]), 'root')
      made.expect([change(probe.file('/etc/motd'), undefined, after, [])])
      return made.get(text, 'root')
    }
    const { text: _text, ...textless } = file('new')
    const bare = { type: 'file', mode: 0o600 } as FileAnswer
    t.match(planned(file('new'), undefined), { known: { text: 'new' } })
    t.match(planned(bare, { known: file('old') }), { known: { text: 'old', mode: 0o600 } })
    t.match(planned(textless, { known: file('old') }), { unknown: /leaves there/ })
    t.match(planned(bare, { absent: true }), { unknown: /leaves there/ })
    t.equal(planned(bare, undefined), undefined, 'asked first')
  },
)

t.test('a planned program may bring what is absent, such as a user to become', async t => {
  const made = state()
  t.equal(made.brings(nginx), undefined, 'nothing is planned')
  made.expect([install])
  t.equal(made.brings(nginx), 'what "dnf install nginx" leaves behind')
  made.expect([change(nginx, undefined, undefined, [])])
  t.equal(made.brings(nginx), undefined, 'it is planned to go')
  made.retract()
  t.equal(made.brings(conf), undefined)
})
