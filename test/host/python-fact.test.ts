// The fact about a host's Python, of what its interpreter says about itself.
import t from 'tap'
import { python } from '../../src/host/facts/python.ts'
import type { Gathered } from '../../src/host/facts/gathered.ts'

const told = (text: string): Readonly<Record<string, unknown>> =>
  python.facts({ section: () => text } as unknown as Gathered)

t.test('the version stands there whole, and in parts', async t => {
  t.match(told('/usr/bin/python3\nPython 3.11.2'), {
    python_version: '3.11.2',
    python: { executable: '/usr/bin/python3', version: { major: 3, minor: 11, micro: 2 } },
  })
  t.match(told('/usr/bin/python3\nPython 3.13.0rc2'), {
    python: { version: { micro: 0, releaselevel: 'candidate', serial: 2 } },
  })
})

t.test('a host without Python has no such fact', async t => {
  t.same(told(''), {})
})
