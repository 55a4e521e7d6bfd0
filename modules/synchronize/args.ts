// The arguments of synchronize. What only says how rsync reaches the host is taken and has no meaning here: mokplay
// brings files over the connection it has.
import { arg, type ArgsOf } from '../../src/kit/index.ts'

const OWN = 'Has no meaning: the host is reached as always.'

export const syncArgs = {
  src: arg.must(arg.text('What is brought; of a folder that ends in a slash, all that is in it.')),
  dest: arg.must(arg.text('Where it goes.')),
  mode: arg.or(
    arg.choice('From the controller to the host, or the other way.', 'pull', 'push'),
    'push',
  ),
  archive: arg.or(
    arg.bool('Folders with all in them, links, permissions, times, owner and group.'),
    true,
  ),
  recursive: arg.bool('Go into folders; as archive says otherwise.'),
  links: arg.bool('Bring links as links; as archive says otherwise.'),
  perms: arg.bool('Bring permissions; as archive says otherwise.'),
  times: arg.bool('Bring the times of changes; as archive says otherwise.'),
  owner: arg.bool('Bring owners, as root; as archive says otherwise.'),
  group: arg.bool('Bring groups, as root; as archive says otherwise.'),
  checksum: arg.or(arg.bool('Compare contents, not sizes and times.'), false),
  copy_links: arg.or(arg.bool('Bring what links lead to.'), false),
  delete: arg.or(arg.bool('Remove what the source does not have.'), false),
  dirs: arg.or(arg.bool('Bring folders without going into them.'), false),
  existing_only: arg.or(arg.bool('Make nothing new.'), false),
  rsync_opts: arg.or(
    arg.list('Options of rsync: --exclude, --include, --chmod, --ignore-existing and their like.'),
    [],
  ),
  compress: arg.or(arg.bool(OWN), true),
  delay_updates: arg.or(arg.bool('Has no meaning: each file takes its place whole.'), true),
  partial: arg.or(arg.bool('Has no meaning: each file takes its place whole.'), false),
  dest_port: arg.int(OWN),
  private_key: arg.text(OWN),
  rsync_path: arg.text(OWN),
  rsync_timeout: arg.or(arg.int(OWN), 0),
  set_remote_user: arg.or(arg.bool(OWN), true),
  ssh_connection_multiplexing: arg.or(arg.bool(OWN), false),
  use_ssh_args: arg.or(arg.bool(OWN), false),
  verify_host: arg.or(arg.bool(OWN), false),
} as const

export type Args = ArgsOf<typeof syncArgs>
