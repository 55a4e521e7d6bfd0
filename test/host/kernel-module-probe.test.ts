import { readdirSync, existsSync } from 'node:fs'
import t from 'tap'
import { kernelModuleKind } from '../../src/host/probes/kernel-module.ts'
import { probe } from '../../src/kit/probe.ts'
import { someFacts } from '../support/facts.ts'
import { askHere, sh, shells } from '../support/shell.ts'

const present = readdirSync('/sys/module').find(name => name.includes('_')) ?? 'kernel'

for (const shell of shells)
  t.test(`${shell.join(' ')} finds what the kernel has, in either spelling`, async t => {
    const [here, dashed, none] = askHere(
      [
        probe.kernelModule(present),
        probe.kernelModule(present.replaceAll('_', '-')),
        probe.kernelModule("no-such'module"),
      ],
      shell,
    )
    const loaded = existsSync(`/sys/module/${present}/initstate`) ? 'loaded' : 'builtin'
    t.same(here, { known: { loaded, files: {} } })
    t.same(dashed, { known: { loaded, files: {} } })
    t.same(none, { absent: true })
  })

const asked = [
  probe.kernelModule('br_netfilter', { files: true }),
  probe.kernelModule('overlay', { files: true }),
  probe.kernelModule('nf-nat'),
]
const parse = (text: string) => kernelModuleKind.parse(text, asked, someFacts)

t.test('what is built in without parameters stands in modules.builtin alone', async t => {
  t.match(parse('---\nkernel/net/netfilter/nf_nat.ko\n\n')[2], { known: { loaded: 'builtin' } })
})

t.test('configuration files are told of the modules they speak of', async t => {
  const text = [
    'l--',
    '',
    'F /etc/modules-load.d/k8s.conf',
    'F /etc/modprobe.d/overlay.conf',
    'F /etc/modprobe.d/other.conf',
    '/etc/modules-load.d/k8s.conf:# for kubernetes',
    '/etc/modules-load.d/k8s.conf:br-netfilter',
    '/etc/modprobe.d/overlay.conf:options overlay metacopy=on',
    '/etc/modprobe.d/other.conf:blacklist overlayfs',
    '',
  ].join('\n')
  const [bridge, overlay] = parse(text)
  t.same(bridge, {
    known: {
      loaded: 'loaded',
      files: { '/etc/modules-load.d/k8s.conf': '# for kubernetes\nbr-netfilter\n' },
    },
  })
  t.same(overlay, {
    known: {
      loaded: 'no',
      files: { '/etc/modprobe.d/overlay.conf': 'options overlay metacopy=on\n' },
    },
  })
})

t.test('the script that reads configuration files runs in every shell', async t => {
  for (const shell of shells) {
    const { out } = sh(
      kernelModuleKind.script([probe.kernelModule('none_such', { files: true })], someFacts),
      shell,
    )
    t.match(out, /^-\n\n/)
  }
})
