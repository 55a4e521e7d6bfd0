import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { probe } from '../../src/kit/probe.ts'
import { askHere, shells } from '../support/shell.ts'

const PIP = `#!/bin/sh
if [ "$1 $2" = 'list --format=freeze' ]; then
  echo 'DEPRECATION: it is old' >&2
  printf 'My.App==3.1\\nsix===1.16\\n-e git+https://a@1#egg=app\\n'
else exit 2; fi
`
const OLD = '#!/bin/sh\n[ "$1" = freeze ] && echo six==1.0\n'
const BROKEN = '#!/bin/sh\nexit 1\n'

for (const shell of shells)
  t.test(`${shell.join(' ')} lists the packages of a Python`, async t => {
    const folder = t.testdir({
      pip: PIP,
      'old pip': OLD,
      broken: BROKEN,
      "it's venv": { bin: { activate: '', pip: PIP } },
      bare: { bin: { activate: '' } },
    })
    const at = (name: string): string => join(folder, name)
    for (const name of ['pip', 'old pip', 'broken', "it's venv/bin/pip"]) chmodSync(at(name), 0o755)
    const answers = askHere(
      [
        probe.pip({ executable: at('pip') }),
        probe.pip({ executable: at('old pip') }),
        probe.pip({ virtualenv: at("it's venv") }),
        probe.pip({ virtualenv: at('none') }),
        probe.pip({ executable: 'no-such-pip' }),
        probe.pip({ virtualenv: at('bare') }),
        probe.pip({ executable: at('broken') }),
      ],
      shell,
    )
    t.same(answers.slice(0, 5), [
      { known: { program: [at('pip')], packages: { 'my-app': '3.1', six: '1.16' } } },
      { known: { program: [at('old pip')], packages: { six: '1.0' } } },
      {
        known: { program: [at("it's venv/bin/pip")], packages: { 'my-app': '3.1', six: '1.16' } },
      },
      { absent: true },
      { absent: true },
    ])
    t.match(answers[5], { failed: /without pip/ })
    t.match(answers[6], { failed: /failed/ })
  })
