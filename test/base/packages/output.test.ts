import t from 'tap'
import { aptSteps } from '../../../src/base/packages/apt-steps.ts'
import { compareDeb } from '../../../src/base/packages/deb-version.ts'
import { dnfReplaced, dnfSteps } from '../../../src/base/packages/dnf-table.ts'
import { aptProblem, dnfProblem } from '../../../src/base/packages/problems.ts'

const TABLE = `Last metadata expiration check: 0:00:02 ago on Sat Nov 21 13:52:09 2026.
Dependencies resolved.
================================================================================
 Package            Architecture    Version           Repository           Size
================================================================================
Installing:
 kubeadm            noarch          1.22.0-0          kubernetes          6.4 k
     replacing  kubernetes-old.noarch 1.0-1
 a-package-whose-name-is-far-too-long-for-the-table
                    x86_64          2:1.0-3.module_el8
                                                      appstream            12 M
Upgrading:
 kubelet            noarch          1.22.0-0          kubernetes          6.6 k
Installing dependencies:
 cri-tools          noarch          1.22.0-0          kubernetes          6.0 k
Removing unused dependencies:
 webd-data          noarch          2.4-3.el8         @baseos               5
Enabling module streams:
 cri-o                              1.22
Skipping packages with conflicts:
(add '--best --allowerasing' to command line to force their upgrade):
 webd               noarch          3.0-1             baseos               10 k

Transaction Summary
================================================================================
Install  3 Packages

Operation aborted.
=kubelet|0|1.21.6-0|noarch
`

t.test("dnf's table tells every step, broken lines and replaced packages too", async t => {
  t.same(
    dnfSteps(TABLE).map(({ does, name, arch, version, from }) =>
      [does, name, arch, version, from].filter(Boolean).join(' '),
    ),
    [
      'install kubeadm noarch 1.22.0-0',
      'remove kubernetes-old noarch 1.0-1',
      'install a-package-whose-name-is-far-too-long-for-the-table x86_64 2:1.0-3.module_el8',
      'upgrade kubelet noarch 1.22.0-0 1.21.6-0',
      'install cri-tools noarch 1.22.0-0',
      'remove webd-data noarch 2.4-3.el8',
      'module cri-o 1.22 enabled',
    ],
  )
  t.same(dnfSteps('Dependencies resolved.\nNothing to do.\nComplete!\n'), [])
  t.same(
    dnfReplaced('  Upgrading        : a-2-1.noarch 1/2\n  Cleanup          : a-1-1.noarch 2/2\n'),
    ['a-1-1.noarch'],
  )
})

t.test('a simulated apt-get tells every step', async t => {
  const out = `Inst libc6 [2.36-9] (2.36-10 Debian:12/stable [amd64]) []\nInst tool [1:0.9] (1.0 localhost [all])\nInst webd (2.0 localhost [all])\nRemv old [1.0]\nConf webd (2.0 localhost [all])\n`
  t.same(aptSteps(out, compareDeb), [
    { does: 'upgrade', name: 'libc6', from: '2.36-9', version: '2.36-10' },
    { does: 'downgrade', name: 'tool', from: '1:0.9', version: '1.0' },
    { does: 'install', name: 'webd', version: '2.0' },
    { does: 'remove', name: 'old', version: '1.0' },
  ])
})

t.test('what dnf complains of becomes one sentence', async t => {
  for (const [out, err, said] of [
    [
      'No match for argument: nothere\n',
      'Error: Unable to find a match: nothere\n',
      /^no package nothere is available/,
    ],
    [
      'All matches were filtered out by exclude filtering for argument: kubelet\n',
      'Error: Unable to find a match: kubelet\n',
      /^kubelet: excluded .*disable_excludes/,
    ],
    ['', "Module or Group 'x' is not available.\nError: Nothing to do.\n", /^no module or group x/],
    [
      'No default profiles for module cri-o:1.21. Available profiles: common\n',
      'Error: Unable to find a match\n',
      /@cri-o:1.21\/common$/,
    ],
    [
      "Argument 'cri-o' matches 2 streams ('1.21', '1.22') of module 'cri-o', but none of the streams are enabled or default\n",
      'Error: Unable to find a match\n',
      /@cri-o:1.21$/,
    ],
    [
      '',
      'Error: \n Problem: conflicting requests\n  - nothing provides x >= 3 needed by y-1.0-1.noarch\n',
      /^nothing provides x >= 3 needed by y-1.0-1.noarch:/,
    ],
    [
      '',
      'Package a-1.0.rpm is not signed\nError: GPG check FAILED\n',
      /^Package a-1.0.rpm is not signed: .*gpgkey/,
    ],
    [
      '',
      "Error: Failed to download metadata for repo 'epel': Cannot download repomd.xml\n",
      /^repository epel cannot be read \(Cannot download repomd.xml\)/,
    ],
    [
      'error: %prein(a-1.0-1.noarch) scriptlet failed, exit status 3\n',
      'Error: Transaction failed\n',
      /^a-1.0-1.noarch: its %prein script ended with code 3$/,
    ],
    ['', "Error: Unknown repo: 'nope'\n", /^Unknown repo: 'nope'$/],
    ['', '', /^it said nothing$/],
  ] as const)
    t.match(dnfProblem(out, err), said)
})

t.test('what apt complains of becomes one sentence', async t => {
  for (const [out, err, said] of [
    ['', 'E: Unable to locate package nothere\n', /^no package nothere is available/],
    ['', "E: Version '7' for 'tool' was not found\n", /^tool is not available in version 7/],
    [
      ' broken : Depends: nothing-there but it is not installable\n',
      'E: Unable to correct problems, you have held broken packages.\n',
      /^broken depends: nothing-there but it is not installable$/,
    ],
    [
      'dpkg: error processing package a (--configure):\r\n installed a package post-installation script subprocess returned error exit status 7\r\n',
      'E: Sub-process /usr/bin/dpkg returned an error code (1)\n',
      /^a: installed a package post-installation script .* 7$/,
    ],
    [
      'Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 12 (apt)...',
      'E: Unable to acquire the dpkg frontend lock\n',
      /held by process 12 \(apt\).*lock_timeout/,
    ],
    [
      '',
      'E: Packages were downgraded and -y was used without --allow-downgrades.\n',
      /^Packages were downgraded/,
    ],
  ] as const)
    t.match(aptProblem(out, err), said)
})
