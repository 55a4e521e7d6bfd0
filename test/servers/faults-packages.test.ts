// A transaction of packages whose cable is cut, or whose time is over: it comes to its end all the same, since half of
// one is worse than a late one. Packages that wait in their scriptlets say when it begins, and are told when to end.
import t, { type Test } from 'tap'
import { cut, heal } from '../../src/sandbox/booted/booted.ts'
import { noBooted } from '../support/booted.ts'
import { recapIn } from '../support/program.ts'
import { CLEAN, endOf, faultyHosts, order, runs, type FaultyHosts } from './faults.ts'

t.setTimeout(170_000)

/** Builds rpms `waits-1` and `waits-2`, and a repository of them. */
const RPMS = String.raw`
mkdir -p /srv/waits /etc/yum.repos.d
for n in 1 2; do
  cat >/root/waits.spec <<SPEC
Name: waits-$n
Version: 1.0
Release: 1
Summary: waits to be told
License: MIT
BuildArch: noarch
AutoReqProv: no
%description
It waits.
%post
touch /srv/begun-$n
while [ ! -e /srv/go-$n ]; do sleep 0.1; done
%files
SPEC
  HOME=/root rpmbuild -bb --quiet --define '_rpmdir /srv/waits' /root/waits.spec
done
createrepo_c --quiet /srv/waits
printf '[%s]\nname=%s\nbaseurl=file://%s\ngpgcheck=0\n' waits waits /srv/waits base base /srv/rpms/baseos >/etc/yum.repos.d/test.repo
`

/** h1 installs a package that waits and one more; h2 has something else to do. */
const site = (waits: string, more: string, keywords = ''): string => `
- hosts: all
  strategy: free
  gather_facts: false
  tasks:
    - when: inventory_hostname == 'h1'
      dnf: {name: [${waits}, ${more}]}
      ${keywords}
    - {command: "true"}
`

/** Both packages are there once each, the database is sound, and nobody is at work any more. */
const isSound = async (
  t: Test,
  { shows, until, run }: FaultyHosts,
  packages: readonly [string, string],
): Promise<void> => {
  await until('h1', `! ${runs('dnf -y')}`)
  const there = await shows('h1', `rpm -q ${packages.join(' ')} --qf '%{NAME}\\n'`)
  t.equal(there, `${packages.join('\n')}\n`, 'both are installed')
  t.equal(await shows('h1', 'rpm -qa | sort | uniq -d'), '', 'nothing twice')
  await shows('h1', 'rpmdb --verifydb')
  const again = await run(site(...packages))
  t.equal(again.code, 0, again.err)
  t.match(recapIn(again.out), { h1: { ok: 2, changed: 1, failed: 0 } }, 'nothing is left to do')
  await until('h1', CLEAN)
}

await t.test('a transaction of packages', { skip: noBooted('el') }, async t => {
  const hosts = await faultyHosts(t, { count: 2, image: 'el' })
  const { dir, start, until, shows, exec } = hosts
  await shows('h1', RPMS)

  await t.test('outlives a cable that is cut', async t => {
    const begun = start(site('waits-1', 'tree-lister'))
    await until('h1', '[ -e /srv/begun-1 ]')
    await cut(dir, 'h1')
    const ended = await begun.ended
    t.equal(ended.code, 4, ended.err)
    t.match(endOf(t, ended, 'h1'), { status: 'unreachable' })
    t.same(order(ended).slice(-2), ['h2', 'h1'])
    await heal(dir, 'h1')
    await until('h1', `! ${runs('sshd: root')}`)
    t.match(await exec('h1', ['sh', '-c', `${runs('dnf -y')} && touch /srv/go-1`]), { code: 0 })
    await isSound(t, hosts, ['waits-1', 'tree-lister'])
  })

  await t.test('outlives the limit of its task', async t => {
    const begun = start(site('waits-2', 'webd-data', 'timeout: 4'))
    const ended = await begun.ended
    t.equal(ended.code, 2, ended.err)
    t.equal(
      endOf(t, ended, 'h1')?.reason,
      'it took longer than 4 seconds, and was ended on the host; a transaction that has begun goes on to its end',
    )
    await until('h1', '[ -e /srv/begun-2 ]')
    t.match(await exec('h1', ['sh', '-c', `${runs('dnf -y')} && touch /srv/go-2`]), { code: 0 })
    await isSound(t, hosts, ['waits-2', 'webd-data'])
  })
})
