import {
  absolute,
  arg,
  defineModule,
  editReads,
  editTarget,
  Failure,
  needFolder,
  parentOf,
  probe,
  Refusal,
  textNow,
  toText,
} from '../../src/kit/index.ts'
import type { ArgsOf, Facts, FileAnswer } from '../../src/kit/index.ts'

const ITEMS = [
  ...['core', 'data', 'fsize', 'memlock', 'nofile', 'rss', 'stack', 'cpu', 'nproc', 'as'],
  ...['maxlogins', 'maxsyslogins', 'priority', 'locks', 'sigpending', 'msgqueue', 'nice'],
  ...['rtprio', 'chroot'],
]

const args = {
  domain: arg.must(arg.text('Whom it limits: a user, @group, * or a range of ids.')),
  limit_type: arg.must(arg.choice('Its type, as limits.conf(5) has it.', 'hard', 'soft', '-')),
  limit_item: arg.must(arg.choice('What is limited.', ...ITEMS)),
  value: arg.must(arg.text('A number, or unlimited, infinity or -1.')),
  use_min: arg.or(arg.bool('Keep a value that is smaller already.'), false),
  use_max: arg.or(arg.bool('Keep a value that is greater already.'), false),
  comment: arg.or(arg.text('A comment on the line.'), ''),
  dest: arg.or(arg.path('The file.'), '/etc/security/limits.conf'),
  backup: arg.or(
    arg.bool('Keep the old file beside the new one, with the time in its name.'),
    false,
  ),
} as const
type Args = ArgsOf<typeof args>

const NONE = ['unlimited', 'infinity', '-1']

/** Niceness has negative numbers, and no value for "no limit". */
const isNice = ({ limit_item }: Args): boolean => ['nice', 'priority'].includes(limit_item)

const isValue = (of: Args, value: string): boolean =>
  isNice(of)
    ? /^[+-]?\d+$/.test(value) && Number(value) >= -20 && Number(value) <= 19
    : NONE.includes(value) || /^\d+$/.test(value)

const checkArgs = (of: Args): void => {
  if (of.use_min && of.use_max) throw new Refusal('use_min', 'cannot be combined with use_max')
  if (!isValue(of, of.value))
    throw new Refusal(
      'value',
      isNice(of)
        ? `must be a number from -20 to 19 for ${of.limit_item}`
        : 'must be a number, or one of unlimited, infinity and -1',
    )
  if (!/^\S+$/.test(of.domain)) throw new Refusal('domain', 'must be one word')
  if (/[\r\n]/.test(of.comment)) throw new Refusal('comment', 'must be one line')
}

/** The value that a line shall have which has one already. */
const chosen = (of: Args, had: string): string => {
  if (had === of.value || (!of.use_min && !of.use_max)) return of.value
  if (!isValue(of, had))
    throw new Failure(
      `${of.dest} has "${had}" for ${of.domain} ${of.limit_type} ${of.limit_item}, which is no value: mend that line first`,
    )
  const size = (value: string): number =>
    !isNice(of) && NONE.includes(value) ? Infinity : Number(value)
  const wins = of.use_max ? size(of.value) > size(had) : size(of.value) < size(had)
  return wins ? of.value : had
}

const lineOf = (of: Args, value: string, comment: string): string =>
  [of.domain, of.limit_type, of.limit_item, value, ...(comment === '' ? [] : [`#${comment}`])].join(
    '\t',
  )

type Edited = { readonly text: string; readonly line: string }

const edited = (of: Args, text: string): Edited => {
  let found: string | undefined
  const lines = text.split('\n').map(line => {
    const [setting = '', ...comment] = line.split('#')
    const [domain, type, item, had, ...rest] = setting.trim().split(/\s+/)
    const isIt = domain === of.domain && type === of.limit_type && item === of.limit_item
    if (!isIt || had === undefined || rest.length > 0) return line
    const value = chosen(of, had)
    found = value === had ? line : lineOf(of, value, of.comment || comment.join('#'))
    return found
  })
  if (found !== undefined) return { text: lines.join('\n'), line: `${found}\n` }
  const line = lineOf(of, of.value, of.comment)
  const end = text === '' || text.endsWith('\n') ? '' : '\n'
  return { text: `${text}${end}${line}\n`, line: `${line}\n` }
}

/** Limits of PAM: lines of limits.conf. */
export default defineModule({
  name: 'pam_limits',
  summary: 'Set limits of users and groups in limits.conf.',
  args,
  returns: { msg: 'The line.', backup_file: 'The name of the backup.' },
  predicts: 'full',
  notes: ['Only the line in question must make sense; Ansible fails for any other that does not.'],
  reads: ({ dest }, facts) => ({
    ...editReads(dest, false, facts),
    folder: probe.file(parentOf(absolute(dest, facts))),
  }),
  plan: (of, state, facts) => {
    checkArgs(of)
    const target = editTarget(of.dest, state, facts)
    const now = textNow(target)
    const { text } = edited(of, now ?? '')
    if (text === now) return []
    if (now === undefined) needFolder(absolute(of.dest, facts), state.folder)
    return toText(target.path, target.file, text, { backup: of.backup, via: target.via }, facts)
  },
  result: ({ args: of, before, facts }) => ({ msg: edited(of, textIn(of, before, facts)).line }),
})

const textIn = (
  { dest }: Args,
  state: Readonly<Record<'file' | 'real', FileAnswer | undefined>>,
  facts: Facts,
): string => textNow(editTarget(dest, state, facts)) ?? ''
