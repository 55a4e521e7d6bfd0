import { userInfo } from 'node:os'
import t from 'tap'
import { groupKind, userKind } from '../../src/host/probes/accounts.ts'
import { probe } from '../../src/kit/probe.ts'
import type { UserAnswer } from '../../src/model/answers.ts'
import { someFacts } from '../support/facts.ts'
import { askHere, shells } from '../support/shell.ts'

for (const shell of shells)
  t.test(`${shell.join(' ')} tells of accounts and groups`, async t => {
    const [root, none, rootGroup, byNumber, noGroup, hostile] = askHere(
      [
        probe.user('root'),
        probe.user('no-such-user'),
        probe.group('root'),
        probe.group('0'),
        probe.group('no-such-group'),
        probe.user("x'; echo root:x:0:0:::; '"),
      ],
      shell,
    )
    t.match(root, { known: { name: 'root', uid: 0, gid: 0, home: '/root', groups: Array } })
    t.same(none, { absent: true })
    t.same(rootGroup, { known: { name: 'root', gid: 0 } })
    t.same(byNumber, { known: { name: 'root', gid: 0 } })
    t.same(noGroup, { absent: true })
    t.same(hostile, { absent: true })
  })

t.test('the shadow file is told to root alone', async t => {
  const [root] = askHere([probe.user('root')]) as { known: UserAnswer }[]
  t.equal(root!.known.shadow !== undefined, userInfo().uid === 0)
})

t.test('a number is no name of a user', async t => {
  t.same(askHere([probe.user('0')]), [{ absent: true }])
})

t.test('a user of a directory is none when only local ones are asked for', async t => {
  const reply =
    'anna:x:5001:5001:Anna:/home/anna:/bin/sh\n:\nstaff:x:50:anna,root\n:\n:\nroot:x:0:0:root:/root:/bin/sh\n'
  t.same(userKind.parse(reply, [probe.user('anna', { local: true })], someFacts), [
    { absent: true },
  ])
  t.match(userKind.parse(reply, [probe.user('anna')], someFacts), [
    { known: { uid: 5001, groups: ['staff'] } },
  ])
  t.same(
    groupKind.parse(
      'staff:x:50:anna\n:\nroot:x:0:\n',
      [probe.group('staff', { local: true })],
      someFacts,
    ),
    [{ absent: true }],
  )
})

t.test('empty fields of the shadow file mean never', async t => {
  const reply =
    'anna:x:5001:5001:Grüße:/home/anna:/bin/sh\n:\n:\nanna:!$6$salt$hash:19000:0:99999:7:::\n:\n'
  const [anna] = userKind.parse(
    Buffer.from(reply).toString('latin1'),
    [probe.user('anna')],
    someFacts,
  ) as { known: UserAnswer }[]
  t.equal(anna!.known.comment, 'Grüße')
  t.same(anna!.known.shadow, { hash: '!$6$salt$hash', min: 0, max: 99999, warn: 7, expires: -1 })
})

t.test('a diff never shows a hash', async t => {
  const shown = userKind.show!({
    name: 'anna',
    uid: 1,
    gid: 1,
    comment: '',
    home: '/',
    shell: '',
    groups: [],
    shadow: { hash: '$6$salt$hash', min: 0, max: 99999, warn: 7, expires: -1 },
  })
  t.notMatch(JSON.stringify(shown), /salt/)
})
