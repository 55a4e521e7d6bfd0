// The arguments of apt, as Ansible has them; `package` hands them on.
import type { ArgsOf } from '../../model/module.ts'
import { arg } from '../arg.ts'

export const aptArgs = {
  package: arg.or(
    arg.alias(
      arg.list(
        'Packages: names, name=version, name>=version, patterns; "*" with state latest is everything.',
      ),
      'name',
      'pkg',
    ),
    [],
  ),
  state: arg.or(
    arg.choice(
      'Whether they shall be there; build-dep is what they are built with, fixed mends broken dependencies.',
      'absent',
      'build-dep',
      'fixed',
      'latest',
      'present',
    ),
    'present',
  ),
  update_cache: arg.or(
    arg.alias(arg.bool('Bring the lists of packages up to date first.'), 'update-cache'),
    false,
  ),
  cache_valid_time: arg.or(
    arg.int('Do so only when they are older than so many seconds; implies update_cache.'),
    0,
  ),
  update_cache_retries: arg.or(arg.int('How often a download of a list is tried again.'), 5),
  update_cache_retry_max_delay: arg.or(
    arg.int('Seconds between two tries; apt chooses them itself.'),
    12,
  ),
  upgrade: arg.or(
    arg.choice(
      'Bring all packages up to date; dist and full may remove some for it.',
      'dist',
      'full',
      'no',
      'safe',
      'yes',
    ),
    'no',
  ),
  deb: arg.path('A package file on the host, or its URL; several with commas between them.'),
  purge: arg.or(arg.bool('With state absent: remove configuration files too.'), false),
  autoremove: arg.or(arg.bool('Remove what came as a dependency and is needed no more.'), false),
  autoclean: arg.or(
    arg.bool('Remove downloaded files of packages that are no longer offered.'),
    false,
  ),
  clean: arg.or(arg.bool('Remove all downloaded files of packages.'), false),
  default_release: arg.alias(arg.text('The release to prefer.'), 'default-release'),
  install_recommends: arg.alias(
    arg.bool("Install what is recommended too; the host's own setting unless given."),
    'install-recommends',
  ),
  only_upgrade: arg.or(arg.bool('Upgrade what is installed and install nothing else.'), false),
  fail_on_autoremove: arg.or(arg.bool('Fail rather than remove a package on the way.'), false),
  force: arg.or(
    arg.bool('Go on without signatures, and over downgrades, holds and essential packages.'),
    false,
  ),
  allow_unauthenticated: arg.or(
    arg.alias(arg.bool('Install without looking at signatures.'), 'allow-unauthenticated'),
    false,
  ),
  allow_downgrade: arg.or(
    arg.alias(
      arg.bool('An older version than the installed one may be installed.'),
      'allow-downgrade',
      'allow_downgrades',
      'allow-downgrades',
    ),
    false,
  ),
  allow_change_held_packages: arg.or(arg.bool('Packages that are on hold may be changed.'), false),
  dpkg_options: arg.or(
    arg.text('Options of dpkg, with commas between them.'),
    'force-confdef,force-confold',
  ),
  policy_rc_d: arg.int('What /usr/sbin/policy-rc.d ends with meanwhile: 101 starts no services.'),
  force_apt_get: arg.or(arg.bool('Has no effect: it is apt-get always.'), false),
  lock_timeout: arg.or(
    arg.int('Seconds to wait while another process holds the package database.'),
    60,
  ),
} as const

export type AptArgs = ArgsOf<typeof aptArgs>

/** The packages that are named; "*" with state latest is no name. */
export const aptNames = (args: AptArgs): readonly string[] =>
  args.package.map(name => name.trim()).filter(name => name !== '' && name !== '*')

/** What kind of upgrade of everything is asked for. */
export const aptUpgrade = (args: AptArgs): 'upgrade' | 'dist-upgrade' | undefined => {
  if (args.upgrade === 'dist' || args.upgrade === 'full') return 'dist-upgrade'
  return args.upgrade !== 'no' || (args.state === 'latest' && args.package.includes('*'))
    ? 'upgrade'
    : undefined
}

/** Whether lists of this age are to be brought up to date. */
export const isDue = (args: AptArgs, lists: { readonly age: number } | undefined): boolean =>
  (args.update_cache || args.cache_valid_time > 0) &&
  (lists === undefined || lists.age > args.cache_valid_time)
