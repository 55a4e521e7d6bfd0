// The expected texts in ansible/ are what the real ansible-playbook printed
// (ansible/record/record.sh): never by UPDATE.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eventsOf, folder, report, written } from './streams.ts'

const cases = readdirSync(join(folder, 'ansible')).filter(name =>
  existsSync(join(folder, 'ansible', name, 'site.yml')),
)

t.ok(cases.length >= 8, 'there are enough cases')

for (const name of cases) {
  t.test(`classic prints "${name}" as ansible-playbook does`, async t => {
    const read = (file: string): string => {
      const path = join(folder, 'ansible', name, file)
      return existsSync(path) ? readFileSync(path, 'utf8') : ''
    }
    const flags = /^# flags: (.*)$/m.exec(read('site.yml'))?.[1] ?? ''
    const out = written({ env: flags.includes('--colour') ? { FORCE_COLOR: '1' } : {} })
    const text = await report('classic', eventsOf(`ansible/${name}/events.jsonl`), out, {
      verbosity: (/-(v+)/.exec(flags)?.[1] ?? '').length,
      diff: flags.includes('--diff'),
    })
    t.equal(text.trimStart(), read('expected.classic.txt'))
  })
}

t.test('recorded runs tell nothing of the machine that recorded them', async t => {
  for (const name of cases)
    t.notMatch(
      readFileSync(join(folder, 'ansible', name, 'events.jsonl'), 'utf8'),
      /ansible_env|ansible_user_dir|\/root|\/home/,
      name,
    )
})
