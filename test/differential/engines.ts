// Both engines, started once for all cases, each with folders of its own whose paths are of one length.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '../support/root.ts'
import { filesOf, wordsOf, type LanguageCase } from './language-case.ts'
import { many, type Many } from './many.ts'
import { outcomeText, type Engine } from './outcome.ts'
import { writeFolder } from './run.ts'

/** Debian's: the one that has Ansible. */
const PYTHON = '/usr/bin/python3'

/** Seconds for one case. */
const LIMIT = 60

/** Why there is nothing to compare with, or false. */
export const noReal = (): string | false =>
  existsSync('/usr/bin/ansible-playbook') ? false : 'ansible-playbook is not installed'

export type Engines = {
  /** What a case comes to, by both, and what the engines said beside. */
  readonly compare: (of: LanguageCase) => Promise<Both>
  readonly end: () => void
}

export type Both = { readonly ours: string; readonly real: string; readonly said: string }

/** Starts them; all they write is below `base`. */
export const startEngines = (base: string): Engines => {
  const env = {
    PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin',
    LC_ALL: 'C.UTF-8',
    HOME: join(base, 'home'),
  }
  // The real one takes the home folder of root for its own things, whatever HOME says.
  const remote = join(base, 'remote')
  for (const path of [env.HOME, remote, join(remote, 'tmp')]) mkdirSync(path)
  const engines: Readonly<Record<Engine, Many>> = {
    ours: many([process.execPath, fileURLToPath(new URL('mokplay-many.js', import.meta.url))], env),
    real: many([PYTHON, join(root, 'test/differential/ansible-many.py')], {
      ...env,
      ANSIBLE_PIPELINING: '1',
      ANSIBLE_LOCAL_TEMP: join(base, 'tmp'),
      ANSIBLE_REMOTE_TEMP: join(remote, 'tmp'),
      ANSIBLE_ASYNC_DIR: join(remote, 'async'),
      ANSIBLE_RETRY_FILES_ENABLED: '0',
      ANSIBLE_PYTHON_INTERPRETER: PYTHON,
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_NOCOWS: '1',
      ANSIBLE_DEPRECATION_WARNINGS: '0',
    }),
  }
  let cases = 0
  const runOn = async (engine: Engine, number: number, of: LanguageCase) => {
    const folder = join(base, engine, String(number))
    const home = join(base, `${engine}-home`, String(number))
    writeFolder(folder, filesOf(of))
    mkdirSync(home, { recursive: true })
    const output = of.screen ? 'classic' : 'jsonl'
    const words = engine === 'real' ? wordsOf(of) : ['run', '--output', output, ...wordsOf(of)]
    const env = Object.fromEntries(Object.entries(of.env ?? {}).map(([k, v]) => [k, String(v)]))
    const outcome = await engines[engine].run({ folder, home, words, env, seconds: LIMIT })
    return { outcome, text: outcomeText(engine, of, { folder, home }, outcome) }
  }
  return {
    compare: async of => {
      const number = cases++
      const [ours, real] = await Promise.all([runOn('ours', number, of), runOn('real', number, of)])
      const said = `ours: ${ours.outcome.out}${ours.outcome.err}\nreal: ${real.outcome.out}${real.outcome.err}`
      return { ours: ours.text, real: real.text, said }
    },
    end: () => {
      engines.ours.end()
      engines.real.end()
    },
  }
}
