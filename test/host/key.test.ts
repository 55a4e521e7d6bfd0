import t from 'tap'
import { covers, keyOf } from '../../src/host/key.ts'

t.test('a key names the subject, however much of it is asked', async t =>
  t.equal(keyOf({ kind: 'file', id: '/etc/hosts', ask: { want: 'text' } }), 'file /etc/hosts'),
)

t.test('patterns cover keys', async t => {
  const rows: [string, string, boolean][] = [
    ['package *', 'package nginx', true],
    ['package *', 'service nginx', false],
    ['file /etc/hosts', 'file /etc/hosts', true],
    ['file /etc/*', 'file /etc/hosts', true],
    ['file /etc/*', 'file /etc/ssh/sshd_config', false],
    ['file /etc/**', 'file /etc/ssh/sshd_config', true],
    ['file /etc/**', 'file /etcetera', false],
    ['file /etc/*.repo', 'file /etc/x.repo', true],
    ['service *', 'service a/b', true],
    ['file /a+b/**', 'file /a+b/c', true],
  ]
  for (const [pattern, key, expected] of rows)
    t.equal(covers(pattern, key), expected, `${pattern} over ${key}`)
})
