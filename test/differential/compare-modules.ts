// Every module against the real one: the same tasks on twin hosts by ansible-playbook and by mokplay, the same end
// state, the same return values. What may differ stands in the cases with its reason, and in test/differences.md.
// Two test files share the modules, since the real one takes its time: DIFFERENTIAL=file,copy names those wanted.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { allCases, type Cases } from './case.ts'
import { documentedReturns } from './documented.ts'
import { noTwins, twinsOf } from './hosts.ts'
import { compareOn, type Twins } from './twins.ts'

const checkModule = async (
  t: Test,
  cases: Cases,
  twins: Twins,
  returns: readonly string[],
): Promise<void> => {
  await t.test(cases.module, async t => {
    const folder = mkdtempSync(join(tmpdir(), 'mokplay-differential-'))
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const found = await compareOn(twins, cases, returns, folder)
    for (const [index, differences] of found.entries()) {
      const of = cases.cases[index]!
      const allowed = { ...cases.differs, ...of.differs }
      await t.test(of.case, t => {
        for (const { name, ours, real } of differences)
          if (allowed[name] === undefined) t.same(ours, real, `${name}: the same as the real one's`)
        // A difference that is gone must go from the list.
        const stale = Object.keys(of.differs ?? {}).filter(
          name => !differences.some(one => one.name === name),
        )
        t.same(stale, [], 'what is said to differ does differ')
        t.end()
      })
    }
  })
}

/** Every second module, from the first or the second on. */
export const compareModules = (half: 0 | 1): void => {
  const chosen = process.env['DIFFERENTIAL']?.split(',') ?? []
  const all = allCases(chosen).filter((_, index) => index % 2 === half)
  const images = [...new Set(all.map(({ image }) => image))]
  const skip = all.length === 0 ? 'no module of this half was named' : noTwins(images)
  void t.test('mokplay and ansible-core come to the same', { skip }, async t => {
    const returns = await documentedReturns([...new Set(all.map(({ real }) => real))])
    for (const cases of all)
      await checkModule(t, cases, await twinsOf(t, cases.image), [
        ...(returns[cases.real] ?? []),
        ...(cases.values ?? []),
      ])
  })
}
