// Flags of ansible-playbook that mokplay does not have yet: named as such, so that nobody looks for a typing error.
import { error, Mistake } from '../base/diagnostic.ts'

const LATER: Readonly<Record<string, string>> = {
  '--ask-vault-pass': 'decrypt files before the run',
  '--ask-vault-password': 'decrypt files before the run',
  '-J': 'decrypt files before the run',
  '--vault-id': 'decrypt files before the run',
  '--vault-pass-file': 'decrypt files before the run',
  '--vault-password-file': 'decrypt files before the run',
}

/** Throws a Mistake for the first word that is such a flag; what stands behind `--` is none. */
export const refuseLater = (words: readonly string[]): void => {
  for (const word of words) {
    if (word === '--') return
    const flag = word.replace(/=.*$/s, '')
    const hint = Object.hasOwn(LATER, flag) ? LATER[flag] : undefined
    if (hint !== undefined)
      throw new Mistake(error('cli/not-yet', `mokplay does not do ${flag} yet`, { hint }))
  }
}
