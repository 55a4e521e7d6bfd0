import t from 'tap'
import { globPattern } from '../../../src/base/glob.ts'
import { rpmFits, rpmNevr, rpmSpec } from '../../../src/base/packages/rpm-spec.ts'

const kubelet = { name: 'kubelet', version: '1.22.0-0', arch: 'x86_64' }
const pip = { name: 'python3-pip', version: '1:21.2-3.el8', arch: 'noarch' }

t.test('a package is found by all the ways to write it', async t => {
  for (const spec of [
    'kubelet',
    'kubelet.x86_64',
    'kubelet-1.22.0',
    'kubelet-1.22.0-0',
    'kubelet-1.22.0-0.x86_64',
    'kubelet-0:1.22.0-0',
    'kubelet-1.2*',
    'kube?et',
    'kubelet >= 1.22',
    'kubelet<2',
    'kubelet = 1.22.0-0',
  ])
    t.ok(rpmFits(spec, kubelet), spec)
  for (const spec of [
    'kubelet-1.22',
    'kube',
    'kubelet.noarch',
    'kubelet-1.22.0-1',
    'kubelet > 1.22.0',
    'kubelet-1.21*',
    'KUBELET',
    'kubelet-1:1.22.0',
  ])
    t.notOk(rpmFits(spec, kubelet), spec)
  for (const spec of [
    'python3-pip-21.2',
    'python3-pip-1:21.2-3.el8.noarch',
    '1:python3-pip-21.2-3.el8',
    'python3-pip >= 1:20',
  ])
    t.ok(rpmFits(spec, pip), spec)
})

t.test('a spec is told by its looks', async t => {
  const kinds = [
    'nginx',
    'kube*',
    '/usr/bin/vi',
    '@cri-o:1.22/common',
    'cri-o/common',
    '/srv/a.rpm',
    'https://a.example.com/a.rpm',
    'nginx >= 1',
  ]
  t.same(
    kinds.map(spec => rpmSpec(spec).kind),
    ['plain', 'glob', 'path', 'group', 'group', 'file', 'url', 'condition'],
  )
})

t.test('only version and release together are a version in full', async t => {
  t.same(rpmNevr('kubelet-1.21.6-0.x86_64'), { name: 'kubelet', version: '1.21.6-0' })
  t.same(rpmNevr('python3-pip-1:21.2-3.el8'), { name: 'python3-pip', version: '1:21.2-3.el8' })
  t.equal(rpmNevr('kubelet-1.21.6'), undefined)
  t.equal(rpmNevr('python3-pip'), undefined)
  t.equal(rpmNevr('java-openjdk-devel'), undefined)
})

t.test('wildcards match as in the shell', async t => {
  for (const [glob, yes, no] of [
    ['a*', 'abc', 'ba'],
    ['a?c', 'abc', 'abbc'],
    ['a[!b]c', 'axc', 'abc'],
    ['a.c*', 'a.cd', 'abcd'],
    ['g++*', 'g++-12', 'ggg'],
    ['lib[xy]', 'liby', 'libz'],
    ['a$(b)*', 'a$(b)', 'ab'],
  ] as const) {
    t.match(yes, globPattern(glob))
    t.notMatch(no, globPattern(glob))
  }
})
