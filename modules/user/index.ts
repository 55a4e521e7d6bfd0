import { defineModule, parentOf, probe, raw } from '../../src/kit/index.ts'
import type { After, Probe, UserAnswer } from '../../src/kit/index.ts'
import { args, isUnhashed } from './arguments.ts'
import { fingerprint } from './home.ts'
import { groupNames, homePath, keyPath, skeletonPath, userProbe } from './paths.ts'
import { planUser } from './plan.ts'

const UNHASHED =
  "The input password appears not to have been hashed. The 'password' argument must be encrypted for this module to work properly."

/** Accounts: their numbers, groups, homes, passwords and keys. */
export default defineModule({
  name: 'user',
  summary: 'Manage user accounts.',
  args,
  rules: { requiredIf: [['non_unique', true, ['uid']]] },
  unsupported: {
    ssh_key_passphrase:
      'ssh-keygen takes it from its command line, where every user of the host could read it',
  },
  returns: {
    name: 'The user.',
    state: 'What was asked for.',
    uid: 'Its number.',
    group: 'The number of its primary group.',
    groups: 'The groups that were asked for, with commas.',
    comment: 'The comment.',
    home: 'The home.',
    shell: 'The login shell.',
    append: 'What was asked for, of an account that was there.',
    move_home: 'What was asked for, of an account that was there.',
    system: 'What was asked for, of a new account.',
    create_home: 'What was asked for, of a new account.',
    force: 'What was asked for, of an account that was removed.',
    remove: 'What was asked for, of an account that was removed.',
    password: 'NOT_LOGGING_PASSWORD where one was given.',
    ssh_key_file: 'The file of the key.',
    ssh_fingerprint: 'Its fingerprint.',
    ssh_public_key: 'The public key.',
    warnings: 'Says so when the password looks like no hash.',
  },
  needs: "useradd, usermod, userdel and chpasswd, or busybox's adduser and deluser",
  predicts: 'partial',
  notes: [
    'Hashes are given to `chpasswd -e` on its standard input: no list of processes shows them.',
  ],
  reads: (given, facts) => {
    const { name, group, generate_ssh_key: wantsKey } = given
    const user = userProbe(given)
    const besideKey = <A>(of: (key: string) => Probe<A>): After<UserAnswer, A> | undefined =>
      wantsKey ? probe.after(user, found => of(keyPath(given, found))) : undefined
    return {
      user,
      ownGroup: probe.group(name),
      group: group === undefined ? undefined : probe.group(group),
      useradd: facts.flavour === 'busybox' ? probe.file('/usr/sbin/useradd') : undefined,
      defaults: probe.command([
        'grep',
        '-hsE',
        '^(HOME|SHELL|UMASK|HOME_MODE)[=[:space:]]',
        '/etc/default/useradd',
        '/etc/login.defs',
      ]),
      home: probe.after(user, found => probe.file(homePath(given, found))),
      oldHome: given.move_home
        ? probe.after(user, found => (found ? probe.file(found.home) : undefined))
        : undefined,
      parent: given.home === undefined ? undefined : probe.file(parentOf(given.home)),
      skeleton: probe.after(user, found => (found ? undefined : probe.tree(skeletonPath(given)))),
      hostname:
        wantsKey && given.ssh_key_comment === undefined
          ? probe.command(['uname', '-n'])
          : undefined,
      key: besideKey(key => probe.file(key)),
      publicKey: besideKey(key => probe.file(`${key}.pub`, { want: 'text' })),
      sshFolder: besideKey(key => probe.file(parentOf(key))),
      fingerprint: besideKey(fingerprint),
      ...Object.fromEntries(groupNames(given).map(group => [`group ${group}`, probe.group(group)])),
    }
  },
  plan: (given, state, facts) => planUser(given, state, facts),
  result: ({ args: given, before, after }) => {
    const user = raw(after.user)
    const { name, state, password, groups } = given
    const isNew = before.user === undefined
    if (state === 'absent')
      return { name, state, ...(!isNew && { force: given.force, remove: given.remove }) }
    return {
      name,
      state,
      uid: user?.uid,
      group: user?.gid,
      comment: user?.comment,
      home: user?.home,
      shell: user?.shell,
      ...(groups && { groups: groupNames(given).join(',') }),
      ...(isNew
        ? { system: given.system, create_home: given.create_home }
        : { append: given.append, move_home: given.move_home }),
      ...(password !== undefined && { password: 'NOT_LOGGING_PASSWORD' }),
      ...(given.generate_ssh_key && {
        ssh_key_file: keyPath(given, user),
        ssh_fingerprint: raw(after.fingerprint)?.out,
        ssh_public_key: trimmed(raw(after.publicKey)?.text),
      }),
      ...(isUnhashed(password) && { warnings: [UNHASHED] }),
    }
  },
})

/** What only the run can tell stays so. */
const trimmed = (text: string | undefined): string | undefined =>
  typeof text === 'string' ? text.trim() : text
