// The arguments of copy.
import { arg, fileArgs, type ArgsOf } from '../../src/kit/index.ts'

export const copyArgs = {
  ...fileArgs,
  mode: arg.mode('Permissions, octal or symbolic; "preserve" takes those of the source.'),
  src: arg.text(
    'A file or folder of the controller; of a folder that ends in a slash, all that is in it.',
  ),
  content: arg.any('The text itself; data becomes JSON.'),
  dest: arg.must(arg.path('Where it goes; into it, when it is a folder.')),
  backup: arg.or(
    arg.bool('Keep the old file beside the new one, with the time in its name.'),
    false,
  ),
  force: arg.or(
    arg.bool('Replace a file that differs; without it only a missing one is made.'),
    true,
  ),
  remote_src: arg.or(arg.bool('The source is on the host.'), false),
  directory_mode: arg.mode('Permissions of folders that are made on the way.'),
  follow: arg.or(
    arg.bool('Write to the file a link leads to, instead of replacing the link.'),
    false,
  ),
  local_follow: arg.bool('Copy what links of the source lead to.'),
  validate: arg.text(
    'A command that must accept the new file, named by %s, before it takes its place.',
  ),
  checksum: arg.text('The SHA-1 that the source must have.'),
  decrypt: arg.or(arg.bool('Decrypt a source that ansible-vault encrypted.'), true),
} as const

export type CopyArgs = ArgsOf<typeof copyArgs>
