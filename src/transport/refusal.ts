// What programs say that let nobody become anybody, as one sentence of ours. Pure.
import { Lost } from '../model/edge.ts'
import type { Entry } from './become.ts'

/** Nobody may become anybody. `said` are the program's own words. */
export class Refusal extends Lost {
  readonly said: string
  /** The password was given and not taken: giving it again would only lock the account. */
  readonly isWrongPassword: boolean

  constructor(reason: string, said = '', isWrongPassword = false) {
    super('become', reason)
    this.said = said
    this.isWrongPassword = isWrongPassword
  }
}

/** Whom it is about. */
type Who = {
  readonly by: string
  readonly login: string
  /** The one to become. */
  readonly user: string
  /** The one whose password is asked for. */
  readonly whose: string
}

/** su asks for the password of the user to become, all others for one's own. */
const whoIn = (way: Entry, login: string): Who => {
  const user = way.user ?? login
  return { by: way.by, login, user, whose: way.by === 'su' ? user : login }
}

const asks = ({ by, whose }: Who): string =>
  `${by} asks for the password of ${whose}: give one with --ask-become-pass or ansible_become_password`

const rejects = ({ by, whose }: Who): string =>
  `${by} did not take the password of ${whose} (tried once)`

const forbids = ({ by, user, login }: Who): string => `${by} does not let ${login} become ${user}`

export const WANTS_TERMINAL =
  /must have a tty|terminal is required|tty is required|no tty present|must be (run from )?a t(ty|erminal)/i

const WRONG = /incorrect (password|authentication)|authentication fail|try again/i

/** The first that fits counts. */
const SIGNS: readonly (readonly [RegExp, (who: Who) => string])[] = [
  [
    /expired|required to change/i,
    ({ by, whose }) =>
      `${by}: the account of ${whose} on this host has expired, or its password: renew it there`,
  ],
  [
    /account is locked|is your account locked/i,
    ({ by, whose }) => `${by}: the account of ${whose} is locked on this host: unlock it there`,
  ],
  [
    /not currently available|currently not available|restricted shell|invalid shell/i,
    ({ by, user }) =>
      `${by} gives ${user} the shell of the account, which lets nobody in: use another become_method, as root`,
  ],
  [WRONG, rejects],
  [
    /mokplay: no script/,
    ({ by }) =>
      `${by} demands a terminal on this host, and there is no program "script" to make one: install it (util-linux)`,
  ],
  [WANTS_TERMINAL, ({ by }) => `${by} demands another terminal than mokplay can make on this host`],
  [/(password|authentication|authorization) (is )?required/i, asks],
  [
    /non-root users/i,
    ({ by, whose }) => `${by} is for root alone, and ${whose} is not: use become_method sudo or su`,
  ],
  [
    /not enabled/i,
    ({ by }) => `${by} is not set up on this host: write /etc/${by}.conf, or set become_method`,
  ],
  [
    /setuid|no new privileges/i,
    ({ by }) =>
      `${by} has no rights of its own on this host: it must belong to root and be setuid, without "no new privileges"`,
  ],
  [
    /not in the sudoers|not allowed to|operation not permitted|may not (be used|run)|afraid i can|^su: permission denied/im,
    forbids,
  ],
  [
    /unknown user|user .* (does not exist|not found)|no passwd entry/i,
    ({ user }) => `there is no user ${user} on this host`,
  ],
  [
    /not found|no such file/i,
    ({ by }) => `there is no ${by} on this host: install it, or set become_method`,
  ],
]

/** What a shell that never came to life had to say; `isAnswered` when a password was given. */
export const refusal = (way: Entry, said: string, login: string, isAnswered = false): Lost => {
  const words = hidden(way, said).trim()
  const last = lastLine(words)
  const silent = `${way.by} started no shell${last ? `: ${last}` : ' and said nothing'}`
  if (way.user === undefined) return new Lost('lost', silent)
  const who = whoIn(way, login)
  const sentence = SIGNS.find(([sign]) => sign.test(said))?.[1]
  if (sentence && sentence !== rejects) return new Refusal(sentence(who), words)
  if (sentence && !isAnswered) return new Refusal(forbids(who), words)
  // What ends after the password did not like it, in whatever language it says so.
  if (isAnswered) {
    const reason = sentence || !last ? rejects(who) : `${rejects(who)}: ${last}`
    return new Refusal(reason, words, true)
  }
  return new Refusal(silent, words)
}

/** Somebody asks, and no password was given. */
export const askedInVain = (way: Entry, login: string): Lost => new Refusal(asks(whoIn(way, login)))

/** Somebody asks again: the same, or, if `isOther`, something else. */
export const askedAgain = (way: Entry, said: string, login: string, isOther: boolean): Lost => {
  if (!isOther || SIGNS.some(([sign]) => sign.test(said)))
    return refusal(way, isOther ? said : 'try again', login, true)
  const asked = lastLine(hidden(way, said))
  return new Refusal(`${way.by} asks for more than a password: "${asked}" cannot be answered`)
}

/** The last words of a program, for errors. */
export const lastLine = (said: string): string =>
  said.trim().split('\n').at(-1)?.trim().slice(0, 200) ?? ''

/** A terminal may have echoed it. */
const hidden = ({ password }: Entry, said: string): string =>
  password ? said.replaceAll(password, '…') : said
