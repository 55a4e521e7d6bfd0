// What systemctl prints was recorded on a host with systemd 252.
import t from 'tap'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { serviceKind } from '../../src/host/probes/service.ts'
import { probe } from '../../src/kit/probe.ts'
import type { ServiceAnswer } from '../../src/model/answers.ts'
import { someFacts } from '../support/facts.ts'
import { shells } from '../support/shell.ts'

const unit = (properties: Record<string, string>) =>
  `${Object.entries({
    Type: 'simple',
    Id: 'cron.service',
    LoadState: 'loaded',
    ActiveState: 'inactive',
    ...properties,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')}`
const parse = (names: readonly string[], signs: string, ...units: string[]) =>
  serviceKind.parse(
    `${signs}\n${units.join('\n')}`,
    names.map(name => probe.service(name)),
    someFacts,
  )

t.test('each unit is answered in its place', async t => {
  t.match(
    parse(
      ['cron', 'nothere', 'sshd'],
      '---',
      unit({ UnitFileState: 'disabled' }),
      unit({
        Id: 'nothere.service',
        LoadState: 'not-found',
        LoadError: 'org.freedesktop.systemd1.NoSuchUnit "Unit nothere.service not found."',
      }),
      unit({
        Id: 'ssh.service',
        ActiveState: 'active',
        UnitFileState: 'enabled',
        InvocationID: '2450',
      }),
    ),
    [
      {
        known: {
          unit: 'cron.service',
          isRunning: false,
          isEnabled: false,
          status: { Type: 'simple' },
        },
      },
      { absent: true },
      { known: { unit: 'ssh.service', isRunning: true, isEnabled: true, invocation: '2450' } },
    ],
  )
})

t.test('a service that is restarted for ever counts as running', async t => {
  t.match(parse(['kubelet'], '-', unit({ ActiveState: 'activating', UnitFileState: 'enabled' })), [
    { known: { isRunning: true } },
  ])
})

t.test('static units are enabled, indirect, linked and masked ones are not', async t => {
  const states = [
    'static',
    'enabled-runtime',
    'generated',
    'indirect',
    'linked',
    'masked',
    'masked-runtime',
    'disabled',
    '',
  ]
  const answers = parse(
    states.map(state => `unit-${state}`),
    '-'.repeat(states.length),
    ...states.map(UnitFileState => unit({ UnitFileState })),
  ) as { known: ServiceAnswer }[]
  t.same(
    answers.map(({ known }) => known.isEnabled),
    [true, true, true, false, false, false, false, false, false],
  )
  t.same(
    answers.map(({ known }) => known.isMasked),
    [false, false, false, false, false, true, false, false, false],
  )
})

t.test('a generated unit of an init script is enabled when the runlevels start it', async t => {
  const generated = unit({ UnitFileState: 'generated' })
  t.match(parse(['a', 'b'], 'iI', generated, generated), [
    { known: { enabled: 'disabled' } },
    { known: { enabled: 'enabled' } },
  ])
})

t.test('an init script that systemd has not seen yet is there', async t => {
  t.match(parse(['oldie'], 'i', unit({ LoadState: 'not-found' })), [
    { known: { load: 'not-found' } },
  ])
})

t.test('values over several lines do not part a unit', async t => {
  const text = unit({
    ExecStart: '{ path=/bin/sh ; argv[]=/bin/sh -c echo\n\nId=none ; pid=0 }',
    UnitFileState: 'static',
  })
  t.match(parse(['a', 'b'], '--', text, unit({ Id: 'b.service' })), [
    { known: { enabled: 'static' } },
    { known: { unit: 'b.service' } },
  ])
})

t.test('a unit file with a mistake says so', async t => {
  t.match(
    parse(
      ['bad'],
      '-',
      unit({
        LoadState: 'bad-setting',
        LoadError: 'Unit bad.service has a bad unit file setting.',
      }),
    ),
    [{ known: { problem: /bad unit file setting/ } }],
  )
})

t.test('names that would end systemctl are kept from it', async t => {
  const script = serviceKind.script(
    ['cron', 'foo bar', '-x', '', 'getty@.service'].map(name => probe.service(name)),
    someFacts,
  )
  t.match(script, /show -- cron$/m)
  t.match(parse(['foo bar', 'cron'], '--', unit({})), [
    { absent: true },
    { known: { unit: 'cron.service' } },
  ])
})

t.test('a template can be enabled without an instance', async t => {
  t.match(
    serviceKind.parse(
      `--\nT enabled\n${unit({ Id: 'cron.service' })}`,
      ['getty@', 'cron'].map(name => probe.service(name)),
      someFacts,
    ),
    [{ known: { isEnabled: true } }, { known: { unit: 'cron.service' } }],
  )
})

t.test('a promise is kept whatever the words for it are', async t => {
  const answer = (more: Partial<ServiceAnswer>) =>
    ({ isRunning: true, isEnabled: true, isMasked: false, ...more }) as ServiceAnswer
  t.ok(
    serviceKind.same!(
      answer({ active: 'active' }),
      answer({ active: 'activating', enabled: 'static' }),
    ),
  )
  t.notOk(serviceKind.same!(answer({}), answer({ isEnabled: false })))
})

for (const shell of shells)
  t.test(`${shell.join(' ')} asks init scripts where systemd does not run`, async t => {
    const root = t.testdir({})
    mkdirSync(join(root, 'init.d'))
    mkdirSync(join(root, 'rc3.d'))
    for (const [name, code] of [
      ['up', 0],
      ['down', 3],
    ] as const) {
      writeFileSync(join(root, 'init.d', name), `#!/bin/sh\n[ "$1" = status ] && exit ${code}\n`)
      chmodSync(join(root, 'init.d', name), 0o755)
    }
    writeFileSync(join(root, 'rc3.d', 'S20up'), '')
    const facts = { ...someFacts, init: 'sysvinit' }
    const probes = ['up', 'down', 'none', '$(id)'].map(name => probe.service(name))
    // `service` looks into /etc alone; the scripts themselves are asked where it is missing.
    const script = `service() { return 127; }; command() { return 1; }\n${serviceKind.script(probes, facts).replaceAll('/etc/', `${root}/`)}`
    const { stdout } = spawnSync(shell[0], [...shell.slice(1), '-c', script], {
      encoding: 'latin1',
    })
    t.match(serviceKind.parse(stdout, probes, facts), [
      { known: { isRunning: true, isEnabled: true } },
      { known: { isRunning: false, isEnabled: false } },
      { absent: true },
      { absent: true },
    ])
  })
