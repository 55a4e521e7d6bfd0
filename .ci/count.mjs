// Reads a file of TAP; tells what failed, and as the last line the sum of assertions: N passed, N failed, N skipped.
//   node .ci/count.mjs FILE [NAME=EXIT-CODE…]
// Each NAME is one more test, which passed if its exit code is 0; tap itself counts only when it saw a failure that
// its own report does not show. Under CI a skipped test is a failed one: there, everything can be had.
import { existsSync, readFileSync } from 'node:fs'
import { Parser } from 'tap-parser'

const [file, ...commands] = process.argv.slice(2)
const strict = process.env.CI === 'true'
const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
const results = Parser.parse(text, { flat: true })
  .filter(([type]) => type === 'assert')
  .map(([, result]) => result)

const count = { passed: 0, failed: 0, skipped: 0 }

const fail = (name, why = '') => {
  count.failed += 1
  console.log(`✗ ${name}${why && `\n${why.trimEnd().replace(/^/gm, '    ')}`}`)
}

const reason = ({ at, diff, message, type, source, stack, exitCode, signal } = {}) =>
  [
    at && `${at.fileName}:${at.lineNumber}`,
    type && `${type}`,
    message,
    diff ?? source,
    !diff && stack,
    (exitCode ?? signal) !== undefined && `exit code ${exitCode}, signal ${signal}`,
  ].filter(Boolean).join('\n')

for (const result of results) {
  const pass = result.skip || result.todo
  if (pass && strict) fail(result.name, `CI may skip nothing: ${pass}`)
  else if (pass) count.skipped += 1
  else if (result.ok) count.passed += 1
  else fail(result.name, reason(result.diag))
}
if (results.length === 0) fail('no test was run')
for (const command of commands) {
  const [name, code] = command.split('=')
  if (name === 'tap' && (code === '0' || count.failed > 0)) continue
  if (code === '0') count.passed += 1
  else fail(name, `exit code ${code}`)
}

const words = Object.entries(count).filter(([what, number]) => what !== 'skipped' || number > 0)
console.log(words.map(([what, number]) => `${number} ${what}`).join(', '))
process.exitCode = count.failed > 0 ? 1 : 0
