// Counts the assertions in a file of TAP, and says as its last line: N passed, N failed, N skipped.
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
const say = (what, name, why = '') => console.log(`${what}: ${name}${why}`)
for (const result of results) {
  const name = result.fullname ? `${result.fullname} > ${result.name}` : result.name
  const why = result.skip || result.todo
  if (why && strict) say('failed, since CI may skip nothing', name, typeof why === 'string' ? ` (${why})` : '')
  if (why) count[strict ? 'failed' : 'skipped'] += 1
  else count[result.ok ? 'passed' : 'failed'] += 1
}
if (results.length === 0) {
  say('failed', 'no test was run')
  count.failed += 1
}
for (const command of commands) {
  const [name, code] = command.split('=')
  const failed = code !== '0'
  if (name === 'tap' && (!failed || count.failed > 0)) continue
  if (failed) say('failed', name, ` (exit code ${code})`)
  count[failed ? 'failed' : 'passed'] += 1
}

console.log(Object.entries(count).filter(([what, number]) => what !== 'skipped' || number > 0)
  .map(([what, number]) => `${number} ${what}`).join(', '))
process.exitCode = count.failed > 0 ? 1 : 0
