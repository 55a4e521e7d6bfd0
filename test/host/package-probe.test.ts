import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import t from 'tap'
import { rpmParse, rpmScript } from '../../src/host/probes/package-rpm.ts'
import { transactionKind } from '../../src/host/probes/transaction.ts'
import { probe } from '../../src/kit/probe.ts'
import type { PackageAnswer, TransactionAnswer } from '../../src/model/answers.ts'
import { someFacts } from '../support/facts.ts'
import { askHere, shells } from '../support/shell.ts'

const debian = { ...someFacts, packages: 'apt' }
const noDpkg = !existsSync('/usr/bin/dpkg-query') && 'this machine has no dpkg'

for (const shell of shells)
  t.test(
    `${shell.join(' ')} tells what dpkg has installed, in one batch`,
    { skip: noDpkg },
    async t => {
      const version = execFileSync('dpkg-query', ['-W', '-f', '${Version}', 'dpkg'], {
        encoding: 'utf8',
      })
      const specs = [
        'dpkg',
        'no-such-package',
        'dpk*',
        `dpkg=${version}`,
        'dpkg=0.1',
        'dpkg>=1.0',
        'dpkg>=99',
        'awk',
        "it's $(HOME)",
        '-x',
      ]
      const answers = askHere(
        specs.map(spec => probe.package(spec)),
        shell,
        debian,
      ) as { known?: PackageAnswer }[]
      const found = answers.map(answer => answer.known?.installed.map(({ name }) => name).join(' '))
      t.same(
        [found[0], found[1], found[3], found[4], found[5], found[6]],
        ['dpkg', undefined, 'dpkg', undefined, 'dpkg', undefined],
      )
      t.match(found[2], /\bdpkg\b/)
      t.match(found[7], /awk$/, 'something that others provide')
      t.same(found.slice(8), [undefined, undefined])
      t.equal(answers[0]!.known!.installed[0]!.version, version)
    },
  )

t.test('a host without dpkg says so', async t => {
  const [answer] = askHere([probe.package('nginx')], ['sh'], { ...someFacts, packages: 'apk' })
  t.match(answer, { failed: /apk/ })
})

const specs = [
  'webd',
  'kubelet-1.22.0',
  'nope',
  '/usr/sbin/webd',
  'mail-server',
  'web*',
  'kubelet >= 1.21',
  'kubelet < 1.22',
]
const probes = specs.map(spec => probe.package(spec))

t.test("rpm's answers are sorted to the questions", async t => {
  const out = `=kubelet|0|1.22.0-0|noarch
package kubelet-1.22 is not installed
=webd|0|2.4-3.el8|noarch
-
=webd|0|2.4-3.el8|noarch
no package provides mokplay(mark)
=kubelet|0|1.22.0-0|noarch
no package provides mokplay(mark)
no package provides nope
no package provides mokplay(mark)
=webd|0|2.4-3.el8|noarch
no package provides mokplay(mark)
=postfix|2|3.5.8-4.el8|x86_64
no package provides mokplay(mark)
.
`
  const names = (rpmParse(out, probes) as { known?: PackageAnswer }[]).map(({ known }) =>
    known?.installed.map(({ name }) => name).join(' '),
  )
  t.same(names, ['webd', 'kubelet', undefined, 'webd', 'postfix', 'webd', 'kubelet', undefined])
})

t.test('rpm is asked a second time only for what has no such name', async t => {
  const script = rpmScript(probes)
  t.match(script, /rpm -q --qf .* -- webd .*\|\| all=/)
  t.match(script, /\[ -n "\$all" \] \|\| rpm -q --whatprovides/)
  const whole = '=webd|0|2.4-3.el8|noarch\n-1\n.\n'
  t.match(rpmParse(whole, [probe.package('webd')]), [
    { known: { installed: [{ name: 'webd', version: '2.4-3.el8', arch: 'noarch' }] } },
  ])
  const provided =
    'package mail-server is not installed\n-\n=postfix|2|3.5.8-4.el8|x86_64\nno package provides mokplay(mark)\n.\n'
  t.match(rpmParse(provided, [probe.package('mail-server')]), [
    { known: { installed: [{ name: 'postfix', version: '2:3.5.8-4.el8' }] } },
  ])
  t.match(
    rpmParse(
      'package nope is not installed\n-\nno package provides nope\nno package provides mokplay(mark)\n.\n',
      [probe.package('nope')],
    ),
    [{ absent: true }],
  )
  t.match(rpmParse('!no rpm is there\n', [probe.package('nope')]), [{ failed: 'no rpm is there' }])
  t.match(rpmParse('', [probe.package('nope')]), [{ failed: /did not answer/ }])
})

t.test('trees of packages are asked apart', async t => {
  const two = [probe.package('webd'), probe.package('webd', { root: '/mnt/new' })]
  t.match(rpmScript(two), /rpm --root \/mnt\/new -q/)
  t.match(rpmParse('=webd|0|2.4-3.el8|noarch\n-1\n.\n-\n.\n', two), [
    { known: {} },
    { absent: true },
  ])
})

t.test('what is left to do is told of each question, and why nothing can be done', async t => {
  const asked = [
    probe.transaction(['install', 'nginx'], ['nginx']),
    probe.transaction(['install', 'nope'], ['nope']),
  ]
  const said = 'Inst nginx (1.22.1-9 Debian:12 [amd64])\n'
  const noise = 'E: Unable to locate package nope\n'
  const text = `R 0 ${said.length} 0\n${said}\nR 100 0 ${noise.length}\n${noise}\n`
  const [one, other] = transactionKind.parse(text, asked, debian) as { known: TransactionAnswer }[]
  t.same(one!.known.pending, [{ does: 'install', name: 'nginx', version: '1.22.1-9', arch: '' }])
  t.match(other!.known, { pending: [], trouble: /no package nope/ })
  t.match(transactionKind.parse('!no temporary folder can be made\n', asked, debian)[0], {
    failed: /temporary/,
  })
})

t.test('what is newest is unknown once an earlier step installs it', async t => {
  const asked = probe.transaction(['install', 'nginx'], ['nginx'])
  t.match(
    transactionKind.derive!(asked, (_kind, id) => (id === 'nginx' ? { known: {} } : undefined)),
    { unknown: /nginx/ },
  )
  t.equal(
    transactionKind.derive!(asked, () => undefined),
    undefined,
  )
})
