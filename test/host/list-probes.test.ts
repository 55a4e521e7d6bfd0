import t from 'tap'
import { packageListKind } from '../../src/host/probes/package-list.ts'
import { serviceListKind } from '../../src/host/probes/service-list.ts'
import { probe } from '../../src/kit/probe.ts'
import type { PackageListAnswer, ServiceListAnswer } from '../../src/model/list-answers.ts'
import { someFacts } from '../support/facts.ts'

const packages = (text: string): unknown =>
  packageListKind.parse(text, [probe.of<PackageListAnswer>('package-list', 'apt')], someFacts)[0]

const services = (text: string, init: string): readonly unknown[] => {
  const asked = [probe.of<ServiceListAnswer>('service-list', 'all')]
  const [answer] = serviceListKind.parse(text, asked, { ...someFacts, init })
  return 'known' in answer! ? answer.known.services : []
}

t.test(
  'apt tells where each package comes from, and which are of another architecture',
  async t => {
    const lines = [
      '\x1eapt',
      'tool\t1.6-1\tall\tmisc\tinstalled',
      'libc6\t2.36\tamd64\tlibs\tinstalled',
      'libc6\t2.36\ti386\tlibs\tinstalled',
      'gone\t1\tamd64\tlibs\tconfig-files',
      '\x1d',
      '#amd64',
      '+Package files:',
      '+ 100 /var/lib/dpkg/status',
      '+     release a=now',
      '+ 500 http://deb.example.org bookworm/main amd64 Packages',
      '+     release v=12,o=Debian,a=stable,n=bookworm,c=main,b=amd64',
      '@tool',
      '-/var/lib/dpkg/status',
      '@libc6',
      '-http://deb.example.org bookworm/main amd64 Packages',
      '',
    ]
    t.same(packages(lines.join('\n')), {
      known: {
        packages: [
          { name: 'tool', version: '1.6-1', arch: 'all', category: 'misc', origin: '' },
          { name: 'libc6', version: '2.36', arch: 'amd64', category: 'libs', origin: 'Debian' },
          { name: 'libc6:i386', version: '2.36', arch: 'i386', category: 'libs', origin: '' },
        ],
      },
    })
  },
)

t.test('scripts of an older init are told by chkconfig or by service', async t => {
  t.same(
    services(
      'network|running|0:off 1:off 2:on 3:on 4:on 5:on 6:off\nnetconsole|stopped|3:off\n',
      'sysvinit',
    ),
    [
      { name: 'network', state: 'running', status: 'enabled', source: 'sysv' },
      { name: 'netconsole', state: 'stopped', status: 'disabled', source: 'sysv' },
    ],
  )
  t.same(services(' [ + ]  ssh\n [ - ]  cron\n [ ? ]  odd\n', 'sysvinit'), [
    { name: 'ssh', state: 'running', source: 'sysv' },
    { name: 'cron', state: 'stopped', source: 'sysv' },
  ])
})

t.test('OpenRC tells states in its own words, and runlevels', async t => {
  const levels = '             sshd |      default\n          urandom |\n'
  const states = 'Runlevel: default\n sshd   [  started  ]\n urandom [  stopped  ]\n'
  t.same(services(`${levels}\x1e\n${states}`, 'openrc'), [
    { name: 'sshd', runlevels: ['default'], state: 'started', source: 'openrc' },
    { name: 'urandom', runlevels: null, state: 'stopped', source: 'openrc' },
  ])
})
