// The arguments of apt_repository, as Ansible has them.
import { arg, type ArgsOf } from '../../src/kit/index.ts'

export const sourcesArgs = {
  repo: arg.must(arg.text('The source, as "deb http://… bookworm main", or ppa:owner/name.')),
  state: arg.or(arg.choice('Whether apt shall use it.', 'absent', 'present'), 'present'),
  filename: arg.text('Name of the file in sources.list.d, without .list.'),
  mode: arg.mode('Permissions of a file that is written.'),
  codename: arg.text('The release to take of a PPA.'),
  update_cache: arg.or(
    arg.alias(arg.bool('Bring the lists of packages up to date when it changed.'), 'update-cache'),
    true,
  ),
  update_cache_retries: arg.or(arg.int('How often a download of a list is tried again.'), 5),
  update_cache_retry_max_delay: arg.or(
    arg.int('Seconds between two tries; apt chooses them itself.'),
    12,
  ),
  validate_certs: arg.or(arg.bool('Look at the certificate of Launchpad.'), true),
  install_python_apt: arg.or(arg.bool('Has no effect: no Python is needed.'), true),
} as const

export type Args = ArgsOf<typeof sourcesArgs>
