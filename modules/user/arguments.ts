// The arguments of `user`, and what of them is a wish for the account.
import { arg, Refusal, type ArgsOf } from '../../src/kit/index.ts'
import type { Wish } from './account.ts'

export const args = {
  name: arg.must(arg.alias(arg.text('The user.'), 'user')),
  state: arg.or(arg.choice('Whether the account shall be there.', 'absent', 'present'), 'present'),
  uid: arg.int('Its number; the next free one if not given.'),
  non_unique: arg.or(arg.bool('Take a number that another user has.'), false),
  group: arg.text('The primary group, by name or number; it must be there.'),
  groups: arg.list('Further groups; the user leaves all others unless `append` is set.'),
  append: arg.or(arg.bool('Stay in the groups that are not listed.'), false),
  comment: arg.text('The full name, or what else describes the account.'),
  home: arg.path('The home folder.'),
  create_home: arg.or(
    arg.alias(arg.bool('Make the home where it is missing.'), 'createhome'),
    true,
  ),
  move_home: arg.or(arg.bool('Move the old home to another `home`.'), false),
  skeleton: arg.text('The folder that a new home is a copy of; /etc/skel if not given.'),
  umask: arg.text('What a new home does not permit, octal.'),
  shell: arg.text('The login shell.'),
  system: arg.or(
    arg.bool('Take a number of the range for the system when the account is made.'),
    false,
  ),
  password: arg.secret(arg.text('The hash of the password as crypt makes it; * or ! for none.')),
  update_password: arg.or(
    arg.choice(
      'Whether an account that is there gets another password too.',
      'always',
      'on_create',
    ),
    'always',
  ),
  password_lock: arg.bool('Lock the password, or unlock it.'),
  password_expire_max: arg.int('Days after which the password must be changed.'),
  password_expire_min: arg.int('Days before which the password cannot be changed.'),
  expires: arg.number('When the account ends, in seconds since 1970; negative for never.'),
  generate_ssh_key: arg.or(arg.bool('Make a key for ssh where there is none.'), false),
  ssh_key_bits: arg.or(arg.int('Bits of the key; 0 for what ssh-keygen takes.'), 0),
  ssh_key_type: arg.or(arg.text('Kind of the key.'), 'rsa'),
  ssh_key_file: arg.path(
    'Its file, below the home unless it is absolute; .ssh/id_TYPE if not given.',
  ),
  ssh_key_comment: arg.text('Comment in the key; ansible-generated on HOSTNAME if not given.'),
  remove: arg.or(arg.bool('Remove the home with the account.'), false),
  force: arg.or(
    arg.bool('Remove an account that is in use; make a new key over an old one.'),
    false,
  ),
  local: arg.or(arg.bool('Look into /etc/passwd alone and use the programs of libuser.'), false),
  seuser: arg.text('User of SELinux that a new account is mapped to.'),
  login_class: arg.text('Login class; it means something on BSD alone.'),
  hidden: arg.bool('Whether it is hidden; it means something on macOS alone.'),
  profile: arg.text('Profile; it means something on Solaris alone.'),
  authorization: arg.text('Authorization; it means something on Solaris alone.'),
  role: arg.text('Role; it means something on Solaris alone.'),
} as const

export type UserArgs = ArgsOf<typeof args>

/** What the arguments wish for; texts that would be a field or a line of their own in /etc/passwd are refused. */
export const wishOf = (given: UserArgs, groups: readonly string[] | undefined): Wish => {
  const { name, uid, append, expires } = given
  if (!/^[^-:\s/,][^:\s/,]*$/.test(name))
    throw new Refusal('name', `must be the name of a user as in deploy, not "${name}"`)
  for (const key of ['comment', 'home', 'shell', 'password'] as const)
    if (/[:\n]/.test(given[key] ?? ''))
      throw new Refusal(key, 'must hold neither a colon nor the end of a line')
  if (given.local && given.umask !== undefined)
    throw new Refusal(
      'umask',
      "must not stand beside `local: true`: libuser's programs know no umask",
    )
  return {
    name,
    uid,
    append,
    groups,
    comment: given.comment,
    home: given.home,
    shell: given.shell,
    expires: expires === undefined ? undefined : expires < 0 ? -1 : Math.floor(expires / 86_400),
    hash: given.password,
    lock: given.password_lock,
    min: given.password_expire_min,
    max: given.password_expire_max,
  }
}

/** Whether a password looks like no hash: it would stand in the shadow file as it is. */
export const isUnhashed = (password: string | undefined): boolean =>
  password !== undefined &&
  password !== '' &&
  !/^[*!]+$/.test(password) &&
  !/^!?\$[\w-]+\$.+/.test(password)
