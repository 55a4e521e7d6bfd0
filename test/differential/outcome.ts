// What a case came to by one engine, as one text: how it ended, its trace or its screen, the files that it left. Two
// engines are compared by it alone, so nothing may stand in it that two runs cannot share.
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '../../src/model/event.ts'
import { linesOf, traceText, type Line } from '../engine/trace.ts'
import { filesOf, type LanguageCase } from './language-case.ts'
import type { Outcome } from './many.ts'
import { realLines } from './real-lines.ts'
import { screenOf } from './screen.ts'

export type Engine = 'ours' | 'real'

const HOSTS = ['web1', 'web2', 'db1', 'new1', 'localhost']

/** The whole text. */
export const outcomeText = (
  engine: Engine,
  of: LanguageCase,
  { folder, home }: { readonly folder: string; readonly home: string },
  outcome: Outcome,
): string => {
  const lines =
    engine === 'ours' ? linesOf(outcome.events as readonly RunEvent[]) : realLines(outcome.events)
  const ran = of.screen ? outcome.out.includes('PLAY RECAP') : lines.some(isRecap)
  const seen = of.screen ? screenOf(outcome.out) : traceOf(lines, of)
  return [`= ${endOf(outcome.code, ran)}\n`, seen, ...filesIn(folder, filesOf(of))]
    .join('')
    .replaceAll(folder, 'DIR')
    .replaceAll(home, 'HOME')
}

const isRecap = ({ type }: Line): boolean => type === 'recap'

/** What comes before a run has another code with each sort of mistake; of a run both say the same. */
const endOf = (code: number, ran: boolean): string =>
  ran || code === 0 ? `exit ${code}` : 'refused'

/** The trace, as the cases of test/engine/language have it. */
export const traceOf = (lines: readonly Line[], of: LanguageCase): string => {
  const others = lines.flatMap(line => ('host' in line ? [line.host] : []))
  return traceText(lines, [...HOSTS, ...others.sort()], of.free)
}

/** Files below a folder with their modes and contents, but for those that are as they were given. */
const filesIn = (folder: string, given: Readonly<Record<string, string>>, below = ''): string[] =>
  readdirSync(join(folder, below))
    .sort()
    .flatMap(name => {
      const path = join(below, name)
      const whole = join(folder, path)
      const stat = lstatSync(whole)
      if (stat.isSymbolicLink()) return [`${path} -> ${readlinkSync(whole)}\n`]
      const mode = (stat.mode & 0o7777).toString(8)
      if (stat.isDirectory()) {
        const isGiven = mode === '755' && Object.keys(given).some(one => one.startsWith(`${path}/`))
        return [...(isGiven ? [] : [`${path}/ ${mode}\n`]), ...filesIn(folder, given, path)]
      }
      if (!stat.isFile()) return [`${path} ${mode} no file\n`]
      const text = readFileSync(whole, 'utf8')
      const was = given[path]
      const isGiven = text === was && mode === (was.startsWith('#!') ? '755' : '644')
      return isGiven ? [] : [`${path} ${mode} ${JSON.stringify(text)}\n`]
    })
