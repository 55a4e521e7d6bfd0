// A task's arguments against its module's schemas: what is taken, what is turned, and what is said of the rest.
import t from 'tap'
import { arg } from '../../src/kit/arg.ts'
import { defineModule } from '../../src/kit/define.ts'
import { checkArgs } from '../../src/registry/args.ts'

const site = defineModule({
  name: 'site',
  summary: 'A site.',
  args: {
    path: arg.must(arg.alias(arg.path('Where it lies.'), 'dest', 'name')),
    state: arg.or(arg.choice('What it shall be.', 'present', 'absent'), 'present'),
    port: arg.int('Its port.'),
    enabled: arg.bool('Whether it is on.'),
    names: arg.list('Its names.'),
    options: arg.dict('More.'),
    mode: arg.mode(),
    key: arg.text('A key.'),
    cert: arg.text('A certificate.'),
  },
  rules: {
    exclusive: [['port', 'options']],
    together: [['key', 'cert']],
    requiredIf: [['state', 'absent', ['names']]],
  },
  unsupported: { proxy: 'it comes with the next version' },
  predicts: 'full',
  reads: () => ({}),
  plan: () => [],
})

const check = (given: Readonly<Record<string, unknown>>, how = {}) => checkArgs(site, given, how)
const told = (given: Readonly<Record<string, unknown>>, how = {}): readonly string[] =>
  check(given, how).diagnostics.map(
    ({ code, message, hint }) => `${code}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  )

t.test('aliases, defaults and what people write become what the module wants', async t => {
  const { args, diagnostics } = check(
    { dest: '~/site', port: '80', enabled: 'yes', names: 'a, b', options: 'x=1', mode: 0o644 },
    { home: '/home/web' },
  )
  t.same(args, {
    path: '/home/web/site',
    state: 'present',
    port: 80,
    enabled: true,
    names: ['a', 'b'],
    options: { x: '1' },
    mode: args['mode'],
  })
  t.match(String(args['mode']), /^0?644$/)
  t.equal(diagnostics.length, 1, 'port and options exclude each other')
})

t.test('each mistake is one sentence, with a hint where there is one', async t => {
  const rows: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
    [{}, /^args\/missing: site needs the argument "path" \(Where it lies\.\)$/],
    [{ path: '/a', prot: 80 }, /^args\/unknown: site has no argument "prot" \(did you mean "port"/],
    [{ path: '/a', zzzzzz: 1 }, /^args\/unknown: .*it takes path, state, port/],
    [{ path: '/a', dest: '/b' }, /^args\/twice: "dest" and "path" are the same argument of site/],
    [
      { path: '/a', state: 'presnt' },
      /^args\/wrong: site: "state" must be one of present, absent, not "presnt" \(did you mean "present"/,
    ],
    [{ path: '/a', port: 'many' }, /^args\/wrong: site: "port" must be a whole number, not "many"/],
    [{ path: '/a', enabled: 'perhaps' }, /^args\/wrong: site: "enabled" must be yes or no/],
    [{ path: '/a', names: { a: 1 } }, /^args\/wrong: site: "names" must be a list/],
    [{ path: '/a', options: [1] }, /^args\/wrong: site: "options" must be a mapping/],
    [{ path: '/a', proxy: 1 }, /^args\/not-yet: .*"proxy" yet \(it comes with the next version\)$/],
    [
      { path: '/a', port: 1, options: {} },
      /^args\/together: site: "port", "options" exclude each other/,
    ],
    [{ path: '/a', key: 'x' }, /^args\/together: site: .*"cert" is missing/],
    [{ path: '/a', state: 'absent' }, /^args\/together: site: "state: absent" needs "names"/],
  ]
  for (const [given, expected] of rows) {
    const found = told(given)
    t.equal(found.length, 1, JSON.stringify(given))
    t.match(found[0], expected)
  }
})

t.test('nothing is the same as not given', async t => {
  t.same(check({ path: '/a', port: null }).args, { path: '/a', state: 'present' })
  t.match(told({ path: null }), [/args\/missing/])
})

t.test('what is templated later is not looked into, and counts as given', async t => {
  const later = (value: unknown): boolean => typeof value === 'string' && value.includes('{{')
  t.same(told({ path: '{{ here }}', state: '{{ how }}', key: '{{ k }}', cert: 'x' }, { later }), [])
  t.match(told({ path: '{{ here }}', port: 'many' }, { later }), [/"port" must be a whole number/])
})
