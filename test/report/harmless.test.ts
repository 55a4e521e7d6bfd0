// Whatever a host sends, a terminal must find nothing in it to obey.
import fc from 'fast-check'
import t from 'tap'
import { harmless, inert, inertJson, oneLine, withoutCommands } from '../../src/report/harmless.ts'
import { recordOf } from '../../src/report/fold.ts'
import { planText } from '../../src/report/plan-text.ts'
import { theme } from '../../src/report/theme.ts'
import { hostile } from './cases.ts'
import { report, written } from './streams.ts'

/** Control bytes but tab and newline, C1, bidi controls, lone surrogates. */
const OBEYED =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u

const evils = [
  '\u001b]0;title\u0007',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\u001b[2J\u001b[1;1H',
  '\u001b[31m',
  '\u009b2J',
  '\u001bP+q\u001b\\',
  '\u001b]8;;http://evil\u001b\\here',
  '\r',
  '\b\b',
  '\u202eevil',
  '\u2066x\u2069',
  '\u0000',
  '\u007f',
  '\u0085',
  '\u2028',
  '\ud800',
  '\u{e0041}',
  '\u001b',
  '\u001b[',
  '\n',
  '\t',
  'é',
  '日本',
  '👩‍👩‍👧',
  ' → ',
  '@@ ',
  '+',
  '\\',
]
const evil = fc
  .array(fc.oneof(fc.constantFrom(...evils), fc.string({ unit: 'binary', maxLength: 5 })), {
    maxLength: 12,
  })
  .map(parts => parts.join(''))

t.test('no text keeps what a terminal obeys', async () => {
  fc.assert(
    fc.property(
      evil,
      text => ![inert(text), harmless(text), oneLine(text)].some(made => OBEYED.test(made)),
    ),
  )
  fc.assert(fc.property(evil, text => !/[\n\t]/.test(oneLine(text))))
})

t.test('making a text harmless twice changes nothing more', async () => {
  fc.assert(fc.property(evil, text => inert(inert(text)) === inert(text)))
})

t.test('good text stays as it is', async t => {
  for (const text of ['a\tb\nc', 'naïve “quotes” 日本 👩‍👩‍👧 שלום', '  indented'])
    t.equal(harmless(text), text)
})

t.test('colours go, other sequences become readable', async t => {
  t.equal(inert('\u001b[31mred\u001b[0m'), 'red')
  t.equal(inert('\u001b]0;title\u0007'), '\\x1b]0;title\\x07')
  t.equal(inert('a\u202eb'), 'a\\u202eb')
  t.equal(inert('one\r\ntwo'), 'one\ntwo')
})

t.test('a sequence that comes together when another goes is no sequence', async t => {
  t.notMatch(inert('\u001b\u001b[0m[2J'), OBEYED)
})

t.test('a line of a megabyte is cut, and says how much', async t => {
  const text = harmless(`short\n${'x'.repeat(1_000_000)}`)
  t.match(text, /^short\nx{2000}… \(998000 more characters\)$/)
  t.notMatch(harmless('👩'.repeat(3000)), OBEYED)
})

t.test('JSON keeps its value while it becomes harmless', async () => {
  fc.assert(
    fc.property(evil, text => {
      const json = inertJson(JSON.stringify({ [text]: text }))
      const back = JSON.parse(json) as Record<string, string>
      return !OBEYED.test(json) && Object.keys(back)[0] === text && back[text] === text
    }),
  )
})

t.test('commands to a CI service are broken, all else is not touched', async t => {
  t.notMatch(withoutCommands('  ::set-output name=a::b\n##[error]x'), /^\s*::|##\[/m)
  t.equal(withoutCommands('a::b\n## title'), 'a::b\n## title')
})

const COLOURS = /\u001b\[[0-9;]*m/g

t.test('no reporter lets anything through, whatever hosts say', async () => {
  await fc.assert(
    fc.asyncProperty(evil, async text => {
      const events = hostile(text)
      for (const kind of ['lines', 'classic', 'json', 'jsonl'] as const)
        for (const env of [{}, { FORCE_COLOR: '1' }]) {
          const out = written({ env })
          const made = await report(kind, events, out, { verbosity: 3, diff: true })
          if (OBEYED.test((made + out.warnings()).replace(COLOURS, ''))) return false
        }
      return !OBEYED.test(planText(recordOf(events), theme({ color: false, width: 80 })))
    }),
    { numRuns: 60 },
  )
})

// Up a line and wipe it, then to the line's begin: all that the live region needs.
const MOVES = /(\u001b\[1A\u001b\[2K)+\r/g

t.test('the live region obeys nobody either', async () => {
  await fc.assert(
    fc.asyncProperty(evil, async text => {
      const made = await report('auto', hostile(text), written({ isTTY: true, columns: 40 }), {
        verbosity: 3,
        diff: true,
      })
      return !OBEYED.test(made.replace(COLOURS, '').replace(MOVES, ''))
    }),
    { numRuns: 60 },
  )
})
