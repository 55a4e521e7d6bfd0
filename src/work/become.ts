// Whom to become on a host, and how. Variables win over keywords, keywords over the command line, as in Ansible.
import { didYouMean, error, Mistake } from '../base/diagnostic.ts'
import { BECOME_VARIABLES as NAMES } from '../lang/connection-variables.ts'
import { KEYWORDS } from '../lang/keywords.ts'
import type { Become } from '../model/inventory.ts'
import { flagSetting, oneWord, textSetting, type Get } from './settings.ts'

/** What keywords or the command line say. */
export type BecomeWish = {
  readonly become?: boolean | undefined
  readonly method?: string | undefined
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly flags?: string | undefined
  readonly exe?: string | undefined
}

/** Those of Ansible that are done, and those that we lack. */
const { choices: METHODS, laterChoices: NOT_YET } = KEYWORDS.become_method
const isOne = (methods: readonly string[], name: string): boolean => methods.includes(name)

/**
 * The user to become; undefined for the login user. Throws Mistake for what is wrong or not done yet, and
 * UnknownRead when a variable is only known in the run.
 */
export const becomeOf = (
  get: Get,
  defaults: BecomeWish,
  keywords: BecomeWish = {},
): Become | undefined => {
  if (!(flagSetting(get, NAMES.become) ?? keywords.become ?? defaults.become ?? false))
    return undefined
  const method = methodOf(
    textSetting(get, NAMES.method) ?? keywords.method ?? defaults.method ?? 'sudo',
  )
  // ansible_sudo_user and its like are for one method only, and win there.
  const text = (part: keyof typeof NAMES, ending: string): string | undefined =>
    textSetting(get, [`ansible_${method}_${ending}`, ...NAMES[part]])
  const user = text('user', 'user') ?? keywords.user ?? defaults.user ?? 'root'
  const flags = text('flags', 'flags') ?? keywords.flags ?? defaults.flags
  const exe = text('exe', 'exe') ?? keywords.exe ?? defaults.exe
  const password = text('password', 'pass') ?? keywords.password ?? defaults.password
  return {
    method,
    user: oneWord('the user to become,', user),
    ...(flags !== undefined && { flags }),
    ...(exe !== undefined && { exe: oneWord(`the program of ${method},`, exe, /\p{Cc}/u) }),
    ...(password !== undefined && { password }),
  }
}

const methodOf = (written: string): string => {
  const method = written.replace(/^(?:ansible\.(?:builtin|legacy)|community\.general)\./, '')
  if (isOne(METHODS, method)) return method
  throw new Mistake(
    isOne(NOT_YET, method)
      ? error('become/method', `mokplay does not do the become method "${method}" yet`, {
          hint: `it does ${METHODS.join(', ')}`,
        })
      : error(
          'become/method',
          `the become method "${method}" must be one of ${METHODS.join(', ')}`,
          {
            hint: didYouMean(method, METHODS),
          },
        ),
  )
}
