import t from 'tap'
import { applyMode, durationText, modeText, parseOctal, parseSize } from '../../src/base/units.ts'

t.test('modes are read as chmod reads them', async t => {
  const rows: [string, number, boolean, number | undefined][] = [
    ['0644', 0, false, 0o644],
    ['644', 0, false, 0o644],
    ['0o755', 0, false, 0o755],
    ['1777', 0, true, 0o1777],
    ['u=rw,g=r,o=', 0o777, false, 0o640],
    ['u+x', 0o644, false, 0o744],
    ['go-rwx', 0o777, false, 0o700],
    ['a+X', 0o644, false, 0o644],
    ['a+X', 0o744, false, 0o755],
    ['a+X', 0o644, true, 0o755],
    ['g=u', 0o750, false, 0o770],
    ['u+s', 0o755, false, 0o4755],
    ['+t', 0o777, true, 0o1777],
    ['=rx', 0o2777, true, 0o2555],
    ['u=rwX,g=rX,o=rX', 0o600, false, 0o644],
    ['+w', 0o444, false, 0o644],
    ['u=rw,o', 0, false, undefined],
    ['0999', 0, false, undefined],
    ['rw-r--r--', 0, false, undefined],
    ['u-x+w', 0o544, false, 0o644],
  ]
  for (const [text, current, directory, expected] of rows)
    t.equal(
      applyMode(text, current, { directory, umask: 0o022 }),
      expected,
      `${text} on ${modeText(current)}`,
    )
})

t.test('octal texts are modes, others are not', async t => {
  t.equal(parseOctal('0755'), 0o755)
  t.equal(parseOctal('u=rw'), undefined)
  t.equal(parseOctal('8'), undefined)
  t.equal(modeText(0o4755), '4755')
})

t.test('sizes are powers of 1024', async t => {
  for (const [text, bytes] of [
    ['512', 512],
    ['10M', 10 * 2 ** 20],
    ['1.5 GB', 1.5 * 2 ** 30],
    ['2KiB', 2048],
  ] as const)
    t.equal(parseSize(text), bytes, text)
  t.equal(parseSize('many'), undefined)
})

t.test('durations are short', async t => {
  t.equal(durationText(12.4), '12ms')
  t.equal(durationText(1234), '1.2s')
  t.equal(durationText(185_000), '3m05s')
})
