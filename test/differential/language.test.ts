// Playbooks beside the real ones: each case is run by ansible-playbook and by mokplay in folders of their own, and must
// come to the same results, counts and files. What may differ says why, and stands in test/differences.md.
// DIFFERENTIAL=handlers,loops names the areas wanted; the files of cases are listed in language-case.ts.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { noReal, startEngines } from './engines.ts'
import { languageCases } from './language-case.ts'

const areas = languageCases(process.env['DIFFERENTIAL']?.split(','))
const skip = areas.length === 0 ? 'no area of the language was named' : noReal()

// Run by itself, without `tap run`, it would end after half a minute.
t.setTimeout(1_200_000)

void t.test(
  'playbooks come to the same by mokplay and by ansible-core',
  { skip, timeout: 1_200_000 },
  async t => {
    const base = realpathSync(mkdtempSync(join(tmpdir(), 'mok-')))
    const engines = startEngines(base)
    t.teardown(() => {
      engines.end()
      rmSync(base, { recursive: true, force: true })
    })
    // All are begun at once; the engines take them one after another.
    const begun = areas.map(({ area, cases }) => ({
      area,
      cases: cases.map(of => ({ of, both: engines.compare(of).catch((error: unknown) => error) })),
    }))
    for (const { area, cases } of begun)
      await t.test(area, { timeout: 1_200_000 }, async t => {
        for (const { of, both } of cases)
          await t.test(of.case, async t => {
            const found = await both
            if (found instanceof Error) throw found
            const { ours, real, said } = found as Awaited<ReturnType<typeof engines.compare>>
            if (of.differs === undefined)
              return t.equal(ours, real, 'mokplay (+) comes to what ansible-core (-) does', {
                said,
                play: of.play,
              })
            t.not(ours, real, `it differs: ${of.differs}`)
            if (of.ours !== undefined) t.equal(ours.split('\n').slice(1).join('\n'), of.ours)
          })
      })
  },
)
