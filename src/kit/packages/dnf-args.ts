// The arguments of dnf, as Ansible has them; `package` hands them on.
import type { ArgsOf } from '../../model/module.ts'
import { arg } from '../arg.ts'

export const dnfArgs = {
  name: arg.or(
    arg.alias(
      arg.list(
        'Packages: names, name-version, `name >= 1.2`, patterns, @groups, @module:stream/profile, paths of programs, rpm files or URLs; "*" with state latest is everything.',
      ),
      'pkg',
    ),
    [],
  ),
  state: arg.choice(
    'Whether they shall be there; "present" unless autoremove is set.',
    'absent',
    'installed',
    'latest',
    'present',
    'removed',
  ),
  list: arg.text('What to list instead: installed, available, updates, repos, or a package.'),
  enablerepo: arg.or(arg.list('Repositories to enable for this task alone.'), []),
  disablerepo: arg.or(arg.list('Repositories to disable for this task alone.'), []),
  exclude: arg.or(arg.list('Packages to leave alone.'), []),
  disable_excludes: arg.text(
    'Whose excludes do not count: all, main (of dnf.conf), or those of a repository by its id.',
  ),
  disable_gpg_check: arg.or(arg.bool('Install without looking at signatures.'), false),
  update_cache: arg.or(
    arg.alias(arg.bool('Ask the repositories for new metadata first.'), 'expire-cache'),
    false,
  ),
  update_only: arg.or(arg.bool('Update what is installed and install nothing else.'), false),
  allow_downgrade: arg.or(
    arg.bool('An older version than the installed one may be installed when it is named.'),
    false,
  ),
  allowerasing: arg.or(arg.bool('Installed packages that are in the way may be removed.'), false),
  autoremove: arg.or(
    arg.bool('Remove what came as a dependency and is needed no more; alone or with state absent.'),
    false,
  ),
  nobest: arg.or(arg.bool('Take older versions where the newest cannot be installed.'), false),
  skip_broken: arg.or(
    arg.bool('Leave out what is not available or has broken dependencies.'),
    false,
  ),
  security: arg.or(arg.bool('With state latest: only updates that mend security.'), false),
  bugfix: arg.or(arg.bool('With state latest: only updates that mend bugs.'), false),
  install_weak_deps: arg.or(arg.bool('Install what is recommended too.'), true),
  download_only: arg.or(arg.bool('Download the packages and do not install them.'), false),
  download_dir: arg.path('Where to put them, with download_only.'),
  installroot: arg.or(arg.text('Another tree than / to work on.'), '/'),
  releasever: arg.text('Another release to take packages of.'),
  conf_file: arg.path('Another configuration file than /etc/dnf/dnf.conf.'),
  enable_plugin: arg.or(arg.list('Plugins of dnf to enable for this task alone.'), []),
  disable_plugin: arg.or(arg.list('Plugins of dnf to disable for this task alone.'), []),
  cacheonly: arg.or(arg.bool('Work from the metadata that is there, and download none.'), false),
  validate_certs: arg.or(arg.bool('Look at the certificates of https URLs in `name`.'), true),
  sslverify: arg.or(arg.bool('Look at the certificates of repositories.'), true),
  lock_timeout: arg.or(
    arg.int('Seconds to wait while another process holds the package database.'),
    30,
  ),
  use_backend: arg.or(
    arg.choice('Has no effect: it is dnf always.', 'auto', 'yum', 'yum4', 'dnf', 'dnf4', 'dnf5'),
    'auto',
  ),
  install_repoquery: arg.or(
    arg.bool('Has no effect; taken so that tasks written for yum can be read.'),
    true,
  ),
} as const

export type DnfArgs = ArgsOf<typeof dnfArgs>

/** What is to be brought about, by Ansible's rules for state and autoremove. */
export const dnfState = ({ state, autoremove }: DnfArgs): 'present' | 'latest' | 'absent' => {
  if (state === undefined) return autoremove ? 'absent' : 'present'
  return state === 'installed' ? 'present' : state === 'removed' ? 'absent' : state
}
