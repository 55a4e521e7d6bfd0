// What is wrong with a project, said before any host is touched.
import { checkProject } from '../project/check.ts'
import type { Project } from '../project/open.ts'
import type { Shell } from './shell.ts'

/** Mistakes and warnings that are shown; of more, the errors come first. */
const MOST = 50

type Said = { readonly mistakes: number; readonly warnings: number }

/** Says all of it; how much it was. */
export const sayMistakes = (project: Project, shell: Shell): Said => {
  const found = checkProject(project)
  const isError = ({ severity }: { severity: string }): boolean => severity === 'error'
  const order =
    found.length > MOST ? [...found].sort((a, b) => Number(isError(b)) - Number(isError(a))) : found
  for (const diagnostic of order.slice(0, MOST)) shell.err(`${project.frameOf(diagnostic)}\n`)
  if (found.length > MOST) shell.err(`and ${found.length - MOST} more\n`)
  const mistakes = found.filter(isError).length
  if (mistakes > 0)
    shell.err(`${mistakes === 1 ? '1 mistake' : `${mistakes} mistakes`}; no host was touched\n`)
  return { mistakes, warnings: found.length - mistakes }
}
