// The program that leads to a host, where its variables name one, and the words that come before all others.
import { shlexSplit } from '../base/shlex.ts'
import { error, Mistake } from '../base/diagnostic.ts'
import { CONNECTION_VARIABLES as NAMES } from '../lang/connection-variables.ts'
import type { Address } from '../model/inventory.ts'
import { textSetting, type Get } from './settings.ts'

type Names = { readonly program?: readonly string[]; readonly args?: readonly string[] }

const VARIABLES: Readonly<Record<Address['via'], Names>> = {
  ssh: { program: NAMES.sshProgram },
  openssh: { program: NAMES.sshProgram },
  local: {},
  docker: { args: NAMES.dockerArgs },
  podman: { program: NAMES.podmanProgram, args: NAMES.podmanArgs },
  chroot: { program: NAMES.chrootProgram },
}

/** `program` of an address: nothing where no variable speaks of it. */
export const programOf = (get: Get, via: Address['via']): Pick<Address, 'program'> => {
  const { program = [], args = [] } = VARIABLES[via]
  const name = textSetting(get, program)
  const words = wordsOf(args[0] ?? '', textSetting(get, args) ?? '')
  if (name === undefined && words.length === 0) return {}
  return { program: [name ?? via, ...words] }
}

const wordsOf = (variable: string, text: string): readonly string[] => {
  try {
    return shlexSplit(text)
  } catch (problem) {
    throw new Mistake(error('connection/words', `${variable}: ${(problem as Error).message}`))
  }
}
