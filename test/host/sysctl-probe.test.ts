import { readFileSync } from 'node:fs'
import t from 'tap'
import { sysctlPath } from '../../src/host/probes/sysctl.ts'
import { probe } from '../../src/kit/probe.ts'
import { askHere, sh, shells } from '../support/shell.ts'
import { askScript, batches, readAnswers } from '../../src/host/ask.ts'
import { sysctlKind } from '../../src/host/probes/sysctl.ts'
import { someFacts } from '../support/facts.ts'

const live = (path: string) =>
  readFileSync(`/proc/sys/${path}`, 'utf8').trim().split(/\s+/).join(' ')

for (const shell of shells)
  t.test(`${shell.join(' ')} reads many parameters at once`, async t => {
    const names = [
      'kernel.ostype',
      'net.ipv4.ip_local_port_range',
      'no.such.key',
      'net/ipv4/tcp_rmem',
      'kernel.pid_max',
    ]
    t.same(askHere(names.map(probe.sysctl), shell), [
      { known: 'Linux' },
      { known: live('net/ipv4/ip_local_port_range') },
      { absent: true },
      { known: live('net/ipv4/tcp_rmem') },
      { known: live('kernel/pid_max') },
    ])
  })

t.test('a single parameter is read like many', async t => {
  t.same(askHere([probe.sysctl('kernel.ostype')]), [{ known: 'Linux' }])
})

t.test('a parameter that can only be written is no absent one', async t => {
  t.match(askHere([probe.sysctl('net.ipv4.route.flush')]), [{ failed: 'it cannot be read' }])
})

t.test('a name is no way out of /proc/sys, nor out of its quotes', async t => {
  const names = ['kernel.$(id)', "x'; echo k; '", '*']
  t.same(
    askHere(names.map(probe.sysctl)),
    names.map(() => ({ absent: true })),
  )
})

t.test('the separator that comes first separates', async t => {
  t.equal(sysctlPath('net.ipv4.conf.eth0/1.rp_filter'), '/proc/sys/net/ipv4/conf/eth0.1/rp_filter')
  t.equal(sysctlPath('net/ipv4/conf/eth0.1/rp_filter'), '/proc/sys/net/ipv4/conf/eth0.1/rp_filter')
})

t.test('blanks do not count when a promise is held against the answer', async t => {
  t.ok(sysctlKind.same!('4096\t87380  6291456', '4096 87380 6291456'))
  t.notOk(sysctlKind.same!('1', '0'))
})

t.test('its guard holds while the value does', async t => {
  const asked = probe.sysctl('net.ipv4.tcp_rmem')
  const guard = (value: string | undefined) => sh(sysctlKind.guard!(asked, value, someFacts)).rc
  t.equal(guard(live('net/ipv4/tcp_rmem')), 0)
  t.not(guard('1 2 3'), 0)
  t.not(guard(undefined), 0)
})

t.test('a reply that was cut short is no answer', async t => {
  const of = batches([probe.sysctl('kernel.ostype')])
  t.ok(askScript(of, 'm', someFacts).includes('kernel/ostype'))
  t.match([...readAnswers(of, 'm', someFacts, '\x1em\n').values()], [{ failed: String }])
})
