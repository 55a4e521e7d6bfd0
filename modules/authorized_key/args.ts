// What authorized_key may be told, and the keys that come of it.
import { arg, Failure, probe, pythonLines, Refusal } from '../../src/kit/index.ts'
import type { ArgsOf, CommandAnswer, Probe } from '../../src/kit/index.ts'
import { parseKey, parseOptions, type Key } from './keys.ts'

export const args = {
  user: arg.must(arg.text('Whose keys they are.')),
  key: arg.must(arg.text('Public keys, one a line; or an address where they are to be had.')),
  path: arg.path('Another file than ~/.ssh/authorized_keys.'),
  state: arg.or(arg.choice('Whether the keys shall be there.', 'present', 'absent'), 'present'),
  manage_dir: arg.or(arg.bool('Make the folder of the file, and give it to the user.'), true),
  key_options: arg.text('Options instead of those that the keys have.'),
  exclusive: arg.or(arg.bool('Remove everything else from the file.'), false),
  comment: arg.text('A comment instead of those that the keys have.'),
  follow: arg.or(arg.bool('Write to what a link leads to, instead of replacing it.'), false),
  validate_certs: arg.or(arg.bool('Trust the address only with a good certificate.'), true),
} as const
export type Args = ArgsOf<typeof args>

/** Keys may be had elsewhere. */
export const isAddress = (key: string): boolean => key.startsWith('http')

/** What is at the address. */
export const fetched = ({ key, validate_certs }: Args): Probe<CommandAnswer> =>
  probe.command(
    ['curl', '-fsSL', '--max-time', '30', ...(validate_certs ? [] : ['-k']), '--', key],
    { if: '/usr/bin/curl' },
  )

/** The keys that were given, with the options and the comment they shall have. */
export const keysOf = (of: Args, fetched: CommandAnswer | undefined): readonly Key[] => {
  const wrong = (line: string): Error =>
    isAddress(of.key)
      ? new Failure(`invalid key specified: ${line}`)
      : new Refusal('key', `holds an invalid key: ${line}`)
  return pythonLines(isAddress(of.key) ? textFrom(of.key, fetched) : of.key)
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const key = parseKey(line)
      if (!key) throw wrong(line)
      return {
        ...key,
        ...(of.key_options !== undefined && { options: parseOptions(of.key_options) }),
        ...(of.comment !== undefined && { comment: of.comment }),
      }
    })
}

const textFrom = (address: string, answer: CommandAnswer | undefined): string => {
  if (!answer) throw new Failure('curl is not on the host: install it first')
  if (answer.rc !== 0)
    throw new Failure(`Error getting key from: ${address}: ${answer.err.trim() || 'no answer'}`)
  return answer.out
}
