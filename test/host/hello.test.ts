import { chmodSync, writeFileSync } from 'node:fs'
import { release, userInfo } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { helloScript, readHello } from '../../src/host/hello.ts'
import { distributionOf, parseRelease } from '../../src/host/os-release.ts'
import { Lost } from '../../src/model/edge.ts'
import { lacks } from '../support/programs.ts'
import { sh, shells } from '../support/shell.ts'

for (const shell of shells)
  t.test(`${shell.join(' ')} says hello`, async t => {
    const facts = readHello(sh(helloScript('mark'), shell).out, 'mark')
    t.match(facts, {
      kernel: release(),
      user: userInfo().username,
      uid: userInfo().uid,
      home: userInfo().homedir,
      flavour: 'gnu',
    })
    t.match(facts.umask, /^0[0-7]{2}$/)
    t.ok(facts.os.id, facts.os.name)
  })

t.test(
  'a host whose tools are busybox is told by its stat',
  { skip: lacks('busybox') },
  async t => {
    const bin = t.testdir({})
    for (const tool of ['stat', 'uname', 'id']) {
      writeFileSync(join(bin, tool), `#!/bin/sh\nexec busybox ${tool} "$@"\n`)
      chmodSync(join(bin, tool), 0o755)
    }
    const { stdout } = spawnSync('busybox', ['sh', '-c', helloScript('mark')], {
      encoding: 'latin1',
      env: { PATH: `${bin}:${process.env['PATH']}` },
    })
    t.equal(readHello(stdout, 'mark').flavour, 'busybox')
  },
)

const reply = (lines: string) =>
  `Welcome!\n\x1em4rk\n${lines}\nhome /home/jörg\numask 0077\nuname Linux 6.1.0 aarch64\nid uid=1000(deploy) gid=1000(deploy)\nstat stat (GNU coreutils) 9.1\n`
const latin1 = (text: string) => Buffer.from(text).toString('latin1')

t.test('noise of the login shell before the mark does no harm', async t => {
  const facts = readHello(
    latin1(
      reply(
        'os ID="rocky"\nos ID_LIKE="rhel centos fedora"\nos VERSION_ID="8.5"\nos PRETTY_NAME="Rocky Linux 8.5"\npackages dnf\npackages yum\ninit systemd',
      ),
    ),
    'm4rk',
  )
  t.same(facts, {
    os: { id: 'rocky', family: 'RedHat', version: '8.5', name: 'Rocky Linux 8.5' },
    packages: 'dnf',
    init: 'systemd',
    kernel: '6.1.0',
    machine: 'aarch64',
    user: 'deploy',
    uid: 1000,
    home: '/home/jörg',
    umask: '077',
    flavour: 'gnu',
  })
})

t.test('a Debian with dnf installed is still one of apt', async t => {
  t.equal(
    readHello(latin1(reply('os ID=debian\npackages dnf\npackages apt-get\ninit ')), 'm4rk')
      .packages,
    'apt',
  )
})

t.test('what answers like no shell is no host', async t => {
  t.throws(() => readHello('% Invalid input detected at marker\n', 'm4rk'), Lost)
})

t.test('families are those of Ansible, by ID or else by what the system is like', async t => {
  const family = (text: string) => distributionOf(parseRelease(text))
  t.same(family('ID=ol\n'), { name: 'OracleLinux', family: 'RedHat' })
  t.same(family('ID="opensuse-leap"\nID_LIKE="suse opensuse"\n'), {
    name: 'openSUSE Leap',
    family: 'Suse',
  })
  t.same(family('ID=nobara\nNAME="Nobara Linux"\nID_LIKE="rhel fedora"\n'), {
    name: 'Nobara Linux',
    family: 'RedHat',
  })
  t.same(family("ID='void'\nNAME=void\n"), { name: 'void', family: 'void' })
  t.same(family(''), { name: 'Linux', family: 'Linux' })
})
