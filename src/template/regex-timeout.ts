// Patterns that may take for ever on some text run under a time limit. JavaScript can stop a running
// match in one way only: node:vm's watchdog. Nothing but our own one-line script runs there.
import { createContext, Script } from 'node:vm'
import { Problem } from './problem.ts'

const MILLISECONDS = 1000

const script = new Script('run()')
let context: { run?: () => unknown } | undefined

const timed = <T>(act: () => T, source: string): T => {
  context ??= createContext(Object.create(null) as object) as { run?: () => unknown }
  context.run = act
  try {
    return script.runInContext(context, { timeout: MILLISECONDS }) as T
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new Problem('template/budget', `regular expression takes too long: ${source}`, {
      hint: 'a repeat inside of a repeat, like (a+)+, tries every way to cut the text',
    })
  } finally {
    delete context.run
  }
}

/** A pattern whose every match is limited in time. */
export class TimedRegExp extends RegExp {
  override exec(text: string): RegExpExecArray | null {
    return timed(() => super.exec(text), this.source)
  }
}

/** Whether a pattern repeats a group, or has several open repeats: what backtracks badly. */
export const mayBacktrack = (pattern: string): boolean => {
  const bare = pattern.replace(/\\./g, '_').replace(/\[(?:[^\]])*\]/g, '_')
  return /\)(?:[+*]|\{\d+,)/.test(bare) || (bare.match(/[+*]|\{\d+,\}/g)?.length ?? 0) >= 3
}
