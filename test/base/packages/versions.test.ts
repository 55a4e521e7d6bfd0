import t from 'tap'
import { compareDeb } from '../../../src/base/packages/deb-version.ts'
import { compareRpm } from '../../../src/base/packages/rpm-version.ts'

const sign = (order: number): string => (order < 0 ? '<' : order > 0 ? '>' : '=')

t.test('rpm finds the newer version', async t => {
  for (const [a, wanted, b] of [
    ['1.0', '=', '1.0'],
    ['1.0', '<', '1.10'],
    ['1.9', '<', '1.10'],
    ['1.05', '=', '1.5'],
    ['1.0', '<', '1.0.1'],
    ['1.0a', '>', '1.0'],
    ['1.a', '<', '1.1'],
    ['1.0~rc1', '<', '1.0'],
    ['1.0~rc1', '<', '1.0~rc2'],
    ['1.0^git1', '>', '1.0'],
    ['1.0^git1', '<', '1.0.1'],
    ['1:0.9', '>', '2.0'],
    ['1.0-1', '<', '1.0-2.el8'],
    ['1.0-1', '=', '1.0'],
    ['1.0_1', '=', '1.0.1'],
    ['2.0-1.module_el8', '>', '2.0-1'],
    ['20210101', '>', '9'],
    ['00000000000000000000000000001', '<', '20'],
  ] as const) {
    t.equal(sign(compareRpm(a, b)), wanted, `${a} ${wanted} ${b}`)
    t.equal(
      sign(compareRpm(b, a)),
      { '<': '>', '>': '<', '=': '=' }[wanted],
      `and the other way round`,
    )
  }
})

t.test('dpkg finds the newer version', async t => {
  for (const [a, wanted, b] of [
    ['1.0-1', '=', '1.0-1'],
    ['1.0', '<', '1.0-1'],
    ['1.0~rc1-1', '<', '1.0-1'],
    ['1.0-1~bpo1', '<', '1.0-1'],
    ['1:0.9', '>', '2.0'],
    ['1.0+b1', '>', '1.0'],
    ['1.0a', '<', '1.0+'],
    ['1.2.10', '>', '1.2.9'],
    ['1.0-1ubuntu2', '>', '1.0-1'],
    ['1-2-3', '<', '1-3-1'],
  ] as const) {
    t.equal(sign(compareDeb(a, b)), wanted, `${a} ${wanted} ${b}`)
    t.equal(
      sign(compareDeb(b, a)),
      { '<': '>', '>': '<', '=': '=' }[wanted],
      `and the other way round`,
    )
  }
})
