// The settings of a command: read, and what is wrong with them said before anything is done.
import { frame } from '../../base/frame.ts'
import type { Env, Files } from '../../model/edge.ts'
import { loadSettings, type Settings } from './load.ts'

type Surroundings = {
  readonly edges: { readonly files: Files; readonly env: Env; readonly cwd: string }
  readonly home: string
  readonly err: (text: string) => void
}

/** The settings; undefined when something is wrong with them, and it was said. */
export const openSettings = (shell: Surroundings, playbook?: string): Settings | undefined => {
  const settings = loadSettings({ ...shell.edges, home: shell.home, playbook })
  const find = (file: string) => settings.sources.find(source => source.file === file)
  for (const diagnostic of settings.diagnostics) shell.err(`${frame(diagnostic, find)}\n`)
  const isWrong = settings.diagnostics.some(({ severity }) => severity === 'error')
  return isWrong ? undefined : settings
}
