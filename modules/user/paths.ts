// Where the arguments of `user` say that things lie.
import { probe } from '../../src/kit/index.ts'
import type { Probe, UserAnswer } from '../../src/kit/index.ts'
import type { UserArgs } from './arguments.ts'

export const userProbe = ({ name, local }: UserArgs): Probe<UserAnswer> =>
  probe.user(name, local ? { local } : {})

/** The home: as given, as it is, or as useradd chooses it. */
export const homePath = ({ name, home }: UserArgs, user: UserAnswer | undefined): string =>
  home ?? user?.home ?? `/home/${name}`

/** The file of the key for ssh. */
export const keyPath = (given: UserArgs, user: UserAnswer | undefined): string => {
  const file = given.ssh_key_file ?? `.ssh/id_${given.ssh_key_type}`
  return file.startsWith('/') ? file : `${homePath(given, user)}/${file}`
}

/** Names of the further groups. */
export const groupNames = ({ groups = [] }: UserArgs): readonly string[] =>
  groups.map(name => name.trim()).filter(name => name !== '')

/** The folder that a new home is a copy of. */
export const skeletonPath = ({ skeleton }: UserArgs): string => skeleton ?? '/etc/skel'
