// Marks in a stream, however it is cut.
import fc from 'fast-check'
import t from 'tap'
import { Cutter } from '../../src/transport/wire.ts'

const NONCE = '0123456789abcdef'

/** What comes out of a stream cut at those places: bytes as text, marks in brackets. */
const cut = (stream: string, sizes: readonly number[]): string => {
  let seen = ''
  const cutter = new Cutter(
    NONCE,
    bytes => (seen += Buffer.from(bytes).toString('latin1')),
    mark => (seen += `[${[mark.word, ...mark.rest].join(' ')}]`),
  )
  let rest = Buffer.from(stream, 'latin1')
  for (const size of [...sizes, rest.length]) {
    cutter.push(rest.subarray(0, size))
    rest = rest.subarray(size)
  }
  return seen
}

t.test('marks are found between any bytes, and take their line break with them', async t => {
  t.equal(cut(`noise\n${NONCE} <\nout\n${NONCE} > 0 done\n`, []), 'noise[<]out[> 0 done]')
  t.equal(cut(`\n${NONCE} <\n\n\n${NONCE} > 0 done\nx`, []), '[<]\n[> 0 done]x')
})

t.test('what only begins like a mark is passed on', async t => {
  t.equal(cut(`a\n${NONCE}x\nb`, []), `a\n${NONCE}x\nb`)
  t.equal(cut(`${NONCE} <\nx`, []), `${NONCE} <\nx`)
  const endless = `\n${NONCE} ${'y'.repeat(300)}`
  t.equal(cut(endless, [100]), endless)
})

t.test('a chunk that can be no mark is passed on at once', async t => {
  const seen: string[] = []
  const cutter = new Cutter(
    NONCE,
    bytes => seen.push(Buffer.from(bytes).toString()),
    () => {},
  )
  cutter.push(Buffer.from('password: '))
  cutter.push(Buffer.from('half a line\nanother'))
  t.strictSame(seen, ['password: ', 'half a line\nanother'])
})

t.test('where the stream is cut makes no difference', async t => {
  const part = fc.constantFrom(
    '\n',
    `\n${NONCE}`,
    `\n${NONCE} <\n`,
    `\n${NONCE} > 1 done\n`,
    'x',
    '\0',
    NONCE.slice(0, 7),
  )
  const stream = fc.array(part, { maxLength: 20 }).map(parts => parts.join(''))
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 })
  fc.assert(
    fc.property(stream, sizes, (text, cuts) => cut(`${text}.`, cuts) === cut(`${text}.`, [])),
  )
  t.pass('for 100 streams')
})
