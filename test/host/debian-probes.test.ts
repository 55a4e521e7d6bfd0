import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { alternativesKind } from '../../src/host/probes/alternatives.ts'
import { debconfKind } from '../../src/host/probes/debconf.ts'
import { dpkgSelectionKind } from '../../src/host/probes/dpkg-selection.ts'
import { localeKind } from '../../src/host/probes/locale.ts'
import { probe } from '../../src/kit/probe.ts'
import { someFacts } from '../support/facts.ts'
import { askHere, sh, shells } from '../support/shell.ts'

const DEBIAN = `editor - manual mode
  link best version is /bin/nano
  link currently points to /usr/bin/vim
  link editor is /usr/bin/editor
  slave editor.1.gz is /usr/share/man/man1/editor.1.gz
/bin/nano - priority 40
  slave editor.1.gz: /usr/share/man/man1/nano.1.gz
/usr/bin/vim - priority -30
`
const RED_HAT = `java - status is auto.
 link currently points to /usr/lib/jvm/java-11/bin/java
/usr/lib/jvm/java-11/bin/java - family java-11 priority 1100
 follower jre: /usr/lib/jvm/java-11
 follower gone: (null)
/usr/lib/jvm/java-8/bin/java - priority 18
Current \`best' version is /usr/lib/jvm/java-11/bin/java.
`

t.test('alternatives of Debian and of Red Hat are read', async t => {
  const asked = ['editor', 'java', 'none'].map(probe.alternatives)
  t.same(alternativesKind.parse(`\x1d${DEBIAN}\x1d${RED_HAT}\x1d`, asked, someFacts), [
    {
      known: {
        mode: 'manual',
        link: '/usr/bin/editor',
        current: '/usr/bin/vim',
        choices: {
          '/bin/nano': {
            priority: 40,
            subcommands: [
              {
                name: 'editor.1.gz',
                path: '/usr/share/man/man1/nano.1.gz',
                link: '/usr/share/man/man1/editor.1.gz',
              },
            ],
          },
          '/usr/bin/vim': { priority: -30, subcommands: [] },
        },
      },
    },
    {
      known: {
        mode: 'auto',
        current: '/usr/lib/jvm/java-11/bin/java',
        choices: {
          '/usr/lib/jvm/java-11/bin/java': {
            priority: 1100,
            subcommands: [{ name: 'jre', path: '/usr/lib/jvm/java-11' }],
          },
          '/usr/lib/jvm/java-8/bin/java': { priority: 18, subcommands: [] },
        },
      },
    },
    { absent: true },
  ])
})

t.test('a promise of alternatives is kept in any order, and without the links', async t => {
  const part = (name: string) => ({ name, path: `/${name}`, link: `/usr/bin/${name}` })
  const group = (...names: string[]) => ({
    mode: 'auto' as const,
    current: '/j',
    choices: { '/j': { priority: 1, subcommands: names.map(part) } },
  })
  t.ok(alternativesKind.same!({ ...group('a', 'b'), link: '/usr/bin/j' }, group('b', 'a')))
  t.notOk(alternativesKind.same!(group('a', 'b'), group('a')))
})

t.test('a locale has many spellings', async t => {
  const asked = ['de_CH.UTF-8', 'de_DE.iso885915@euro', 'POSIX', 'fr_CH.UTF-8'].map(probe.locale)
  t.same(localeKind.parse('C\nPOSIX\nde_CH.utf8\nde_DE.ISO-8859-15@euro\n', asked, someFacts), [
    { known: { name: 'de_CH.utf8' } },
    { known: { name: 'de_DE.ISO-8859-15@euro' } },
    { known: { name: 'POSIX' } },
    { absent: true },
  ])
  t.ok(localeKind.same!({ name: 'de_CH.UTF-8' }, { name: 'de_CH.utf8' }))
})

const selected = ['bash', 'libc6', 'libc6:i386', 'none'].map(probe.dpkgSelection)

t.test('selections are read, of packages of many architectures too', async t => {
  t.same(
    dpkgSelectionKind.parse(
      'bash\t\tinstall\nlibc6:amd64\thold\nlibc6:i386 deinstall\n',
      selected,
      someFacts,
    ),
    [{ known: 'install' }, { known: 'hold' }, { known: 'deinstall' }, { absent: true }],
  )
})

t.test('a host without dpkg says so', async t => {
  for (const shell of shells) {
    const script = dpkgSelectionKind.script(selected, someFacts)
    const { out } = sh(`command() { return 1; }\n(${script})`, shell)
    t.match(dpkgSelectionKind.parse(out, selected, someFacts)[0], { failed: /dpkg is not/ })
  }
})

const SHOW = `#!/bin/sh
printf '* %s/a: one: two\\n  %s/b:\\n  %s/text: first\\nsecond\\n' "$1" "$1" "$1"
printf '  %s/pass: (password omitted)\\n' "$1"
`

for (const shell of shells)
  t.test(`${shell.join(' ')} reads the answers that debconf keeps`, async t => {
    const dir = t.testdir({ 'debconf-show': SHOW })
    chmodSync(join(dir, 'debconf-show'), 0o755)
    const asked = [probe.debconf('x', ['x/pass']), probe.debconf('y')]
    const { out } = sh(`PATH=${dir}:$PATH\n${debconfKind.script(asked, someFacts)}`, shell)
    const [x, y] = debconfKind.parse(out, asked, someFacts)
    t.match(x, {
      known: {
        values: { 'x/a': 'one: two', 'x/b': '', 'x/text': 'first\nsecond' },
        seen: ['x/a'],
        passwords: { 'x/pass': /^[0-9a-f]{64}$/ },
      },
    })
    t.match(y, { known: { passwords: {} } })
  })

t.test('answers without a password do not serve who compares one', async t => {
  const answer = { values: {}, seen: [], passwords: { 'x/pass': 'abc' } }
  const covers = (question: string) =>
    debconfKind.covers!(probe.debconf('x'), answer, probe.debconf('x', [question]))
  t.ok(covers('x/pass'))
  t.notOk(covers('x/other'))
})

t.test('questions that this machine can answer are answered in every shell', async t => {
  for (const shell of shells) {
    const [c, none, group] = askHere(
      [probe.locale('no_SUCH.locale'), probe.debconf("no'such"), probe.alternatives("no'such")],
      shell,
    )
    t.same(c, { absent: true })
    t.ok(none && ('absent' in none || 'known' in none))
    t.same(group, { absent: true })
  }
})
